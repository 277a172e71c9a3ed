"""Who asks, and whom a resource's policy names.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from dataclasses import dataclass, fields, replace
from enum import Enum

from iam.logic import MAYBE, NO, UNKNOWN, YES, Truth, Unknown, all_of, any_of, yes_if

_ACCOUNT_ID = re.compile(r"\d{12}")
_ARN = re.compile(r"arn:[^:]*:(?P<service>iam|sts)::(?P<account>\d{12}):(?P<kind>[^/]+)(?P<path>/.+)?")


class PrincipalKind(Enum):
    """What a principal is."""

    ANYONE = "not known which"
    ACCOUNT = "some identity of an account"
    ROOT = "an account's root user"
    ROLE = "some session of a role"
    SESSION = "one session of a role"
    USER = "a user"
    SERVICE = "a service of AWS"
    OTHER = "another"


_BY_ARN = {
    ("iam", "root"): PrincipalKind.ROOT,
    ("iam", "role"): PrincipalKind.ROLE,
    ("sts", "assumed-role"): PrincipalKind.SESSION,
    ("iam", "user"): PrincipalKind.USER,
}

_VAGUE = {PrincipalKind.ANYONE, PrincipalKind.ACCOUNT, PrincipalKind.OTHER}


@dataclass(frozen=True)
class Principal:
    """A principal, read from its name."""

    kind: PrincipalKind
    text: str = ""
    """The name itself."""
    account: str | Unknown = UNKNOWN
    role: str | None = None
    """Of a role, or a session of it, the name without its path: no two roles of an account share it."""


@dataclass(frozen=True)
class Naming:
    """In which ways an element names a principal. AWS gives them different weight."""

    by_account: Truth = NO
    by_role: Truth = NO
    directly: Truth = NO
    """As a user, a session or a service; or as everyone."""

    @property
    def at_all(self) -> Truth:
        """Whether it names the principal in any way."""
        return any_of((self.by_account, self.by_role, self.directly))

    def at_most(self, truth: Truth) -> "Naming":
        """What is left of it if the statement applies with `truth`."""
        if truth is YES:
            return self
        return Naming(min(self.by_account, truth), min(self.by_role, truth), min(self.directly, truth))


EVERYONE, PERHAPS, NOBODY = Naming(YES, YES, YES), Naming(MAYBE, MAYBE, MAYBE), Naming()


@dataclass(frozen=True)
class PrincipalElement:
    """The Principal or NotPrincipal of a statement."""

    entries: tuple[tuple[str, Principal | Unknown], ...]
    """Each with its type: AWS, Service, Federated or CanonicalUser."""
    inverted: bool = False

    def names(self, caller: Principal) -> Naming:
        """How it names the caller.

        NotPrincipal spares a caller for sure only if it names the account too, and for a session the role as well; and
        takes one for sure only if it names none of them. In between, it is a matter of the service:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        each = [_names(kind, entry, caller) for kind, entry in self.entries]
        total = Naming(*(any_of(getattr(one, field.name) for one in each) for field in fields(Naming)))
        if not self.inverted:
            return total
        needed = [total.directly]
        if caller.kind is not PrincipalKind.SERVICE:
            needed.append(total.by_account)
        if caller.kind is PrincipalKind.SESSION:
            needed.append(total.by_role)
        if total.at_all is NO:
            return EVERYONE
        return NOBODY if all_of(needed) is YES else PERHAPS


def principal(text: str | Unknown, account: str | Unknown | None = None) -> Principal:
    """Read a principal's name: an ARN, a 12-digit account id, or a service's. `account` overrides what it says."""
    read = Principal(PrincipalKind.ANYONE) if text is UNKNOWN else _read(text)
    return read if account is None else replace(read, account=account)


def _read(text: str) -> Principal:
    if _ACCOUNT_ID.fullmatch(text):
        return Principal(PrincipalKind.ACCOUNT, text, text)
    if text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return Principal(PrincipalKind.SERVICE, text)
    arn = _ARN.fullmatch(text)
    if arn is None:
        return Principal(PrincipalKind.OTHER, text)
    kind = _BY_ARN.get((arn["service"], arn["kind"]), PrincipalKind.OTHER)
    path = (arn["path"] or "").split("/")
    role = {PrincipalKind.ROLE: path[-1], PrincipalKind.SESSION: path[min(1, len(path) - 1)]}.get(kind)
    return Principal(kind, text, arn["account"], role)


def _names(kind: str, entry: Principal | Unknown, caller: Principal) -> Naming:
    """How one entry names the caller."""
    if entry is UNKNOWN:
        return PERHAPS
    if kind == "AWS":
        return EVERYONE if entry.text == "*" else _names_identity(entry, caller)
    if entry.text == caller.text:
        return Naming(directly=YES)
    if kind == "Service":
        # A caller that has an account is no service. Which services a `*` may mean is written nowhere.
        nameless = caller.kind is PrincipalKind.ANYONE and caller.account is UNKNOWN
        any_service = entry.text == "*" and caller.kind is PrincipalKind.SERVICE
        return Naming(directly=MAYBE) if nameless or any_service else NOBODY
    if caller.kind is PrincipalKind.SERVICE:
        return NOBODY
    # How a session came about, and which canonical id an account has, no ARN says.
    return Naming(by_account=MAYBE) if kind == "CanonicalUser" else Naming(directly=MAYBE)


def _names_identity(entry: Principal, caller: Principal) -> Naming:
    """How an AWS entry, which is not for everyone, names the caller."""
    same = NO if caller.kind is PrincipalKind.SERVICE else same_account(entry.account, caller.account)
    if entry.kind in (PrincipalKind.ACCOUNT, PrincipalKind.ROOT):
        return Naming(by_account=same)
    if same is NO:
        return NOBODY
    if entry.text == caller.text:
        by_role = entry.kind is PrincipalKind.ROLE
        return Naming(by_role=yes_if(by_role), directly=yes_if(not by_role))
    if caller.kind in _VAGUE or entry.kind is PrincipalKind.OTHER:
        return Naming(by_role=MAYBE, directly=MAYBE)
    if entry.role is None or entry.role != caller.role:
        return NOBODY
    return {
        (PrincipalKind.ROLE, PrincipalKind.SESSION): Naming(by_role=same),
        (PrincipalKind.SESSION, PrincipalKind.ROLE): Naming(directly=MAYBE),
    }.get((entry.kind, caller.kind), NOBODY)


def same_account(one: str | Unknown, other: str | Unknown) -> Truth:
    """Whether two accounts are one. MAYBE if either is not known."""
    return MAYBE if UNKNOWN in (one, other) else yes_if(one == other)
