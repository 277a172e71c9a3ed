"""The lifecycle policy that every repository gets."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.build import PINNED, expire_untagged, keep_newest, keep_pinned, protecting_policy, proved
from retention.model import Policy
from retention.verify import Safe, verify


def text(keep_builds: int = 30, untagged_days: int = 7) -> str:
    """Render the policy of a repository."""
    return protecting_policy(keep_builds=keep_builds, untagged_days=untagged_days).text


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
    """Safe is proved for every number that the builder takes."""
    policy = protecting_policy(keep_builds=keep_builds, untagged_days=untagged_days)
    assert isinstance(verify(policy, PINNED), Safe)


def test_what_takes_pinned_images_is_not_made() -> None:
    """Without the first rule's huge count ValueError tells how a pinned image goes."""
    policy = Policy.of(replace(keep_pinned(), count_number=2), keep_newest(30))
    with pytest.raises(ValueError, match="takes images in use: push pin-1, deploy it; push 2 more, pin-2 to pin-3;"):
        proved(policy)


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
