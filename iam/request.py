"""A request to AWS, as far as it is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from iam.logic import NO, UNKNOWN, YES, Truth, Unknown
from iam.principals import Principal, PrincipalKind, principal, same_account
from iam.variables import Filled, Values
from iam.wildcards import Pattern, pattern

Scalar = str | bool | int | float | Unknown

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9]+")
_ACCOUNT_ID = re.compile(r"\d{12}")
_ARN_FIELDS = 6
_OF_TRUST = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")
_KEYS = Filled(pattern("arn:*:kms:*:*:key/*"), known=True)
_NAMED = {PrincipalKind.ROLE, PrincipalKind.USER, PrincipalKind.ROOT}


@dataclass(frozen=True)
class Request:
    """One principal that does one thing to one resource.

    By default nothing more is known than what is said here: a condition key that is not in `context` may be there or
    not. Raises ValueError if the action is not one action's full name.
    """

    action: str
    """Such as `ecr:PutImage`; in any case."""
    resource: str | Unknown | None
    """An ARN. One with `*` or `?` stands for some one resource that matches, where these stand for no colon before
    the fifth; UNKNOWN for any. None: the action has no resource, as `ecr:GetAuthorizationToken`, for which AWS asks
    for a Resource of `*`."""
    principal: str | Unknown = UNKNOWN
    """The ARN of a role (some session of it), of a session or a user; a service's name; a 12-digit account id, for
    some identity of that account. Neither that nor UNKNOWN means a root user: its own ARN does."""
    context: Mapping[str, Scalar | Sequence[Scalar]] = field(default_factory=dict)
    """What is known of condition keys. UNKNOWN: may be absent, too; a list with it in: is there, with any value."""
    complete: bool = False
    """Whether a key that is not in `context` is absent."""
    principal_account: str | Unknown | None = None
    """The principal's account, if its name does not say it."""
    resource_account: str | Unknown | None = None
    """The account that has the resource, if its ARN does not say it."""

    def __post_init__(self) -> None:
        if not _ACTION.fullmatch(self.action):
            raise ValueError(f'"{self.action}" is not an action: name one in full, such as ecr:PutImage')

    def values(self, key: str) -> Values:
        """What is known of a condition key, whose name is in lower case: AWS takes no notice of that.

        `aws:PrincipalArn`, `aws:PrincipalAccount` and `aws:ResourceAccount` follow from the rest, if not given:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        values = self._values.get(key)
        if values is None:
            return () if self.complete else UNKNOWN
        return values

    @cached_property
    def caller(self) -> Principal:
        """Who asks."""
        return principal(self.principal, self.principal_account)

    @cached_property
    def target(self) -> Pattern:
        """What the resource's ARN is known to match."""
        if self.resource is None:
            return Pattern(("*",))
        return pattern("*" if self.resource is UNKNOWN else self.resource)

    @cached_property
    def owner(self) -> str | Unknown:
        """The account that has the resource. A request without a resource is one to the principal's own account."""
        if self.resource_account is not None:
            return self.resource_account
        if self.resource is None:
            return self.caller.account
        parts = [] if self.resource is UNKNOWN else self.resource.split(":", _ARN_FIELDS - 1)
        known = len(parts) == _ARN_FIELDS and _ACCOUNT_ID.fullmatch(parts[4])
        return parts[4] if known else UNKNOWN

    @cached_property
    def within_account(self) -> Truth:
        """Whether principal and resource are of the same account."""
        if self.resource is None and self.resource_account is None:
            return YES
        return same_account(self.caller.account, self.owner)

    @cached_property
    def wanted(self) -> str:
        """The action in lower case."""
        return self.action.lower()

    @cached_property
    def needs_trust(self) -> Truth:
        """Whether identity policies alone cannot allow it, even within an account.

        So it is with KMS keys and with roles to assume:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
        """
        if self.resource is not None and self.wanted.startswith(_OF_TRUST):
            return YES
        return _KEYS.covers(self.target) if self.wanted.startswith("kms:") else NO

    @cached_property
    def _values(self) -> dict[str, Values]:
        known: dict[str, Values] = {
            "aws:principalarn": (self.caller.text,) if self.caller.kind in _NAMED else UNKNOWN,
            "aws:principalaccount": _single(self.caller.account),
            "aws:resourceaccount": _single(self.owner),
        }
        given: dict[str, Values] = {}
        for name, value in self.context.items():
            key, values = name.lower(), UNKNOWN if value is UNKNOWN else tuple(_texts(value))
            # Two names that differ in their case only are one key to AWS, and which of them counts is written nowhere.
            given[key] = values if given.get(key, values) == values else UNKNOWN
        return known | given


def _single(value: str | Unknown) -> Values:
    return UNKNOWN if value is UNKNOWN else (value,)


def _texts(value: Scalar | Sequence[Scalar]) -> Iterator[str | Unknown]:
    for each in value if isinstance(value, list | tuple | set | frozenset) else [value]:
        yield each if each is UNKNOWN else as_text(each)


def as_text(value: object) -> str:
    """A value as policies write it: JSON's true and false, numbers in digits."""
    return str(value).lower() if isinstance(value, bool) else str(value)
