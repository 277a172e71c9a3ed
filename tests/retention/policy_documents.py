"""Lifecycle policies as JSON, each a little different from what ECR takes."""

import json
from copy import deepcopy
from typing import Any

import pytest

from retention.documents import parse_policy
from retention.problems import InvalidDocument

GONE = object()
COUNT_TYPES = '"imageCountMoreThan", "sinceImagePushed", "sinceImagePulled" or "sinceImageTransitioned"'
"""How a refusal names them."""
Changes = dict[str, object]

_PRUNED: dict[str, Any] = {
    "rulePriority": 1,
    "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["prod-*"],
        "countType": "imageCountMoreThan",
        "countNumber": 10,
    },
    "action": {"type": "expire"},
}
PREFIXED: Changes = {"selection.tagPatternList": GONE, "selection.tagPrefixList": ["a", "b"]}
UNTAGGED: Changes = {"selection.tagStatus": "untagged", "selection.tagPatternList": GONE}
ANY: Changes = {"selection.tagStatus": "any", "selection.tagPatternList": GONE}
PULLED: Changes = {
    "selection.countType": "sinceImagePulled",
    "selection.countUnit": "days",
    "action": {"type": "transition", "targetStorageClass": "archive"},
}
ARCHIVED: Changes = {
    "selection.countType": "sinceImageTransitioned",
    "selection.countUnit": "days",
    "selection.countNumber": 90,
    "selection.storageClass": "archive",
}


def rule(priority: int = 1, changes: Changes | None = None) -> dict[str, Any]:
    """A rule that ECR takes, but for some changes. What is GONE is left out."""
    made = deepcopy(_PRUNED) | {"rulePriority": priority}
    for path, value in (changes or {}).items():
        *parents, last = path.split(".")
        inner = made[parents[0]] if parents else made
        if value is GONE:
            inner.pop(last, None)
        else:
            inner[last] = deepcopy(value)
    return made


def policy(*rules: object) -> str:
    """The text of a policy."""
    return json.dumps({"rules": rules})


def refusal(text: str) -> list[str]:
    """What is said of a policy that is refused."""
    with pytest.raises(InvalidDocument) as caught:
        parse_policy(text)
    return str(caught.value).splitlines()
