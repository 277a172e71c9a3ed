"""Resources as the rules see them."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from policy.model import LIFECYCLE_POLICY, REPOSITORY, Finding, Resource
from retention.contract import MOST_IMAGES


def urn(name: str) -> str:
    """Return the URN of the resource of this name."""
    return f"urn:pulumi:staging::shop::{name}"


def repository(name: str, /, **props: Any) -> Resource:
    """Make a repository that is called in ECR as in the program."""
    return Resource(REPOSITORY, name, urn(name), {"name": name} | props)


def lifecycle_policy(name: str, of: str = "", /, *, source: Sequence[str] = (), **props: Any) -> Resource:
    """Make a lifecycle policy of the repository `of`, whose name comes from the resources of `source`."""
    sources = {"repository": [urn(each) for each in source]}
    return Resource(LIFECYCLE_POLICY, name, urn(name), {"repository": of, "policy": text()} | props, sources)


def text(patterns: Sequence[str] = ("pin-*",), count: int = MOST_IMAGES) -> str:
    """Render a lifecycle policy whose only rule keeps pins, but for what is asked otherwise."""
    return json.dumps(document(patterns, count))


def document(patterns: Sequence[str] = ("pin-*",), count: int = MOST_IMAGES) -> dict[str, Any]:
    """Make what `text` renders."""
    selection = {
        "tagStatus": "tagged",
        "tagPatternList": list(patterns),
        "countType": "imageCountMoreThan",
        "countNumber": count,
    }
    return {"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]}


def violators(judge: Callable[[Sequence[Resource]], Iterable[Finding]], program: Sequence[Resource]) -> set[str]:
    """Return the names of the resources that `judge` finds fault with, by what it points at."""
    found = {finding.urn for finding in judge(program)}
    return {resource.name for resource in program if resource.urn in found}
