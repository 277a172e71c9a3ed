"""The lifecycle policy that every repository gets."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lifecycle import expire_untagged, keep_newest, lifecycle_policy_text, protecting_rules
from retention.pins import Answer, claims_pins


def text(keep_builds: int = 30, untagged_days: int = 7) -> str:
    """Render the rules of a repository."""
    return lifecycle_policy_text(protecting_rules(keep_builds=keep_builds, untagged_days=untagged_days))


def test_three_rules_in_this_order() -> None:
    """Pins are never expired; of builds the newest 30 stay; untagged images go after 7 days; nothing else."""
    rules = json.loads(text())["rules"]
    assert [rule["selection"] for rule in rules] == [
        {
            "tagStatus": "tagged",
            "tagPatternList": ["pin-*"],
            "countType": "imageCountMoreThan",
            "countNumber": 100_000,
        },
        {
            "tagStatus": "tagged",
            "tagPatternList": ["build-*"],
            "countType": "imageCountMoreThan",
            "countNumber": 30,
        },
        {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": 7,
        },
    ]
    assert [rule["rulePriority"] for rule in rules] == [1, 2, 3]
    assert [rule["action"] for rule in rules] == [{"type": "expire"}] * 3


@given(st.integers(5, 10**6), st.integers(1, 10**6))
def test_whatever_is_accepted_protects_pins(keep_builds: int, untagged_days: int) -> None:
    """SAFE, says the judge, for every number that the builder takes."""
    assert claims_pins(text(keep_builds, untagged_days)).answer is Answer.SAFE


def test_the_same_rules_give_the_same_text() -> None:
    """One text for one meaning, or every preview would show a change."""
    assert text() == text()
    assert text() != text(keep_builds=31)


def test_too_few_builds_are_refused() -> None:
    """4 builds raise ValueError, which names them."""
    with pytest.raises(ValueError, match=r"^4 builds"):
        keep_newest(4)


def test_no_days_are_refused() -> None:
    """0 days raise ValueError, which names them."""
    with pytest.raises(ValueError, match=r"^0 days"):
        expire_untagged(0)
