"""Lifecycle rules that keep every image in use, and the text that ECR takes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from retention.limits import check_keep_builds, check_untagged_days
from retention.pins import NEVER_FIRES
from retention.tags import BUILD_PREFIX, PIN_PREFIX


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that ECR expires: images chosen by `selection`, in ECR's own words.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """

    description: str
    selection: dict[str, Any]


def keep_pinned() -> Rule:
    """Keep every image in use: claim them from the rules below, and never fire."""
    return Rule(
        description="Keep every pinned image: it is in use",
        selection=_tagged(PIN_PREFIX, NEVER_FIRES),
    )


def keep_newest(count: int) -> Rule:
    """Expire all but the `count` newest builds. Raises ValueError below 5: a release needs room."""
    return Rule(
        description=f"Keep the {count} newest builds",
        selection=_tagged(BUILD_PREFIX, check_keep_builds(count)),
    )


def expire_untagged(days: int) -> Rule:
    """Expire images without any tag `days` days after their push. Raises ValueError below 1."""
    return Rule(
        description=f"Expire untagged images after {days} days",
        selection={
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": check_untagged_days(days),
        },
    )


def protecting_rules(*, keep_builds: int, untagged_days: int) -> tuple[Rule, ...]:
    """Return the rules of every repository, the first to apply first. Raises ValueError if one is unsafe."""
    return keep_pinned(), keep_newest(keep_builds), expire_untagged(untagged_days)


def lifecycle_policy_text(rules: Sequence[Rule]) -> str:
    """Render `rules` as ECR's `lifecyclePolicyText`. The same rules always give the same text."""
    # ECR goes by rulePriority, lowest first, and not by the order of the array.
    rendered = [
        {
            "rulePriority": priority,
            "description": rule.description,
            "selection": rule.selection,
            "action": {"type": "expire"},
        }
        for priority, rule in enumerate(rules, start=1)
    ]
    return json.dumps({"rules": rendered})


def _tagged(prefix: str, count: int) -> dict[str, Any]:
    return {
        "tagStatus": "tagged",
        # One entry only: ECR joins the entries of a list with AND.
        "tagPatternList": [f"{prefix}*"],
        "countType": "imageCountMoreThan",
        "countNumber": count,
    }
