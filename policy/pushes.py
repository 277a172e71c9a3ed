"""Which repositories a principal can push to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from iam import Answer, Deciding, Document, Effect, Policies, Request, evaluate
from iam.principals import PrincipalElement
from iam.statement import Statement
from iam.variables import Template, Variable
from policy.environments import Environments
from policy.holders import Holder
from policy.model import REPOSITORY, REPOSITORY_POLICY, UNKNOWN, Resource, Unknown
from policy.repositories import account_of, arn_of, name_of, owner

PUSH = "ecr:PutImage"
"""The action without which there is no push, and which alone is enough to put a tag on another image."""

_ANY = "arn:*:ecr:*:*:repository/{}"
_EXACT = re.compile(r"arn:[^:]*:ecr:[^:]*:(?:(\d{12})|[^:]*):repository/([a-z0-9._/-]+)", re.ASCII)
_Named = tuple[str, str]
"""A repository as policies name it in full: its account, empty if that is left open, and its name."""


@dataclass(frozen=True)
class Reach:
    """One repository, or some repositories of an environment elsewhere, that a principal may be able to push to."""

    environment: str | None
    """None if nothing tells which."""
    repository: str
    """Its name; for those elsewhere, what their names look like."""
    through: tuple[str, ...]
    """The statements that let it, as people can find them."""

    def order(self) -> tuple[str, str]:
        """Sorts by environment, those of none first, and name."""
        return self.environment or "", self.repository


class Registry:
    """What there is to push to: the repositories of a stack, and by their names those of others."""

    def __init__(self, resources: Sequence[Resource], environments: Environments) -> None:
        self.environments = environments
        self.repositories = [each for each in resources if each.type == REPOSITORY]
        self._policies: dict[str, Document] = {}
        self.lost: list[Resource] = []
        """Repository policies of which it cannot be told whose they are."""
        for each in resources:
            if each.type != REPOSITORY_POLICY:
                continue
            repository = owner(each, self.repositories)
            if isinstance(repository, Resource):
                self._policies[repository.urn] = Document.parse(each.name, each.props.get("policy", UNKNOWN))
            elif repository is UNKNOWN:
                self.lost.append(each)

    def policy(self, repository: Resource) -> Document | None:
        """The policy of a repository itself."""
        return self._policies.get(repository.urn)

    def reached_by(self, holder: Holder) -> list[Reach]:
        """Where a principal may be able to push to, in order.

        What is not known to be forbidden counts as possible: a condition that may hold, an account that may be the
        same one. Documents of which nothing is known are left out here; `unknown_documents` names them.
        """
        known = tuple(each for each in holder.documents if each.identity_flaw is None)
        limit = holder.boundary if holder.boundary and holder.boundary.identity_flaw is None else None
        policies = Policies(identity=known, boundary=limit)
        # Whole names that policies say are looked at one by one, and wildcards by what they could reach besides: most
        # principals have no wildcard that lets them push, and one question settles that.
        wide = replace(policies, identity=tuple(map(_wildcards_only, known)))
        open_ended = bool(self._pushes(_ANY.format("*"), holder, wide))
        named = _named(known)
        found = [
            *self._here(holder, policies, None if open_ended else {name for _, name in named}),
            *self._by_name(holder, policies, named),
        ]
        if open_ended:
            found += self._elsewhere(holder, wide)
        return sorted(found, key=Reach.order)

    def _here(self, holder: Holder, policies: Policies, only: set[str] | None) -> Iterator[Reach]:
        for repository in self.repositories:
            name, policy = name_of(repository), self.policy(repository)
            if only is not None and policy is None and isinstance(name, str) and name not in only:
                continue
            known = policy if policy and policy.resource_flaw is None else None
            through = self._pushes(arn_of(repository), holder, replace(policies, resource=known))
            if through:
                label = name if isinstance(name, str) else repository.name
                yield Reach(self.environments.of_repository(repository), label, through)

    def _by_name(self, holder: Holder, policies: Policies, named: set[_Named]) -> Iterator[Reach]:
        """What policies name in full and this stack has not: no such name, or none in such an account."""
        for account, name in sorted(named - self._own(named)):
            if through := self._pushes(f"arn:*:ecr:*:{account or '*'}:repository/{name}", holder, policies):
                alone = [each for _, each in named].count(name) == 1
                label = name if alone else f"{name} of account {account or 'any'}"
                yield Reach(self.environments.of_name(name), label, through)

    def _own(self, named: set[_Named]) -> set[_Named]:
        """Which of these are repositories of this stack."""
        own: set[_Named] = set()
        for repository in self.repositories:
            name = name_of(repository)
            accounts = sorted(account for account, each in named if each == name)
            # Before it is made a repository has no account. It is then what its name says, in one account of several.
            held = account_of(repository) or next(filter(None, accounts), "")
            own |= {(account, name) for account in accounts if account in ("", held)}
        return own

    def _elsewhere(self, holder: Holder, wide: Policies) -> Iterator[Reach]:
        for environment, patterns in sorted(self.environments.patterns.items()):
            for pattern in patterns:
                if through := self._pushes(_ANY.format(pattern), holder, wide):
                    yield Reach(environment, pattern, through)
                    break

    def _pushes(self, resource: str, holder: Holder, policies: Policies) -> tuple[str, ...]:
        """The statements by which a push may be possible. None if it is not."""
        principal: str | Unknown = holder.arn
        account: str | Unknown = UNKNOWN
        if principal is UNKNOWN:
            # Before it is made only its name is known. That is enough to tell whom policies of repositories mean.
            principal = self._named_roles.get(holder.name_in_iam, f"arn:aws:iam::{'0' * 12}:role/{holder.name_in_iam}")
        else:
            account = principal.split(":")[4]
        context = {"aws:PrincipalArn": holder.arn, "aws:PrincipalAccount": account}
        # The policy of a repository elsewhere is not known: what would need its consent may have it.
        request = Request(PUSH, resource, principal, context, principal_account=UNKNOWN)
        decision = evaluate(request, policies)
        if decision.answer is Answer.DENIED:
            return ()
        return tuple(statement_words(each) for each in decision.statements if each.effect is not Effect.DENY)

    @cached_property
    def _named_roles(self) -> dict[str, str]:
        """The ARNs of roles that repositories' policies name, by the roles' names."""
        named = (name for policy in self._policies.values() for name in named_principals(policy))
        return {name.rsplit("/", 1)[-1]: name for name in sorted(named)}


def named_principals(policy: Document | None) -> Iterator[str]:
    """Whom a repository's policy names. `*` is anyone, and whoever is not known."""
    for statement in policy.statements if policy else ():
        if isinstance(statement.principals, PrincipalElement):
            for _, principal in statement.principals.entries:
                yield "*" if principal is UNKNOWN else principal.text


def unknown_documents(documents: Iterable[Document]) -> list[Document]:
    """The documents that may say anything, in the order of their names."""
    return sorted((each for each in documents if each.identity_flaw is not None), key=lambda each: each.name)


def statement_words(statement: Deciding) -> str:
    """Name a statement as people find it."""
    return f"{statement.policy}, statement {statement.index}" + (f" ({statement.sid})" if statement.sid else "")


def _named(documents: Iterable[Document]) -> set[_Named]:
    """The repositories that Allow statements name in full."""
    resources = (each for document in documents for one in document.statements for each in _allowed(one))
    return {named for resource in resources if (named := _in_full(resource))}


def _wildcards_only(document: Document) -> Document:
    """A document without the repositories that its Allow statements name in full."""
    return replace(document, statements=tuple(map(_without_full_names, document.statements)))


def _without_full_names(statement: Statement) -> Statement:
    allowed = _allowed(statement)
    if not allowed:
        return statement
    return replace(statement, resources=tuple(each for each in allowed if not _in_full(each)))


def _allowed(statement: Statement) -> tuple[Template | Unknown, ...]:
    if statement.effect is Effect.DENY or statement.not_resources or statement.resources is None:
        return ()
    return statement.resources


def _in_full(resource: Template | Unknown) -> _Named | None:
    if resource is UNKNOWN:
        return None
    pieces = (
        "*" if isinstance(each, Variable) else each if isinstance(each, str) else each.value for each in resource.pieces
    )
    found = _EXACT.fullmatch("".join(pieces))
    return (found[1] or "", found[2]) if found else None
