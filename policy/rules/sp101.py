"""SP101: nobody can push to the repositories of two environments."""

from collections.abc import Iterator, Sequence

from iam import Document
from policy.builders import runs_as
from policy.environments import DEFAULT, OPTION, Environments, by_configuration, in_words
from policy.grants import grants
from policy.holders import Holder, holders
from policy.model import PROJECT, ROLE, Finding, Judge, Resource, Rule
from policy.pushes import Reach, Registry, unknown_documents

_WHY = "what is built for one can push out what another runs"
_REMEDY = (
    "Give each environment a build of its own, with a role whose policy names that environment's repository and no "
    "other."
)
_PLACE = (
    "Give each repository the tag split-pipelines:environment, or tell this rule in the pack's configuration what the "
    "names of each environment's repositories look like."
)
_KNOW = "Make it from values that the program knows, such as names, and not from outputs of resources."


def shared_pushers(environments: Environments) -> Judge:
    """Make the judge for these environments."""

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        registry = Registry(resources, environments)
        everyone = holders(resources)
        for holder in everyone:
            reached = registry.reached_by(holder)
            yield from _shared(holder.name, holder.urn, _projects(holder, resources), reached)
            if holder.nameless and reached:
                yield Finding(holder.urn, f"{holder.name}: lets push, and whom cannot be told. {_KNOW}")
            yield from _unknown(holder.name, holder.urn, holder.documents)
        for grant in grants(registry):
            yield from _shared(grant.principal, grant.urn, [], grant.reached)
        for repository in registry.repositories:
            policy = registry.policy(repository)
            if policy and policy.resource_flaw is not None:
                yield Finding(repository.urn, f"{repository.name}: {_not_known(policy.name, policy.resource_flaw)}")
        for lost in registry.lost:
            yield Finding(
                lost.urn,
                f"{lost.name}: which repository it is for cannot be told, nor therefore who may push where. Set its "
                "repository to the name output of one aws.ecr.Repository that has no other policy.",
            )
        yield from _foreign_roles(resources, everyone)

    return judge


def _shared(name: str, urn: str, projects: Sequence[str], reached: Sequence[Reach]) -> Iterator[Finding]:
    """Report a principal that reaches more than one environment, or what may be one."""
    placed = {reach.environment for reach in reached if reach.environment is not None}
    strays = [reach.repository for reach in reached if reach.environment is None]
    if len(placed) + len(strays) < 2:  # noqa: PLR2004 - one is what there may be
        return
    lines = [f"{name}: {_summary(sorted(placed), strays)}"]
    origins = projects or [""]
    lines += [
        " -> ".join(
            filter(None, (project, name, " and ".join(reach.through), in_words(reach.repository, reach.environment)))
        )
        for project in origins
        for reach in reached
    ]
    yield Finding(urn, "\n".join([*lines, _PLACE if strays and len(placed) < 2 else _REMEDY]))  # noqa: PLR2004


def _summary(placed: Sequence[str], strays: Sequence[str]) -> str:
    if len(placed) > 1:
        return f"can push to the repositories of {' and '.join(placed)}: {_WHY}."
    where = [f"the repositories of {each}" for each in placed] + list(strays)
    return f"can push to {' and '.join(where)}, and whether that is one environment cannot be told."


def _unknown(name: str, urn: str, documents: Sequence[Document]) -> Iterator[Finding]:
    for document in unknown_documents(documents):
        yield Finding(urn, f"{name}: {_not_known(document.name, document.identity_flaw or '')}")


def _not_known(policy: str, flaw: str) -> str:
    return f"whether policy {policy} lets it push cannot be told: {flaw}. {_KNOW}"


def _projects(holder: Holder, resources: Sequence[Resource]) -> list[str]:
    """The build projects that run as this role."""
    return sorted(
        each.name for each in resources if each.type == PROJECT and holder.resource and runs_as(each, holder.resource)
    )


def _foreign_roles(resources: Sequence[Resource], everyone: Sequence[Holder]) -> Iterator[Finding]:
    """Report build projects of whose role nothing can be said."""
    roles = [each.resource for each in everyone if each.resource and each.resource.type == ROLE]
    for project in resources:
        if project.type == PROJECT and not any(runs_as(project, role) for role in roles):
            yield Finding(
                project.urn,
                f"{project.name}: the role that it runs as is no part of this stack, so where it may push cannot be "
                "told. Make the role in the same program.",
            )


RULES = (
    Rule(
        name="SP101-no-shared-push",
        description="Nobody can push to the repositories of two environments.",
        why=(
            "What is built for one environment can push out what another runs: a tag is moved, or a lifecycle "
            "rule that counts images comes to take the one that is in use."
        ),
        fails=(
            "Roles, users, groups, and whoever the policies of repositories name, that may push to the "
            "repositories of two environments, or of whom that cannot be told: a policy is not known before the "
            "update, a build runs as a role of another program, a repository's policy does not tell whose it is."
        ),
        fix=_REMEDY,
        passes="Whoever can pull only, from wherever; and what a Deny or a boundary is known to forbid.",
        pages=("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",),
        severity="critical",
        alone=False,
        judge=shared_pushers(Environments(DEFAULT)),
        options={"environments": OPTION},
        configured=by_configuration(shared_pushers),
    ),
)
