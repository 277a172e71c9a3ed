"""The containers of a stack's tasks, and which images they run."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy.model import UNKNOWN, Finding, Resource, Unknown, undetermined
from policy.repositories import account_of, name_of, region_of

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

    def may_be(self, repository: Resource) -> bool:
        """Whether it may be this repository of the stack: as far as that is known, nothing says otherwise."""
        return (
            name_of(repository) == self.name
            and region_of(repository) in (self.region, UNKNOWN)
            and account_of(repository) in (self.account, None)
        )


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


def containers(resource: Resource) -> Iterator[tuple[str, Mapping[str, Any] | Unknown | None]]:
    """List the containers of a resource of a type in `NAMED_BY`, sidecars too, each with its place. Others have none.

    None stands for what cannot be read, and for a list of none.
    """
    if resource.type == EXPRESS_SERVICE:
        yield "primaryContainer", _container(resource.props.get("primaryContainer"))
    elif resource.type in NAMED_BY:
        yield from _listed(resource.props.get("containerDefinitions"), "containerDefinitions")


def images(resource: Resource) -> Iterator[Image]:
    """List the images that a resource of a type in `NAMED_BY` runs, sidecars too. Others run none."""
    for place, container in containers(resource):
        yield from _of_container(container, place)


def of_go(container: Mapping[str, Any], wanted: str) -> list[str]:
    """The keys that are `wanted` to Go, with which the provider reads the JSON: it takes no notice of case."""
    return [key for key in container if key.lower() == wanted.lower()]


def not_known(resource: Resource, image: Image) -> Finding:
    """Report an image that is not known, and say how it can be."""
    found = undetermined(resource, image.place)
    return replace(found, message=f"{found.message} {_HOW}")


def _listed(value: Any, place: str) -> Iterator[tuple[str, Mapping[str, Any] | Unknown | None]]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if isinstance(value, list) and value:
        for index, container in enumerate(value):
            yield f"{place}[{index}]", _container(container)
    else:
        yield place, UNKNOWN if value is UNKNOWN else None


def _container(value: Any) -> Mapping[str, Any] | Unknown | None:
    return value if isinstance(value, Mapping) or value is UNKNOWN else None


def _of_container(container: Mapping[str, Any] | Unknown | None, place: str) -> Iterator[Image]:
    if not isinstance(container, Mapping):
        yield Image(place, container)
        return
    for key in of_go(container, "image") or ["image"]:
        reference = container.get(key)
        yield Image(f"{place}.{key}", reference if isinstance(reference, str) or reference is UNKNOWN else None)
