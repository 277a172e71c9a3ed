"""SP104: nobody can push to the repositories of two environments by way of others."""

from collections.abc import Iterator, Sequence

from policy.chains import Chains, Way, spans
from policy.environments import DEFAULT, OPTION, Environments, by_configuration, in_words
from policy.holders import Holder
from policy.model import REPOSITORY, Finding, Judge, Resource, Rule
from policy.replication import REPLICATION, copies
from policy.repositories import label_of

_WHY = "what is built for one can push out what another runs"
_REMEDY = (
    "Let it assume, pass and start only what can push to one environment: name the roles and build projects in its "
    "policies, and in the roles' trust policies whom they are for."
)
_PLACE = (
    "Give each repository the tag split-pipelines:environment, or tell the pack in its configuration what the names of "
    "each environment's repositories look like."
)
_APART = "Name the repositories after their environments, or let the rule's filters name those that it is for."


def indirect_pushers(environments: Environments) -> Judge:
    """Make the judge for these environments.

    Whoever can push to two environments without anybody else is left to SP101, which refuses it, and so is an identity
    policy of which nothing is known.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        chains = Chains(resources, environments)
        for principal in chains.principals:
            ways = chains.ways(principal)
            if spans(each.reach for each in ways) and not spans(each.reach for each in ways if not each.steps):
                yield _finding(principal, ways)
        repositories = sorted((each for each in resources if each.type == REPOSITORY), key=lambda each: each.urn)
        for configuration in resources:
            if configuration.type == REPLICATION:
                yield from _copied(configuration, repositories, environments)

    return judge


def _finding(principal: Holder, ways: Sequence[Way]) -> Finding:
    placed = sorted({each.reach.environment for each in ways if each.reach.environment})
    strays = [each.reach.repository for each in ways if not each.reach.environment]
    summary = "can push, by way of others, to "
    if len(placed) > 1:
        summary += f"the repositories of {' and '.join(placed)}: {_WHY}."
    else:
        where = [f"the repositories of {each}" for each in placed] + strays
        summary += f"{' and '.join(where)}, and whether that is one environment cannot be told."
    lines = [_path(principal, each) for each in ways]
    return Finding(
        principal.urn, "\n".join([f"{principal.name}: {summary}", *lines, _REMEDY if len(placed) > 1 else _PLACE])
    )


def _path(principal: Holder, way: Way) -> str:
    steps = [part for step in way.steps for part in (step.through, step.role.name)]
    target = in_words(way.reach.repository, way.reach.environment)
    return " -> ".join(filter(None, (principal.name, *steps, " and ".join(way.reach.through), target)))


def _copied(configuration: Resource, repositories: Sequence[Resource], environments: Environments) -> Iterator[Finding]:
    """Report what is copied from one environment's repository into another's."""
    told = set()
    for copy in copies(configuration, repositories):
        origin, target = (environments.of_repository(each) for each in (copy.source, copy.target))
        pair = frozenset({copy.source.urn, copy.target.urn})
        # Before they are made it may not be known which of two is where: that is one thing to say.
        if origin == target or pair in told:
            continue
        told.add(pair)
        if origin and target:
            summary, remedy = f"copies what is pushed for {origin} into a repository of {target}: {_WHY}.", _APART
        else:
            summary, remedy = "copies from one repository to another, and whether they are of one environment", _PLACE
            summary += " cannot be told."
        ends = (in_words(label_of(copy.source), origin), in_words(label_of(copy.target), target))
        path = " -> ".join([configuration.name, copy.rule, *ends])
        yield Finding(configuration.urn, f"{configuration.name}: {summary}\n{path}\n{remedy}")


RULES = (
    Rule(
        name="SP104-no-indirect-push",
        description="Nobody can push to the repositories of two environments by way of others.",
        why=(
            "What is built for one environment can push out what another runs. Who may become a role, or give another "
            "buildspec to a build that runs as it, can do all that the role can."
        ),
        fails=(
            "Roles, users, groups, and whoever roles trust by name, that may push to the repositories of two "
            "environments with the roles that they may assume, pass to CodeBuild, or start or change builds of, in any "
            "number of steps; or of whom that cannot be told. And replication that copies images into another "
            "environment's repository of the same name."
        ),
        fix=_REMEDY,
        passes=(
            "One environment by however many roles, and copied to several regions; and what SP101 reports, until that "
            "is mended."
        ),
        pages=(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
            "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html",
            "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
        ),
        severity="high",
        alone=False,
        judge=indirect_pushers(Environments(DEFAULT)),
        options={"environments": OPTION},
        configured=by_configuration(indirect_pushers),
        together=True,
    ),
)
