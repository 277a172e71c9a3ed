"""AWS's own worked examples: the only evidence there is of what ECR does.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from retention.evaluate import evaluate
from retention.fate import Fate, Outcome
from retention.model import CountType, Image, Policy, Rule, TagStatus
from tests.retention.builders import image
from tests.retention.strategies import NOW

EXAMPLES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("aws_examples.json").read_text())["examples"]

ACTS = {
    "multiple rules A": {"A": 1},
    "multiple rules B": {"A": 1, "B": 1},
    "multiple tags A": {"C": 1},
    "multiple tags B": {"A": 1, "B": 1},
    "all images A": {"A": 1, "B": 1, "C": 1},
    "all images B": {"A": 1, "B": 2, "D": 3},
}
"""Which rule acts on each image that goes, as AWS explains the outcome."""

CLAIMS = {
    "multiple rules A": {"A": 1, "B": 1, "C": 2},
    "multiple rules B": {"A": 1, "B": 1, "C": 1},
    "multiple tags A": {"C": 1, "F": 1},
    "multiple tags B": {"A": 1, "B": 1, "C": 1},
    "all images A": {"A": 1, "B": 1, "C": 1, "D": 1},
    "all images B": {"A": 1, "B": 2, "C": 1, "D": 3, "E": 2},
}
"""The first rule that sees each image, as AWS explains the outcome. It names no other image as seen."""

# AWS has shown its examples by prefixes, and later by patterns that select the same.
by_list = pytest.mark.parametrize("listed", ["tag_prefixes", "tag_patterns"])
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])


def policy(example: dict[str, Any], listed: str) -> Policy:
    """Read an example's policy, with its prefixes as such or as patterns."""
    spelled: Callable[[str], str] = str if listed == "tag_prefixes" else "{}*".format
    return Policy(tuple(_rule(document, listed, spelled) for document in example["rules"]))


def _rule(document: dict[str, Any], listed: str, spelled: Callable[[str], str]) -> Rule:
    selection = document["selection"]
    prefixes: Sequence[str] = selection.get("tagPrefixList", ())
    assert {"type": "expire"} == document["action"]
    return Rule(
        priority=document["rulePriority"],
        tag_status=TagStatus(selection["tagStatus"]),
        count_type=CountType(selection["countType"]),
        count_number=selection["countNumber"],
        **{listed: tuple(map(spelled, prefixes))},  # type: ignore[arg-type] # the key is one of two lists
    )


def images(example: dict[str, Any]) -> list[Image]:
    """An example's images. They are so many days old to the moment."""
    return [image(each["name"], *each["tags"], pushed=each["pushed_days_ago"]) for each in example["images"]]


def fates(example: dict[str, Any], listed: str) -> dict[str, Fate]:
    """Evaluate an example."""
    return evaluate(policy(example, listed), images(example), NOW)


@by_list
@each
def test_exactly_the_images_that_aws_says_expire(example: dict[str, Any], listed: str) -> None:
    """Each image of which AWS says so expires, and every other stays."""
    stated = {each.digest: Outcome.KEEP for each in images(example)} | dict.fromkeys(example["expired"], Outcome.EXPIRE)
    assert stated == {name: fate.action for name, fate in fates(example, listed).items()}


@by_list
@each
def test_each_goes_by_the_rule_that_aws_says(example: dict[str, Any], listed: str) -> None:
    """The rule that acts on an image is the one that AWS says marks it."""
    assert ACTS[example["name"]] == {
        name: fate.acts.priority for name, fate in fates(example, listed).items() if fate.acts
    }


@by_list
@each
def test_each_is_claimed_by_the_rule_that_aws_says(example: dict[str, Any], listed: str) -> None:
    """The rule that claims an image is the first that AWS says sees it."""
    assert CLAIMS[example["name"]] == {
        name: fate.claims.priority for name, fate in fates(example, listed).items() if fate.claims
    }


def test_a_claimed_image_takes_up_the_only_place() -> None:
    """AWS's rule 3 keeps one image, and it is not D: E has the place, although rule 2 claims it."""
    (example,) = (example for example in EXAMPLES if example["name"] == "all images B")
    without_e = [each for each in images(example) if each.digest != "E"]
    assert Outcome.EXPIRE == fates(example, "tag_prefixes")["D"].action
    assert Outcome.KEEP == evaluate(policy(example, "tag_prefixes"), without_e, NOW)["D"].action
