"""What ECR's wildcards select, and how two of them relate.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from itertools import permutations, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retention.globs import Glob, fresh_character
from tests.retention.naive import wildcard

# Few letters, so that patterns and tags meet often.
texts = st.text("ab*", max_size=5)
globs = texts.map(Glob.of_pattern) | st.text("ab*", max_size=3).map(Glob.of_prefix)
SHORT_TAGS = ["".join(letters) for length in range(6) for letters in product("ab*x", repeat=length)]
"""All of up to five characters, one of which is in no pattern: no glob above has more characters and stars."""


@pytest.mark.parametrize(
    ("selected", "pattern", "tag"),
    [
        (True, "prod*", "prod"),
        (True, "prod*", "prod1"),
        (True, "prod*", "production-team1"),
        (True, "*prod*", "repo-production"),
        (True, "*prod*", "prod-team"),
        (False, "prod*", "repo-production"),
        (True, "*", "anything"),
        (True, "*", ""),
        (True, "***", "anything"),
        (True, "a**b", "ab"),
        (True, "v1.*-rc", "v1.0-rc"),
        (False, "v1.*-rc", "v120-rc"),
        (False, "ab*ba", "aba"),
        (False, "Prod*", "prod-1"),
        (False, "prod", "prod-1"),
        (True, "prod", "prod"),
        (True, "a*b*c*d*e", "a1b2c3d4e"),
        (False, "a*b*c*d*e", "a1b2d4c3e"),
        (True, "*aab*", "aaab"),
        (True, "*ab*b", "abb"),
        (False, "*ab*b", "ab"),
    ],
)
def test_a_star_is_any_run_and_all_else_is_itself(pattern: str, tag: str, *, selected: bool) -> None:
    """A pattern selects whole tags, case included. The first five are AWS's own."""
    assert selected == Glob.of_pattern(pattern).selects(tag)


@given(st.text("ab-*", max_size=9), st.text("ab-", max_size=9))
@example("*a*a*b", "aaab")
@example("*ab*", "aab")
def test_patterns_select_what_a_plain_matcher_does(pattern: str, tag: str) -> None:
    """However many stars, and wherever they stand."""
    assert wildcard(pattern, tag) == Glob.of_pattern(pattern).selects(tag)
    assert wildcard(pattern, tag) == (Glob.of_pattern(pattern).match(tag) is not None)


@given(st.text("ab*?[.\\$^+|", max_size=4), st.text("ab*?[.\\$^+|", max_size=6))
def test_only_the_star_is_special(pattern: str, tag: str) -> None:
    """What means something in regular expressions or in a shell means itself."""
    assert wildcard(pattern, tag) == Glob.of_pattern(pattern).selects(tag)


@given(st.text("ab-*", max_size=3), st.text("ab-*", max_size=5))
def test_a_star_in_a_prefix_is_itself(prefix: str, tag: str) -> None:
    """A prefix selects what begins with it, to the letter."""
    assert tag.startswith(prefix) == Glob.of_prefix(prefix).selects(tag)


@given(st.text("a\n\r\u2028", max_size=3), st.text("a\n\r\u2028", max_size=3))
def test_line_ends_are_characters(start: str, rest: str) -> None:
    """No tag has any, but a star would take them, and an exact entry overlook none at the end."""
    assert Glob.of_pattern(f"{start}*").selects(start + rest)
    assert Glob.of_prefix(start).selects(start + rest)
    assert Glob.of_pattern(f"*{rest}").selects(start + rest)
    assert (start == start + rest) == Glob.of_pattern(start).selects(start + rest)


@pytest.mark.parametrize(
    ("selected", "pattern", "end"),
    [
        (False, "a*a*a*a*a", "c"),
        (True, "a*a*a*a*a", "a"),
        (False, "*a*a*a*ab", "c"),
        (False, "*aa*aa*aab*", "c"),
        (False, "*ab*ab*ab*", "b"),
        (True, "*aa*aa*aab*", "b"),
    ],
)
def test_not_every_place_is_tried_for_every_star(pattern: str, end: str, *, selected: bool) -> None:
    """A matcher that tries them all would need longer than anybody can wait for a tag of this length."""
    assert selected == Glob.of_pattern(pattern).selects("a" * 20_000 + end)


def test_an_exact_entry_is_one_without_a_star() -> None:
    """And never a prefix, which goes on."""
    assert [True, False, False] == [
        glob.is_exact for glob in (Glob.of_pattern("a"), Glob.of_pattern("a*"), Glob.of_prefix("a"))
    ]


@given(texts)
def test_stars_in_a_row_are_one(pattern: str) -> None:
    """Patterns that differ in that alone are equal, and are shown with one star."""
    glob = Glob.of_pattern(pattern.replace("*", "**"))
    assert Glob.of_pattern(pattern) == glob
    assert "**" not in str(glob)
    assert glob == Glob.of_pattern(str(glob))


@given(st.lists(globs | st.just(Glob(("\ue000",))), min_size=1, max_size=3))
def test_a_fresh_character_is_in_none(some: list[Glob]) -> None:
    """Not even if one of them has the character that is fresh to others."""
    assert fresh_character(*some) not in "".join(map(str, some))


@given(globs, globs)
def test_covering_is_selecting_every_tag_that_the_other_does(one: Glob, other: Glob) -> None:
    """And not covering means that some short tag shows it."""
    assert all(map(one.selects, filter(other.selects, SHORT_TAGS))) == one.covers(other)


@pytest.mark.parametrize("character", "azAZ09._-")
def test_no_character_stands_for_all(character: str) -> None:
    """A pattern that demands a character does not cover one that does not, whichever it is."""
    assert not Glob.of_pattern(f"*{character}*").covers(Glob.of_pattern("*"))


@given(globs, globs)
def test_a_meeting_selects_exactly_what_both_do(one: Glob, other: Glob) -> None:
    """All its globs together, no more and no less; and none of them says what another one says."""
    meeting = one.meets(other)
    both = {tag for tag in SHORT_TAGS if one.selects(tag) and other.selects(tag)}
    assert both == {tag for tag in SHORT_TAGS if any(glob.selects(tag) for glob in meeting)}
    assert all(one.covers(glob) and other.covers(glob) for glob in meeting)
    assert not any(first.covers(second) for first, second in permutations(meeting, 2))


@given(globs, globs, st.text("ab*x", max_size=12))
@example(Glob.of_pattern("aaaa*"), Glob.of_pattern("*bbbb"), "aaaabbbb")
@example(Glob.of_pattern("*a*b*"), Glob.of_pattern("*b*a*"), "xxaxxbxxaxx")
def test_a_meeting_misses_no_longer_tag(one: Glob, other: Glob, tag: str) -> None:
    """Also of tags that are longer than both, it selects those of both, and no others."""
    assert (one.selects(tag) and other.selects(tag)) == any(glob.selects(tag) for glob in one.meets(other))


@given(globs, globs)
def test_meeting_has_no_direction(one: Glob, other: Glob) -> None:
    """Each meets the other in the same tags."""
    there, back = one.meets(other), other.meets(one)
    assert all(any(wide.covers(glob) for wide in back) for glob in there)
    assert all(any(wide.covers(glob) for wide in there) for glob in back)


@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        ("a*", "*b", ["a*b"]),
        ("pin-*", "build-*", []),
        ("ab*", "*ba", ["aba", "ab*ba"]),
        ("*", "a*b", ["a*b"]),
        ("a*", "ab", ["ab"]),
        ("*ab*", "*ba*", ["*aba*", "*bab*", "*ab*ba*", "*ba*ab*"]),
        ("*a", "a*a*", ["a*a"]),
        ("prod", "prod-1", []),
        ("*-prod", "prod-*", ["prod-prod", "prod-*-prod"]),
    ],
)
def test_where_two_patterns_meet(one: str, other: str, meeting: list[str]) -> None:
    """In every order of their parts, overlapping or not; the fewest stars first."""
    assert meeting == list(map(str, Glob.of_pattern(one).meets(Glob.of_pattern(other))))


def test_a_star_in_a_prefix_meets_no_wildcard() -> None:
    """The prefix `a*` and the pattern `ab*` have no tag in common, while the pattern `a*` covers both."""
    literal, pattern = Glob.of_prefix("a*"), Glob.of_pattern("ab*")
    assert () == literal.meets(pattern)
    assert (literal,) == literal.meets(Glob.of_pattern("a*"))
    assert not literal.covers(pattern)


def test_too_many_ways_to_meet_are_an_error() -> None:
    """Rather than a wait: each part may come before, after or over each part of the other."""
    one, other = Glob.of_pattern("*abab*abab*abab*"), Glob.of_pattern("*baba*baba*baba*")
    with pytest.raises(OverflowError, match="too many ways to meet"):
        one.meets(other)


def test_long_patterns_meet_without_recursion() -> None:
    """As long as no tag may be."""
    start, end = "a" * 700, "b" * 700
    assert (Glob((start, end)),) == Glob.of_pattern(start + "*").meets(Glob.of_pattern("*" + end))
