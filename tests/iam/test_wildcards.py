"""Wildcard patterns: what they match, and how two of them lie to each other."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iam.wildcards import covers, matches, overlaps

patterns = st.text("ab?*", max_size=6)
# `c` is in no pattern: it stands for all the characters that a pattern does not name.
TEXTS = ["".join(letters) for length in range(7) for letters in itertools.product("abc", repeat=length)]


def plainly(pattern: str, text: str) -> bool:
    """Match as the definition says, whatever that takes."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(plainly(pattern[1:], text[start:]) for start in range(len(text) + 1))
    return text != "" and pattern[0] in ("?", text[0]) and plainly(pattern[1:], text[1:])


@settings(max_examples=500)
@given(patterns, st.text("abc", max_size=7))
def test_matches_is_what_the_definition_says(pattern: str, text: str) -> None:
    """`*` is any run, even none; `?` is any one character; all else is itself."""
    assert plainly(pattern, text) == matches(pattern, text)


@given(st.text("ab?*", max_size=4), st.text("ab?*", max_size=4))
def test_covers_and_overlaps_are_true_of_all_texts(one: str, other: str) -> None:
    """One covers the other if it matches all of its texts; they overlap if they share one."""
    ours = {text for text in TEXTS if plainly(one, text)}
    theirs = {text for text in TEXTS if plainly(other, text)}
    assert (theirs <= ours) == covers(one, other)
    assert bool(ours & theirs) == overlaps(one, other)


@given(patterns, patterns, patterns)
def test_the_two_relations_fit_together(one: str, other: str, third: str) -> None:
    """Every pattern covers itself; covering passes on; who covers overlaps; overlapping goes both ways."""
    assert covers(one, one)
    assert not (covers(one, other) and covers(other, third)) or covers(one, third)
    assert not covers(one, other) or overlaps(one, other)
    assert overlaps(one, other) == overlaps(other, one)


@pytest.mark.parametrize(
    ("wide", "narrow", "covering", "overlapping"),
    [
        ("arn:aws:ecr:*:*:repository/*-prod", "arn:aws:ecr:eu-west-1:*:repository/web-prod", True, True),
        ("arn:aws:ecr:*:*:repository/*-prod", "arn:aws:ecr:*:*:repository/web-*", False, True),
        ("arn:aws:ecr:*:*:repository/*-prod", "arn:aws:ecr:*:*:repository/*-staging", False, False),
        ("??*", "a*a", True, True),
        ("?*?", "*", False, True),
        ("a.c", "abc", False, False),
        ("a?b", "a\nb", True, True),
        ("*a*b*", "aba", True, True),
        ("Web", "web", False, False),
    ],
)
def test_patterns_of_resources(wide: str, narrow: str, covering: bool, overlapping: bool) -> None:  # noqa: FBT001
    """What counts is all that a pattern may match; a dot, a line's end and case mean what they are."""
    assert (covering, overlapping) == (covers(wide, narrow), overlaps(wide, narrow))


def test_no_pattern_takes_long() -> None:
    """Patterns that make others try every way end at once: 400 wildcards against 4000 characters."""
    many = "*a" * 400
    assert not matches(f"{many}b", "a" * 4000)
    assert not covers(f"{many}b", f"{'a*' * 2000}")
    assert overlaps(f"{many}b", "?" * 4000 + "*")
