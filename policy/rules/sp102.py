"""SP102: a build project serves one environment."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policy.builds.push import Push
from policy.builds.reference import Place
from policy.destinations import Destinations
from policy.environments import DEFAULT, OPTION, Environments, by_configuration
from policy.hints import hints
from policy.model import PROJECT, Finding, Judge, Resource, Rule
from policy.starts import Start, starts

_WHY = "what is built for one can push out what another runs"
_REMEDY = (
    "Give each environment a build project of its own, and let nothing start it but that environment's pipelines, "
    "rules and schedules."
)
_KNOW = (
    "Say in the program which variables and buildspec it starts the build with, or run the build as a role of this "
    "program whose policy names one environment's repositories and no other."
)
_Served = list[tuple[str, str]]
"""Environments, each with how it is known."""


def shared_projects(environments: Environments) -> Judge:
    """Make the judge for these environments.

    A project is of the environment that its tag or its name says, of those whose repositories it pushes to, and of
    those of what starts it. A project that pushes nothing to ECR may serve many. One whose own buildspec already
    pushes to several is left to SP103.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        stack = Destinations(resources, environments)
        projects = [each for each in resources if each.type == PROJECT]
        found = starts(resources) if projects else []
        for project in projects:
            yield from _judge(project, [each for each in found if each.may_start(project)], stack)

    return judge


def _judge(project: Resource, started: Sequence[Start], stack: Destinations) -> Iterator[Finding]:
    own = stack.places(project)
    by_start = [(start, stack.places(start.overrides.on(project))) for start in started]
    everywhere = {*own.values(), *(each for _, places in by_start for each in places.values())}
    named = any(each.repository for each in everywhere)
    if not everywhere or (not named and stack.pushes_nowhere(project)):
        return
    served, unknown = _by_itself(project, own, stack), list[str]()
    for start, places in by_start:
        served += _by_start(start, project, places, stack)
        added = {push: each for push, each in places.items() if own.get(push) != each}
        served += [
            (each.environment, _push(_path(start, project), push, each))
            for push, each in added.items()
            if each.environment
        ]
        unknown += [
            _push(_path(start, project), push, each) for push, each in added.items() if _differs(each, everywhere)
        ]
    found = sorted({environment for environment, _ in served})
    if len(found) > 1:
        yield _finding(project, f"builds for {' and '.join(found)}: {_WHY}.", [line for _, line in served], _REMEDY)
        return
    # SP103 asks the same of a role if it cannot be told where the buildspec itself pushes to.
    if unknown and all(each.repository for each in own.values()) and not stack.keeps_to_one(project):
        summary = (
            "whether what starts it lets it build for one environment cannot be told, nor is its role known to let it "
            "push to one only."
        )
        yield _finding(project, summary, unknown, _KNOW)


def _by_itself(project: Resource, places: Mapping[Push, Place], stack: Destinations) -> _Served:
    """The environments of a project without what starts it, but for those that SP103 finds to be several."""
    own = stack.environments.of_resource(project, "name")
    served = [(own, f"{project.name} (of {own})")] if own else []
    if len({each.environment for each in places.values() if each.environment}) == 1:
        served += [
            (each.environment, _push(project.name, push, each)) for push, each in places.items() if each.environment
        ]
    environment = project.props.get("environment")
    variables = environment.get("environmentVariables") if isinstance(environment, Mapping) else None
    return served + _told(project.name, variables, places, stack)


def _by_start(start: Start, project: Resource, places: Mapping[Push, Place], stack: Destinations) -> _Served:
    """The environments of what starts a project, and those that it sets variables for."""
    owner = start.environment(stack.environments)
    served = [(owner, f"{start.place} (of {owner}) -> {project.name}")] if owner else []
    return served + _told(_path(start, project), start.overrides.variables, places, stack)


def _told(path: str, variables: Any, places: Mapping[Push, Place], stack: Destinations) -> _Served:
    """The environments that variables name. They are looked at only if the buildspec does not tell where they lead."""
    if all(each.environment for each in places.values()):
        return []
    return [(each, f"{path}, variable {name} (of {each})") for name, each in hints(variables, stack)]


def _differs(place: Place, everywhere: set[Place]) -> bool:
    """Whether a place may be another environment's than the rest."""
    return not place.repository or (not place.environment and len(everywhere) > 1)


def _path(start: Start, project: Resource) -> str:
    return f"{start.place} -> {project.name}"


def _push(path: str, push: Push, place: Place) -> str:
    return f"{path} -> {push.command} -> {place.in_words()}"


def _finding(project: Resource, summary: str, lines: Sequence[str], remedy: str) -> Finding:
    return Finding(project.urn, "\n".join([f"{project.name}: {summary}", *dict.fromkeys(lines), remedy]))


RULES = (
    Rule(
        name="SP102-no-shared-project",
        description="A build project serves one environment.",
        why=(
            "What is built for one environment can push out what another runs; and what starts a build can give it "
            "other variables and another buildspec than its project says."
        ),
        fails=(
            "A project that is tagged or named as one environment's and pushes to another's repositories, or that "
            "pipelines, EventBridge rules or schedules start for another: by their variables or buildspecs, their tags "
            "or their names. And one of which what starts it does not tell that, unless its role is known to reach one "
            "environment only."
        ),
        fix=_REMEDY,
        passes="A project that pushes no image to ECR, such as one for tests; several starts for one environment.",
        pages=(
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
            "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html",
            "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
        ),
        severity="critical",
        alone=False,
        judge=shared_projects(Environments(DEFAULT)),
        options={"environments": OPTION},
        configured=by_configuration(shared_projects),
        together=True,
    ),
)
