"""Which environment a repository belongs to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iam.wildcards import covers, matches
from policy.model import UNKNOWN, Judge, Resource

TAG = "split-pipelines:environment"
"""The tag that says so for certain."""

_USUAL = ("dev", "development", "test", "qa", "uat", "stage", "staging", "preprod", "prod", "production")
_FORMS = ("*-{}", "{}-*", "*/{}", "{}/*", "{}")

DEFAULT: Mapping[str, Sequence[str]] = {name: tuple(form.format(name) for form in _FORMS) for name in _USUAL}
"""The usual names of environments, at either end of a repository's name."""

OPTION: Mapping[str, Any] = {
    "description": "For each environment, what the names of its repositories look like; * is anything.",
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
}
"""What the pack's configuration may say of them, as a JSON schema."""


@dataclass(frozen=True)
class Environments:
    """The environments that there are, each with what the names of its repositories look like.

    This is for repositories of other stacks, which policies know by name only, and for those without a tag.
    """

    patterns: Mapping[str, Sequence[str]]
    """In each pattern `*` is any run of characters."""

    @classmethod
    def configured(cls, config: Mapping[str, Any]) -> "Environments":
        """Take them from the pack's configuration. Default: the usual names."""
        return cls(config.get("environments") or DEFAULT)

    def of_name(self, name: str) -> str | None:
        """The one environment whose repositories have such names. None if there is none, or more than one."""
        found = [
            environment
            for environment, patterns in self.patterns.items()
            if any(matches(pattern, name) for pattern in patterns)
        ]
        return found[0] if len(found) == 1 else None

    def of_pattern(self, wildcard: str) -> str | None:
        """The one environment that all repositories belong to whose names match. None if there is none, or another."""
        found = [
            environment
            for environment, patterns in self.patterns.items()
            if any(covers(pattern, wildcard) for pattern in patterns)
        ]
        return found[0] if len(found) == 1 else None

    def of_repository(self, repository: Resource) -> str | None:
        """The environment of a repository of this stack: by its tag, else by its name. None if neither tells."""
        return self.of_resource(repository, "name")

    def of_resource(self, resource: Resource, named_by: str) -> str | None:
        """The environment of a resource: by its tag, else by the property that is its name. None if neither tells."""
        tag = resource.tag(TAG)
        if tag is not None:
            return tag if isinstance(tag, str) and tag else None
        name = resource.props.get(named_by, UNKNOWN)
        return self.of_name(name) if isinstance(name, str) else None


def by_configuration(make: Callable[[Environments], Judge]) -> Callable[[Mapping[str, Any]], Judge]:
    """What a rule whose judge is made for environments does with the pack's configuration."""
    return lambda config: make(Environments.configured(config))


def in_words(repository: str, environment: str | None) -> str:
    """A repository and its environment, as a finding tells of them. No environment: nothing tells which."""
    return f"{repository} ({environment or 'of no environment that is known'})"
