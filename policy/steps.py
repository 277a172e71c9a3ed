"""How a principal comes to act as a role: one step of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from iam import Answer, Deciding, Document, Effect, Kind, Policies, Request, evaluate
from policy.aims import Aims
from policy.builders import runs_as, trusts_codebuild
from policy.holders import Holder
from policy.model import PROJECT, ROLE, UNKNOWN, USER, Resource, Unknown
from policy.pushes import named_principals, statement_words

_ASSUME, _PASS, _UPDATE = "sts:AssumeRole", "iam:PassRole", "codebuild:UpdateProject"
_START = ("codebuild:StartBuild", "codebuild:StartBuildBatch")
_TRUST = "assumeRolePolicy"
_ANY_PROJECT = "arn:*:codebuild:*:*:project/*"
_NO_ACCOUNT = "0" * 12
_BY_ACCOUNT = Document.parse(
    "", {"Statement": {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{_NO_ACCOUNT}:root"}, "Action": _ASSUME}}
)
"""A trust policy that leaves it to the identity policies of some account."""


@dataclass(frozen=True)
class Step:
    """One way for a principal to act as a role."""

    role: Holder
    through: str
    """The statements that let it, and the build project if it is by one, as people can find them."""


class Steps:
    """What the principals of a stack can become in one step.

    By assuming a role; by starting or changing a build project that runs as it, since whoever does may give another
    buildspec; or by passing it to a project.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """

    def __init__(self, resources: Sequence[Resource], everyone: Sequence[Holder]) -> None:
        roles = [(each, each.resource) for each in everyone if each.resource and each.resource.type == ROLE]
        self._roles = [each for each, _ in roles]
        self._trusts = {
            each.urn: Document.parse(f"trust policy of {each.name}", role.props.get(_TRUST, UNKNOWN))
            for each, role in roles
        }
        self._made_of = {each.urn: role.sources.get(_TRUST, ()) for each, role in roles}
        self._names = {each.urn: role.props.get("name") for each, role in roles}
        self._arns = {each.urn: _arn_of(role) for each, role in roles}
        self._named = {urn: _by_end(named_principals(trust)) for urn, trust in self._trusts.items()}
        self._for_builds = [each for each, role in roles if trusts_codebuild(role)]
        self._projects = [
            (project, each)
            for project in sorted(resources, key=lambda one: one.urn)
            if project.type == PROJECT
            for each, role in roles
            if runs_as(project, role)
        ]

    @property
    def strangers(self) -> dict[str, str]:
        """The roles and users that trust policies name, by their ARNs, each with the first role that names it."""
        named = sorted((arn, urn) for urn, ends in self._named.items() for arns in ends.values() for arn in arns)
        return {arn: urn for arn, urn in reversed(named) if ":role/" in arn or ":user/" in arn}

    def of(self, holder: Holder) -> list[Step]:
        """List what a principal may become in one step, one way for each role.

        What is not known to be forbidden counts as possible. A trust policy of which nothing is known may name those
        that it is made of; the others it may leave to their own policies.
        """
        found: dict[str, Step] = {}
        for step in (*self._assumed(holder), *self._started(holder), *self._passed(holder)):
            found.setdefault(step.role.urn, step)
        return [found[urn] for urn in sorted(found)]

    def _assumed(self, holder: Holder) -> Iterator[Step]:
        aims = Aims.of(_known(holder), _ASSUME)
        for role in self._roles:
            trust, named, made_of = self._trusts[role.urn], self._named[role.urn], self._made_of[role.urn]
            alike = named.get(holder.name_in_iam, [])
            if not (aims.include(self._names[role.urn]) or alike or "*" in named or holder.urn in made_of):
                continue
            is_known = trust.resource_flaw is None
            if not is_known and holder.urn not in made_of:
                trust = _BY_ACCOUNT
            if through := _ways(holder, _ASSUME, self._arns[role.urn], trust, alike):
                unknown = () if is_known else (f"{self._trusts[role.urn].name}, which is not known",)
                yield Step(role, _words(_by_name(through, trust if is_known else None), unknown))

    def _started(self, holder: Holder) -> Iterator[Step]:
        aims = {action: Aims.of(_known(holder), action) for action in (*_START, _UPDATE)}
        for project, role in self._projects if any(aims.values()) else ():
            actions = [action for action, each in aims.items() if each.include(project.props.get("name"))]
            ways = (_ways(holder, action, _project_arn(project)) for action in actions)
            if through := next(filter(None, ways), None):
                yield Step(role, f"{_words(_by_name(through))} -> {project.name}")

    def _passed(self, holder: Holder) -> Iterator[Step]:
        aims = Aims.of(_known(holder), _PASS)
        if not aims:
            return
        context = {"iam:PassedToService": "codebuild.amazonaws.com"}
        ways = (_ways(holder, action, _ANY_PROJECT) for action in (*_START, "codebuild:CreateProject", _UPDATE))
        if builds := next(filter(None, ways), None):
            for role in self._for_builds:
                if not aims.include(self._names[role.urn]):
                    continue
                if through := _ways(holder, _PASS, self._arns[role.urn], context=context):
                    yield Step(role, _words(_by_name(through), _by_name(builds)))


def _ways(
    holder: Holder,
    action: str,
    resource: str,
    trust: Document | None = None,
    alike: Sequence[str] = (),
    context: Mapping[str, str | Unknown] | None = None,
) -> tuple[Deciding, ...]:
    """The statements by which a principal may do something. None if it may not."""
    limit = holder.boundary if holder.boundary and holder.boundary.identity_flaw is None else None
    policies = Policies(identity=_known(holder), resource=trust, boundary=limit)
    # Of a group it is some user. Whether a principal elsewhere is of the role's account is not known, nor is which one
    # a trust policy means that is not known.
    is_known = isinstance(holder.arn, str) and not holder.is_group
    arn = holder.arn if is_known else UNKNOWN
    for principal in (holder.arn,) if is_known else _may_be(holder, alike):
        request = Request(
            action,
            resource,
            principal,
            {"aws:PrincipalArn": arn, **(context or {})},
            principal_account=None if is_known and holder.resource and trust is not _BY_ACCOUNT else UNKNOWN,
        )
        decision = evaluate(request, policies)
        if decision.answer is not Answer.DENIED:
            return tuple(each for each in decision.statements if each.effect is not Effect.DENY)
    return ()


def _known(holder: Holder) -> tuple[Document, ...]:
    return tuple(each for each in holder.documents if each.identity_flaw is None)


def _may_be(holder: Holder, alike: Sequence[str]) -> Iterator[str]:
    """Whom trust policies may mean by a principal that has no ARN yet: any of its name."""
    if holder.is_group:
        yield _NO_ACCOUNT
        return
    kind = "user" if holder.resource and holder.resource.type == USER else "role"
    yield f"arn:aws:iam::{_NO_ACCOUNT}:{kind}/{holder.name_in_iam}"
    yield from alike


def _by_end(principals: Iterable[str]) -> dict[str, list[str]]:
    """Principals by the names that their ARNs end in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(set(principals)):
        found[each.rsplit("/", 1)[-1]].append(each)
    return found


def _arn_of(role: Resource) -> str:
    """A role's ARN, with wildcards for what is not known yet."""
    arn, name, path = (role.props.get(each, UNKNOWN) for each in ("arn", "name", "path"))
    if isinstance(arn, str):
        return arn
    folder = path if isinstance(path, str) else "/*" if path is UNKNOWN and "path" in role.props else "/"
    return f"arn:*:iam::*:role{folder}{name if isinstance(name, str) else '*'}"


def _project_arn(project: Resource) -> str:
    arn, name = (project.props.get(each, UNKNOWN) for each in ("arn", "name"))
    return arn if isinstance(arn, str) else f"arn:*:codebuild:*:*:project/{name if isinstance(name, str) else '*'}"


def _by_name(through: Sequence[Deciding], trust: Document | None = None) -> list[str]:
    """Name statements: of identity policies, and of a trust policy that is known."""
    return [statement_words(each) for each in through if each.kind is not Kind.RESOURCE or trust]


def _words(*named: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(each for group in named for each in group))
