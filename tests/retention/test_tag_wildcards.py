"""What ECR's wildcards select."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.tags import covers, matches, touches

PREFIX = "pin-"
# Few letters, so that patterns and tags meet often.
patterns = st.text("pin-*x", max_size=8)
tags = st.text("pin-x.", max_size=8)


@pytest.mark.parametrize(
    ("selected", "pattern", "tag"),
    [
        (True, "pin-*", "pin-20260101T0000-0123456789ab"),
        (True, "*", ""),
        (True, "build-*-rc", "build-7-rc"),
        (True, "v1", "v1"),
        (False, "v1", "v10"),
        (False, "pin-*", "spin-1"),
        (False, "v1.0", "v1x0"),
        (False, "PIN-*", "pin-1"),
    ],
)
def test_a_star_is_any_run_and_all_else_is_itself(pattern: str, tag: str, *, selected: bool) -> None:
    """A pattern selects whole tags, case included; only `*` is special."""
    assert selected == matches(pattern, tag)


@given(patterns, tags)
def test_covering_means_that_no_pin_is_missed(pattern: str, rest: str) -> None:
    """What covers a prefix selects every tag that begins with it."""
    if covers(pattern, PREFIX):
        assert matches(pattern, PREFIX + rest)


@given(patterns)
def test_not_covering_means_that_some_pin_is_missed(pattern: str) -> None:
    """What does not cover a prefix misses the tag that goes on with a character foreign to the pattern."""
    assert covers(pattern, PREFIX) == matches(pattern, PREFIX + "~")


@given(patterns, tags)
def test_not_touching_means_that_no_pin_is_selected(pattern: str, rest: str) -> None:
    """What does not touch a prefix selects no tag that begins with it."""
    if not touches(pattern, PREFIX):
        assert not matches(pattern, PREFIX + rest)


@given(patterns)
def test_touching_means_that_some_pin_is_selected(pattern: str) -> None:
    """What touches a prefix selects the tag made of the prefix and of the rest of the pattern."""
    if touches(pattern, PREFIX):
        literal = pattern.partition("*")[0]
        tag = pattern if literal.startswith(PREFIX) else PREFIX + pattern[len(literal) :]
        assert matches(pattern, tag)
        assert tag.startswith(PREFIX)
