"""Whether a lifecycle policy leaves pinned images alone."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.pins import NEVER_FIRES, Answer, claims_pins

entries = st.sampled_from(["pin-*", "pin*", "*", "build-*", "pin-20*", "pin-", "*-*", "*x"])


def rule(
    priority: Any = 1,
    patterns: Any = ("pin-*",),
    count: Any = NEVER_FIRES,
    action: str = "expire",
    **selection: Any,
) -> dict[str, Any]:
    """Make a rule that keeps pins, but for what is asked otherwise; a selection entry of None goes."""
    chosen = {
        "tagStatus": "tagged",
        "tagPatternList": list(patterns),
        "countType": "imageCountMoreThan",
        "countNumber": count,
    } | selection
    return {
        "rulePriority": priority,
        "selection": {key: value for key, value in chosen.items() if value is not None},
        "action": {"type": action},
    }


def by_prefix(*prefixes: str) -> dict[str, Any]:
    """Make a rule that goes by prefixes instead of patterns."""
    return rule(tagPatternList=None, tagPrefixList=list(prefixes))


def answer(*rules: Any) -> Answer:
    """Judge a policy of these rules."""
    return claims_pins(json.dumps({"rules": rules})).answer


@pytest.mark.parametrize(
    "first",
    [
        rule(),
        rule(patterns=["pin*"]),
        rule(patterns=["*"]),
        rule(patterns=["*in-*"]),
        rule(patterns=["pin-*", "p*"]),
        by_prefix("pin-"),
        by_prefix("pi"),
        rule(count=999_999),
        rule(storageClass="standard"),
        rule(tagStatus="any", tagPatternList=None),
    ],
)
def test_safe_if_every_pin_is_claimed_and_none_expires(first: dict[str, Any]) -> None:
    """SAFE: each entry of the list selects every pin, and the count is beyond ECR's quota."""
    assert answer(first, rule(7, ["build-*"], 30)) is Answer.SAFE


@pytest.mark.parametrize(
    ("why", "first"),
    [
        ("does not select pin-*", rule(patterns=["build-*"])),
        ("does not select pin-*", rule(patterns=["pin-"])),
        ("does not select pin-*", rule(patterns=["pin-20*"])),
        ("does not select pin-*", by_prefix("pin-2")),
        ("does not select pin-*", by_prefix("*")),
        ("does not select pin-*", by_prefix("p*")),
        ("does not select pin-*", by_prefix("pin-*")),
        ("does not select pin-*", by_prefix("")),
        ("joins a list with AND", rule(patterns=["pin-*", "prod-*"])),
        ("joins a list with AND", by_prefix("pin-", "prod")),
        ("untagged", rule(tagStatus="untagged", tagPatternList=None)),
        ("all but the 99999 newest", rule(count=NEVER_FIRES - 1)),
        ("goes by age", rule(countType="sinceImagePushed", countUnit="days")),
        ("goes by age", rule(countType="sinceImagePulled", countUnit="days")),
        ("action is not expire", rule(action="transition")),
        ("archived images only", rule(storageClass="archive")),
    ],
)
def test_unsafe_says_why(why: str, first: dict[str, Any]) -> None:
    """UNSAFE: some pinned image is not claimed, or is removed in the end. The reason tells which."""
    verdict = claims_pins(json.dumps({"rules": [first]}))
    assert verdict.answer is Answer.UNSAFE
    assert why in verdict.reason


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("not JSON", ""),
        ("not JSON", "{"),
        ("says one thing twice", json.dumps({"rules": [rule(9)]}).replace(": 9,", ': 9, "rulePriority": 1,')),
        ("no list of rules", "[]"),
        ("no list of rules", "{}"),
        ("no list of rules", '{"rules": [1]}'),
        ("same rulePriority", json.dumps({"rules": [rule(), rule(2), rule(2)]})),
        ("no rulePriority", json.dumps({"rules": [rule("1")]})),
        ("no rulePriority", json.dumps({"rules": [rule(priority=True)]})),
        ("no rulePriority", json.dumps({"rules": [rule(), rule(None)]})),
        ("no selection or no action", '{"rules": [{"rulePriority": 1}]}'),
        ("one list", json.dumps({"rules": [rule(tagPrefixList=["pin-"])]})),
        ("one list", json.dumps({"rules": [rule(tagPatternList=None)]})),
        ("one list", json.dumps({"rules": [rule(patterns=[])]})),
        ("one list", json.dumps({"rules": [rule(patterns=[1])]})),
        ("one list", json.dumps({"rules": [rule(tagStatus="Tagged")]})),
        ("countType", json.dumps({"rules": [rule(countType="imageCount")]})),
        ("countNumber", json.dumps({"rules": [rule(count="100000")]})),
        ("countNumber", json.dumps({"rules": [rule(count=True)]})),
    ],
)
def test_unknown_if_ecr_would_refuse_it(why: str, text: str) -> None:
    """UNKNOWN: the text is no lifecycle policy. The reason tells what is amiss."""
    verdict = claims_pins(text)
    assert verdict.answer is Answer.UNKNOWN
    assert why in verdict.reason


def test_no_rules_protect_nothing() -> None:
    """UNSAFE: a policy without rules claims no image."""
    assert answer() is Answer.UNSAFE


def test_the_lowest_priority_decides() -> None:
    """A rule that claims pins is safe only if no rule with a lower number comes before it."""
    keep_builds = rule(2, ["build-*"], 30)
    assert answer(keep_builds, rule(1)) is Answer.SAFE
    assert answer(rule(3), keep_builds) is Answer.UNSAFE


rules = st.lists(
    st.builds(
        rule,
        priority=st.integers(1, 9),
        patterns=st.lists(entries, min_size=1, max_size=2),
        count=st.sampled_from([1, 30, NEVER_FIRES]),
    ),
    min_size=1,
    max_size=4,
)


@given(rules, st.randoms())
def test_the_order_of_the_array_means_nothing(some: list[dict[str, Any]], random: Any) -> None:
    """Shuffled rules get the same verdict."""
    expected = claims_pins(json.dumps({"rules": some}))
    shuffled = random.sample(some, len(some))
    assert expected == claims_pins(json.dumps({"rules": shuffled}))


@given(st.lists(entries, min_size=1, max_size=3), entries)
def test_another_entry_never_makes_a_list_safe(listed: list[str], another: str) -> None:
    """Entries are joined with AND, so a longer list claims fewer images."""
    if answer(rule(patterns=listed)) is Answer.UNSAFE:
        assert answer(rule(patterns=[*listed, another])) is Answer.UNSAFE


@given(st.lists(st.sampled_from(["p", "pi", "pin-", "pin-2", "build-"]), min_size=1, max_size=2))
def test_a_prefix_is_a_pattern_that_ends_in_a_star(listed: list[str]) -> None:
    """A list of prefixes without stars, which mean nothing in them, gets the verdict of patterns that end in one."""
    assert answer(rule(patterns=[entry + "*" for entry in listed])) is answer(by_prefix(*listed))


@given(st.text('{}[]":,0x ', max_size=30))
def test_garbage_never_passes(text: str) -> None:
    """Whatever is no policy is not SAFE, and is judged without an exception."""
    assert claims_pins(text).answer is not Answer.SAFE
