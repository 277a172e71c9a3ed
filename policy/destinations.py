"""Where the build projects of a stack push to, by their buildspecs and by their roles."""

from collections.abc import Sequence
from functools import cached_property

from policy.builders import builders, runs_as
from policy.builds.project import pushes
from policy.builds.push import Push
from policy.builds.reference import Place, place, target
from policy.environments import Environments
from policy.holders import Holder
from policy.model import REPOSITORY, Resource
from policy.pushes import Reach, Registry, unknown_documents


class Destinations:
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
        reached = self._reached_by_role(project)
        return reached is not None and all(len({each.environment or each for each in role}) <= 1 for role in reached)

    def pushes_nowhere(self, project: Resource) -> bool:
        """Whether the role of a project is known to let it push to no repository at all."""
        reached = self._reached_by_role(project)
        return reached is not None and not any(reached)

    def _reached_by_role(self, project: Resource) -> list[list[Reach]] | None:
        """What each role reaches that the project's may be. None if that is not known."""
        roles = [each for each in self._builders if each.resource and runs_as(project, each.resource)]
        if not roles or any(unknown_documents(each.documents) for each in roles):
            return None
        return [self._registry.reached_by(each) for each in roles]
