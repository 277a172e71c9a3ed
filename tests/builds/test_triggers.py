"""Which pushes start a build."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds.trigger import BranchPush, TagPush

names = st.text("abv01./-_+", min_size=1, max_size=12)


def accepted(kind: type[BranchPush] | type[TagPush], text: str) -> BranchPush | TagPush | None:
    """Make a trigger of this text. None if it is refused."""
    try:
        return kind(text)
    except ValueError:
        return None


@given(names, names)
def test_a_branch_is_matched_to_the_letter(branch: str, pushed: str) -> None:
    """A push to this branch and to no other: nothing in the name works as a regular expression."""
    if trigger := accepted(BranchPush, branch):
        assert re.search(trigger.head_ref, f"refs/heads/{branch}")
        assert (branch == pushed) == bool(re.search(trigger.head_ref, f"refs/heads/{pushed}"))
        assert not re.search(trigger.head_ref, f"refs/tags/{branch}")


@pytest.mark.parametrize(
    ("pattern", "pushed", "expected"),
    [
        ("v*", "v1.0", True),
        ("v*", "v", True),
        ("v*", "preview", False),
        ("v1.*", "v1.0", True),
        ("v1.*", "v110", False),
        ("*", "anything", True),
        ("release-*-rc", "release-7-rc", True),
        ("release-*-rc", "release-7", False),
    ],
)
def test_in_a_pattern_of_tags_a_star_is_anything(pattern: str, pushed: str, expected: bool) -> None:  # noqa: FBT001
    """And all else is itself; a branch of the same name is no tag."""
    head_ref = TagPush(pattern).head_ref
    assert expected == bool(re.search(head_ref, f"refs/tags/{pushed}"))
    assert not re.search(head_ref, f"refs/heads/{pushed}")


@pytest.mark.parametrize(
    "branch", ["", "ma in", "main*", "-main", "/main", "main/", "a//b", "a..b", "x.lock", "main\n"]
)
def test_what_git_refuses_is_no_branch(branch: str) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="cannot be a branch; name one, such as main"):
        BranchPush(branch)


@pytest.mark.parametrize("pattern", ["", "v 1", "-v*", "v..", "v?", "v**", "^v.*$", "v[0-9]"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    """A regular expression, above all, would match what nobody expects."""
    with pytest.raises(ValueError, match=r"cannot be a pattern of tags; use one such as v\*"):
        TagPush(pattern)
