"""SP103: the buildspec of one project pushes to one environment."""

from collections.abc import Iterator, Mapping, Sequence

from policy.builds.push import Push
from policy.builds.reference import Place
from policy.destinations import Destinations
from policy.environments import DEFAULT, OPTION, Environments, by_configuration
from policy.model import PROJECT, Finding, Judge, Resource, Rule

_WHY = "what is built for one can push out what another runs"
_REMEDY = (
    "Give each environment a build of its own, with a buildspec that pushes to that environment's repositories and to "
    "no other."
)
_KNOW = (
    "Name the repositories in the buildspec or in the project's variables, or run the build as a role of this program "
    "whose policy names one environment's repositories and no other."
)


def shared_buildspecs(environments: Environments) -> Judge:
    """Make the judge for these environments.

    What a buildspec does not tell passes where the project's role is known to reach no more than one environment.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        stack = Destinations(resources, environments)
        for project in resources:
            if project.type == PROJECT:
                yield from _judge(project, stack)

    return judge


def _judge(project: Resource, stack: Destinations) -> Iterator[Finding]:
    places = stack.places(project)
    placed = sorted({each.environment for each in places.values() if each.environment})
    strays = {each.repository for each in places.values() if each.repository and not each.environment}
    unknown = any(not each.repository for each in places.values())
    if len(placed) > 1:
        summary = f"its buildspec pushes to the repositories of {' and '.join(placed)}: {_WHY}."
        known = {push: each for push, each in places.items() if each.environment}
        yield _finding(project, summary, known, _REMEDY)
    elif (unknown or len(placed) + len(strays) > 1) and not stack.keeps_to_one(project):
        summary = (
            "whether its buildspec pushes to one environment cannot be told, nor is its role known to let it push to "
            "one only."
        )
        yield _finding(project, summary, places, _KNOW)


def _finding(project: Resource, summary: str, places: Mapping[Push, Place], remedy: str) -> Finding:
    lines = [f"{project.name} -> {push.place}: {push.command} -> {each.in_words()}" for push, each in places.items()]
    # One command may push the same image under several tags.
    return Finding(project.urn, "\n".join([f"{project.name}: {summary}", *dict.fromkeys(lines), remedy]))


RULES = (
    Rule(
        name="SP103-no-shared-buildspec",
        description="The buildspec of one project pushes to the repositories of one environment.",
        why=(
            "What is built for one environment can push out what another runs. The role of a build decides what "
            "it may do; the buildspec tells what it is meant to do."
        ),
        fails=(
            "A project whose buildspec pushes to the repositories of two environments, whatever its role may do; "
            "and one that does not tell where it pushes to, unless its role is known to reach one environment "
            "only."
        ),
        fix=_REMEDY,
        passes=(
            "Several tags or repositories of one environment, in several regions too; and reading another "
            "environment's repository, such as to promote."
        ),
        pages=("https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",),
        severity="high",
        alone=False,
        judge=shared_buildspecs(Environments(DEFAULT)),
        options={"environments": OPTION},
        configured=by_configuration(shared_buildspecs),
        together=True,
    ),
)
