"""SP302: a task runs what was built for its own environment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iam.wildcards import matches
from policy.containers import NAMED_BY, EcrRepository, Image, images, not_known
from policy.environments import DEFAULT, OPTION, TAG, Environments
from policy.model import REPOSITORY, UNKNOWN, Finding, Judge, Resource, Rule


@dataclass(frozen=True)
class _Registry:
    """Whose the repositories are that images come from."""

    environments: Environments
    shared: Sequence[str]
    """What the names of those look like that every environment may run from."""
    repositories: Sequence[Resource]
    """Those of this stack."""

    def is_shared(self, named: EcrRepository) -> bool:
        return any(matches(pattern, named.name) for pattern in self.shared)

    def environment(self, named: EcrRepository) -> str | None:
        """The environment of a repository: of this stack by its tag, else by its name. None if neither tells."""
        found = {self.environments.of_repository(each) for each in self.repositories if named.may_be(each)}
        if found:
            return found.pop() if len(found) == 1 else None
        return self.environments.of_name(named.name)


def foreign_images(environments: Environments, shared: Sequence[str] = ()) -> Judge:
    """Make the judge for these environments.

    What comes from a public registry passes. So does a private repository that no tag or name places, such as a
    sidecar's, but only beside an image that is known to be the environment's own: it may be a task's only one.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        registry = _Registry(environments, shared, [each for each in resources if each.type == REPOSITORY])
        for resource in resources:
            if resource.type in NAMED_BY:
                yield from _judge(resource, list(images(resource)), registry)

    return judge


def _judge(task: Resource, found: Sequence[Image], registry: _Registry) -> Iterator[Finding]:
    unknown = [image for image in found if image.reference is UNKNOWN]
    yield from (not_known(task, image) for image in unknown)
    origins = {
        image.place: registry.environment(image.repository)
        for image in found
        if image.repository and not registry.is_shared(image.repository)
    }
    if not origins:
        return
    own = registry.environments.of_resource(task, NAMED_BY[task.type])
    if own is None:
        yield Finding(
            task.urn,
            f"{task.name}: which environment it is for cannot be told, nor therefore whether its images were built "
            f"for that one. Give it the tag {TAG}.",
        )
        return
    foreign = {place: origin for place, origin in origins.items() if origin not in (own, None)}
    for place, origin in foreign.items():
        yield Finding(
            task.urn,
            f"{task.name}: {place} comes from a repository of {origin}, and the task is for {own}: what is done to "
            f"{origin}'s images can take away what {own} runs. Name an image of a repository of {own}.",
        )
    if not foreign and not unknown and own not in origins.values():
        yield Finding(
            task.urn,
            f"{task.name}: none of its images is known to come from a repository of {own}. Give the repository the "
            f"tag {TAG}, or tell this rule in the pack's configuration what the names of each environment's "
            "repositories look like, and of those that all may run from.",
        )


def _configured(config: Mapping[str, Any]) -> Judge:
    return foreign_images(Environments.configured(config), config.get("shared") or ())


RULES = (
    Rule(
        name="SP302-own-repository",
        description="A task runs images of its own environment's repositories.",
        why="What is done to one environment's images can take away what another runs.",
        fails=(
            "A task with an image of another environment's repository; and one with private ECR images of which "
            "none is known to be its own environment's."
        ),
        fix=(
            "Name an image of a repository of the task's own environment. Where neither names nor tags tell which "
            f"that is, give both the tag {TAG}."
        ),
        passes=(
            "Images that are not from private ECR; and a private one that nothing places, such as a sidecar's, "
            "beside one that is the environment's own."
        ),
        pages=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html",),
        severity="high",
        alone=False,
        judge=foreign_images(Environments(DEFAULT)),
        options={
            "environments": OPTION,
            "shared": {
                "description": "What the names of repositories look like that all environments may run images of; "
                "* is anything.",
                "type": "array",
                "items": {"type": "string"},
            },
        },
        configured=_configured,
    ),
)
