"""Which images the containers of a stack's tasks run."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy.model import UNKNOWN, Finding, Resource, Unknown, undetermined

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
DAEMON_TASK_DEFINITION = "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition"
EXPRESS_SERVICE = "aws:ecs/expressGatewayService:ExpressGatewayService"

NAMED_BY: Mapping[str, str] = {
    TASK_DEFINITION: "family",
    DAEMON_TASK_DEFINITION: "family",
    EXPRESS_SERVICE: "serviceName",
}
"""The types of resources that say what runs, each with the property that is its name in ECS."""

_HOW = (
    "One such value hides the whole text: take digests from configuration, and what AWS has yet to say, such as a "
    "database's address, from a parameter whose name is known."
)
# The account, the region and the repository, by each endpoint that ECR has:
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
_ECR = re.compile(r"([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+/([^:@]+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class EcrRepository:
    """A private repository, as an image names it."""

    account: str
    region: str
    name: str


@dataclass(frozen=True)
class Image:
    """The image of one container."""

    place: str
    """Where the resource says it."""
    reference: str | Unknown | None
    """Repository with tag or digest. None if no image is said, or nothing that can be read."""

    @property
    def repository(self) -> EcrRepository | None:
        """Where it comes from. None if that is not ECR, or its public registry."""
        found = _ECR.match(self.reference) if isinstance(self.reference, str) else None
        return EcrRepository(found[1], found[2].lower(), found[3]) if found else None


def images(resource: Resource) -> Iterator[Image]:
    """List the images that a resource of a type in `NAMED_BY` runs, sidecars too. Others run none."""
    if resource.type == EXPRESS_SERVICE:
        yield from _of_container(resource.props.get("primaryContainer"), "primaryContainer")
    elif resource.type in NAMED_BY:
        yield from _of_containers(resource.props.get("containerDefinitions"), "containerDefinitions")


def not_known(resource: Resource, image: Image) -> Finding:
    """Report an image that is not known, and say how it can be."""
    found = undetermined(resource, image.place)
    return replace(found, message=f"{found.message} {_HOW}")


def _of_containers(value: Any, place: str) -> Iterator[Image]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if isinstance(value, list) and value:
        for index, container in enumerate(value):
            yield from _of_container(container, f"{place}[{index}]")
    else:
        yield Image(place, UNKNOWN if value is UNKNOWN else None)


def _of_container(container: Any, place: str) -> Iterator[Image]:
    if not isinstance(container, Mapping):
        yield Image(place, UNKNOWN if container is UNKNOWN else None)
        return
    # The provider reads the JSON with Go, to which all of these are `image`.
    keys = [key for key in container if key.lower() == "image"] or ["image"]
    for key in keys:
        reference = container.get(key)
        yield Image(f"{place}.{key}", reference if isinstance(reference, str) or reference is UNKNOWN else None)
