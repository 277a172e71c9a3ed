"""SP103: the buildspec of one project pushes to one environment."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from policy.builders import builders, runs_as
from policy.builds.project import pushes
from policy.builds.push import Push
from policy.builds.reference import Place, place, target
from policy.environments import DEFAULT, OPTION, Environments
from policy.holders import Holder
from policy.model import PROJECT, REPOSITORY, Finding, Judge, Resource, Rule
from policy.pushes import Registry, unknown_documents

_WHY = "what is built for one can push out what another runs"
_REMEDY = (
    "Give each environment a build of its own, with a buildspec that pushes to that environment's repositories and to "
    "no other."
)
_KNOW = (
    "Name the repositories in the buildspec or in the project's variables, or run the build as a role of this program "
    "whose policy names one environment's repositories and no other."
)


class _Stack:
    """The resources of a stack, and who may push where in it."""

    def __init__(self, resources: Sequence[Resource], environments: Environments) -> None:
        self.resources, self.environments = resources, environments
        self.repositories = [each for each in resources if each.type == REPOSITORY]

    @cached_property
    def _builders(self) -> list[Holder]:
        return builders(self.resources)

    @cached_property
    def _registry(self) -> Registry:
        return Registry(self.resources, self.environments)

    def places(self, project: Resource) -> dict[Push, Place]:
        """The pushes of a project that may go to ECR, each with where."""
        found = {push: target(push.reference) for push in pushes(project)}
        return {push: place(each, self.repositories, self.environments) for push, each in found.items() if each}

    def keeps_to_one(self, project: Resource) -> bool:
        """Whether the role of a project is known to let it push to one environment at most."""
        roles = [each for each in self._builders if each.resource and runs_as(project, each.resource)]
        return bool(roles) and all(self._reaches_one(each) for each in roles)

    def _reaches_one(self, role: Holder) -> bool:
        reached = self._registry.reached_by(role)
        environments = {reach.environment or reach for reach in reached}
        return not unknown_documents(role.documents) and len(environments) <= 1


def shared_buildspecs(environments: Environments) -> Judge:
    """Make the judge for these environments.

    What a buildspec does not tell passes where the project's role is known to reach no more than one environment.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        stack = _Stack(resources, environments)
        for project in resources:
            if project.type == PROJECT:
                yield from _judge(project, stack)

    return judge


def _judge(project: Resource, stack: _Stack) -> Iterator[Finding]:
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
    lines = [f"{project.name} -> {push.place}: {push.command} -> {_words(each)}" for push, each in places.items()]
    # One command may push the same image under several tags.
    return Finding(project.urn, "\n".join([f"{project.name}: {summary}", *dict.fromkeys(lines), remedy]))


def _words(found: Place) -> str:
    if not found.repository:
        return "where cannot be told"
    return f"{found.repository} ({found.environment or 'of no environment that is known'})"


def _configured(config: Mapping[str, Any]) -> Judge:
    return shared_buildspecs(Environments.configured(config))


RULES = (
    Rule(
        name="SP103-no-shared-buildspec",
        description="The buildspec of one project pushes to the repositories of one environment.",
        severity="high",
        alone=False,
        judge=shared_buildspecs(Environments(DEFAULT)),
        options={"environments": OPTION},
        configured=_configured,
    ),
)
