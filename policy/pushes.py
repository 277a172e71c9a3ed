"""Which repositories a principal can push to."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from iam import Answer, Deciding, Document, Effect, Policies, Request, evaluate
from iam.principals import PrincipalElement
from iam.statement import Statement
from iam.variables import Template, Variable
from iam.wildcards import matches
from policy.environments import TAG, Environments
from policy.holders import Holder
from policy.model import REPOSITORY, REPOSITORY_POLICY, UNKNOWN, Resource, Unknown
from policy.repositories import account_of, arn_of, label_of, name_of, owner, region_of

PUSH = "ecr:PutImage"
"""The action without which there is no push, and which alone is enough to put a tag on another image."""

_ANY = "arn:*:ecr:*:*:repository/{}"
_REPOSITORY = re.compile(r"arn:[^:]*:ecr:([^:]*):([^:]*):repository/(.+)", re.DOTALL)
_NAME = re.compile(r"[a-z0-9._/-]+", re.ASCII)
_Tags = Mapping[str, str | Unknown | tuple[str, ...]]
_Named = tuple[str, str, str]
"""A repository as policies name it in full: account and region, each empty if that is left open, and name."""


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
        """Repository policies of which it cannot be told whose they are, and second ones, which ECR does not keep."""
        for each in resources:
            if each.type != REPOSITORY_POLICY:
                continue
            repository = owner(each, self.repositories)
            if isinstance(repository, Resource) and repository.urn not in self._policies:
                self._policies[repository.urn] = Document.parse(each.name, each.props.get("policy", UNKNOWN))
            elif repository is not None:
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
        # Whole names are looked at one by one, wildcards that stay within an environment as well. What other ones could
        # reach must be tried: most principals have none that lets them push, and one question settles that.
        named, within = _named(known), self._within(known)
        wide = replace(policies, identity=tuple(_beyond(each, within) for each in known))
        open_ended = self._pushes(_ANY.format("*"), holder, wide)
        names = {each[2] for each in named}
        found = [
            reach
            for each in self.repositories
            # One that no policy of the principal's names, and that has no policy itself, need not be asked about.
            if open_ended or self.policy(each) or _may_be_named(name_of(each), names, within)
            for reach in self._here(holder, policies, each)
        ]
        found += self._by_name(holder, policies, named)
        for wildcard, environment in within.items():
            if through := self._pushes(_ANY.format(wildcard), holder, policies):
                found.append(Reach(environment, wildcard, through))
        if open_ended:
            elsewhere = list(self._elsewhere(holder, wide))
            found += elsewhere or [Reach(None, "what a wildcard matches", open_ended)]
        return sorted(found, key=Reach.order)

    def _here(self, holder: Holder, policies: Policies, repository: Resource) -> Iterator[Reach]:
        policy = self.policy(repository)
        known = policy if policy and policy.resource_flaw is None else None
        tags = _tags(repository)
        if through := self._pushes(arn_of(repository), holder, replace(policies, resource=known), tags):
            yield Reach(self.environments.of_repository(repository), label_of(repository), through)

    def _by_name(self, holder: Holder, policies: Policies, named: set[_Named]) -> Iterator[Reach]:
        """What policies name in full and this stack has not: no such name, or none in such a place."""
        for account, region, name in sorted(named - self._own(named)):
            arn = f"arn:*:ecr:{region or '*'}:{account or '*'}:repository/{name}"
            if through := self._pushes(arn, holder, policies):
                accounts = {each[0] for each in named if each[2] == name}
                label = name if len(accounts) == 1 else f"{name} of account {account or 'any'}"
                yield Reach(self.environments.of_name(name), label, through)

    def _own(self, named: set[_Named]) -> set[_Named]:
        """Which of these are repositories of this stack."""
        own: set[_Named] = set()
        for repository in self.repositories:
            alike = sorted(each for each in named if each[2] == name_of(repository))
            # Before it is made a repository has no account. It is then what its name says, in one account of several.
            held = account_of(repository) or next((account for account, _, _ in alike if account), "")
            region = region_of(repository)
            own |= {each for each in alike if each[0] in ("", held) and (region is UNKNOWN or each[1] in ("", region))}
        return own

    def _elsewhere(self, holder: Holder, wide: Policies) -> Iterator[Reach]:
        for environment, patterns in sorted(self.environments.patterns.items()):
            for pattern in patterns:
                tags = [f"{prefix}:ResourceTag/{TAG}" for prefix in ("aws", "ecr")]
                # It has the tag of its environment, or none.
                ways = (dict.fromkeys(tags, environment), dict.fromkeys(tags, ()))
                through = [self._pushes(_ANY.format(pattern), holder, wide, way) for way in ways]
                if any(through):
                    yield Reach(environment, pattern, through[0] or through[1])
                    break

    def _within(self, documents: Iterable[Document]) -> dict[str, str]:
        """The wildcards of Allow statements that stay within an environment, each with that."""
        names = (_parts(each)[2] for document in documents for one in document.statements for each in _allowed(one))
        return {
            name: found
            for name in sorted(names)
            if not {"*", "?"}.isdisjoint(name) and (found := self.environments.of_pattern(name))
        }

    def _pushes(self, resource: str, holder: Holder, policies: Policies, tags: _Tags | None = None) -> tuple[str, ...]:
        """The statements by which a push may be possible. None if it is not."""
        account: str | Unknown = UNKNOWN
        if isinstance(holder.arn, str) and (found := re.match(r"arn:[^:]*:iam::(\d{12}):", holder.arn, re.ASCII)):
            account = found[1]
        arn = UNKNOWN if holder.is_group else holder.arn
        context = {"aws:PrincipalArn": arn, "aws:PrincipalAccount": account, **(tags or {})}
        for principal in self._may_be(holder):
            # The policy of a repository elsewhere is not known: what would need its consent may have it.
            decision = evaluate(Request(PUSH, resource, principal, context, principal_account=UNKNOWN), policies)
            if decision.answer is not Answer.DENIED:
                return tuple(statement_words(each) for each in decision.statements if each.effect is not Effect.DENY)
        return ()

    def _may_be(self, holder: Holder) -> Iterator[str | Unknown]:
        """Whom policies of repositories may mean by it: itself, or before it is made, any role of its name."""
        if holder.is_group:
            yield UNKNOWN
        elif holder.arn is not UNKNOWN:
            yield holder.arn
        else:
            yield f"arn:aws:iam::{'0' * 12}:role/{holder.name_in_iam}"
            yield from self._named_roles.get(holder.name_in_iam, [])

    @cached_property
    def _named_roles(self) -> dict[str, list[str]]:
        """The ARNs that repositories' policies name, by the names in them."""
        named: defaultdict[str, list[str]] = defaultdict(list)
        for arn in sorted({name for policy in self._policies.values() for name in named_principals(policy)}):
            named[arn.rsplit("/", 1)[-1]].append(arn)
        return named


def _may_be_named(name: object, names: set[str], wildcards: Iterable[str]) -> bool:
    return not isinstance(name, str) or name in names or any(matches(each, name) for each in wildcards)


def named_principals(policy: Document | None) -> Iterator[str]:
    """Whom a repository's policy names. `*` is anyone, and whoever is not known."""
    for statement in policy.statements if policy else ():
        if statement.principals is UNKNOWN:
            yield "*"
        if isinstance(statement.principals, PrincipalElement):
            if statement.principals.inverted:
                yield "*"
            for _, principal in statement.principals.entries:
                yield "*" if principal is UNKNOWN else principal.text


def unknown_documents(documents: Iterable[Document]) -> list[Document]:
    """The documents that may say anything, in the order of their names."""
    return sorted((each for each in documents if each.identity_flaw is not None), key=lambda each: each.name)


def statement_words(statement: Deciding) -> str:
    """Name a statement as people find it."""
    sid = statement.sid if statement.sid and re.fullmatch(r"[A-Za-z0-9]+", statement.sid) else ""
    return f"{statement.policy}, statement {statement.index}" + (f" ({sid})" if sid else "")


def _named(documents: Iterable[Document]) -> set[_Named]:
    """The repositories that Allow statements name in full."""
    resources = (each for document in documents for one in document.statements for each in _allowed(one))
    return {named for resource in resources if (named := _in_full(resource))}


def _beyond(document: Document, within: Container[str]) -> Document:
    """A document without the repositories that its Allow statements name in full, or by a wildcard of `within`."""
    statements = []
    for each in document.statements:
        kept = tuple(r for r in _allowed(each) if not _in_full(r) and _parts(r)[2] not in within)
        statements.append(replace(each, resources=kept) if _allowed(each) else each)
    return replace(document, statements=tuple(statements))


def _allowed(statement: Statement) -> tuple[Template | Unknown, ...]:
    if statement.effect is Effect.DENY or statement.not_resources or statement.resources is None:
        return ()
    return statement.resources


def _in_full(resource: Template | Unknown) -> _Named | None:
    region, account, name = _parts(resource)
    if not _NAME.fullmatch(name):
        return None
    return account if account.isdigit() else "", "" if "*" in region or "?" in region else region, name


def _parts(resource: Template | Unknown) -> tuple[str, str, str]:
    """Region, account and name of a repository's ARN, variables as wildcards. Empty if it is none."""
    if resource is UNKNOWN:
        return "", "", ""
    pieces = (
        "*" if isinstance(each, Variable) else each if isinstance(each, str) else each.value for each in resource.pieces
    )
    found = _REPOSITORY.fullmatch("".join(pieces))
    return (found[1], found[2], found[3]) if found else ("", "", "")


def _tags(repository: Resource) -> _Tags:
    """What conditions may ask of a repository's tags, as far as they are known."""
    tags = repository.props.get("tagsAll")
    known = {key: value for key, value in tags.items() if isinstance(value, str)} if isinstance(tags, Mapping) else {}
    return {f"{prefix}:ResourceTag/{key}": value for key, value in known.items() for prefix in ("aws", "ecr")}
