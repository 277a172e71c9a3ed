"""What a rule sees and says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Unknown(Enum):
    """The type of UNKNOWN."""

    VALUE = "unknown"


UNKNOWN = Unknown.VALUE
"""Stands for a value that only the update will tell. It must never pass for a good one."""

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


@dataclass(frozen=True)
class Resource:
    """A resource, as plain data."""

    type: str
    name: str
    """Its name in the program."""
    urn: str
    props: Mapping[str, Any]
    """Its properties, UNKNOWN where a preview cannot tell."""
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each property, the URNs of the resources that its value comes from, known or not."""


@dataclass(frozen=True, order=True)
class Finding:
    """A violation. The message quotes no free text of a property: secrets arrive in the clear."""

    urn: str
    message: str


@dataclass(frozen=True)
class Rule:
    """A rule of the pack: what it judges, and how. Always mandatory."""

    name: str
    description: str
    severity: str
    alone: bool
    """Whether `judge` sees one resource at a time, before Pulumi creates it. Else the whole stack, afterwards."""
    judge: Callable[[Sequence[Resource]], Iterable[Finding]]


def undetermined(resource: Resource, prop: str) -> Finding:
    """Report that a property decides and is not known."""
    return Finding(
        resource.urn,
        f"{resource.name}: the value of {prop} is not known before the update, so nothing can be said of it. "
        "Make it from values that the program knows, not from outputs of resources.",
    )
