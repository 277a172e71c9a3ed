"""What a rule sees and says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iam import UNKNOWN, Unknown

__all__ = [
    "GROUP",
    "LIFECYCLE_POLICY",
    "MANAGED_POLICY",
    "PROJECT",
    "REPOSITORY",
    "REPOSITORY_POLICY",
    "ROLE",
    "UNKNOWN",
    "USER",
    "Finding",
    "Judge",
    "Resource",
    "Rule",
    "Unknown",
    "undetermined",
]

REPOSITORY = "aws:ecr/repository:Repository"
REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
ROLE, USER, GROUP = "aws:iam/role:Role", "aws:iam/user:User", "aws:iam/group:Group"
MANAGED_POLICY = "aws:iam/policy:Policy"
PROJECT = "aws:codebuild/project:Project"


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
    inputs: frozenset[str] | None = None
    """The properties that the program gives. None if that is not known."""
    protected: bool = False
    """Whether Pulumi refuses to delete it."""

    def tag(self, key: str) -> Any:
        """The value of a tag, one that the provider gives by default too. None if there is none."""
        bags = [self.props.get(prop) for prop in ("tagsAll", "tags")]
        return next((bag[key] for bag in bags if isinstance(bag, Mapping) and key in bag), None)


@dataclass(frozen=True, order=True)
class Finding:
    """A violation. The message quotes no free text of a property: secrets arrive in the clear."""

    urn: str
    message: str


Judge = Callable[[Sequence[Resource]], Iterable[Finding]]
"""Finds what is wrong with resources."""


@dataclass(frozen=True)
class Rule:
    """A rule of the pack: what it judges, and how."""

    name: str
    description: str
    severity: str
    alone: bool
    """Whether `judge` sees one resource at a time, before Pulumi creates it. Else the whole stack, afterwards."""
    judge: Judge
    why: str = ""
    """Why it matters."""
    fails: str = ""
    """What it finds, and what it makes of that which is not known."""
    fix: str = ""
    """What to do about a finding."""
    passes: str = ""
    """What it lets through, where that needs a word. Default: nothing does."""
    pages: Sequence[str] = ()
    """The pages of AWS's, or of Pulumi's, that it rests on."""
    level: str = "mandatory"
    """What its findings do: mandatory ones stop Pulumi, advisory ones are only shown. Default: mandatory."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the pack's configuration may say of the rule, as JSON schemas by name. Default: nothing."""
    configured: Callable[[Mapping[str, Any]], Judge] | None = None
    """Makes another `judge` from what the configuration says. None for a rule that has no options."""
    together: bool = False
    """Whether it shares a policy of the pack with others though it has options. Default: a policy of its own."""


def undetermined(resource: Resource, prop: str) -> Finding:
    """Report that a property decides and is not known."""
    return Finding(
        resource.urn,
        f"{resource.name}: the value of {prop} is not known before the update, so nothing can be said of it. "
        "Make it from values that the program knows, not from outputs of resources.",
    )
