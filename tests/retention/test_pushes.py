"""What the next pushes are like, and a repository after them."""

from collections.abc import Iterable

import pytest

from retention.model import Image
from retention.pushes import after_pushes, alongside_the_newest, like_the_newest
from tests.retention.builders import ago, image
from tests.retention.strategies import NOW

UNKNOWN = "\ue001\ue002\ue003"
"""What stands in tags for what is not known yet, in each of three pushes."""

_NAMES = {ord(unknown): name for unknown, name in zip(UNKNOWN, ("1st", "2nd", "3rd"), strict=True)}


def tags_of(images: Iterable[Image]) -> list[tuple[str, ...]]:
    """The tags of each image, with a name for what is not known: 1st, 2nd or 3rd."""
    return [tuple(tag.translate(_NAMES) for tag in each.tags) for each in images]


def test_tags_with_a_digit_are_new_with_every_push() -> None:
    """All others move along."""
    newest = image("new", "build-37-0a1b2c3", "latest", "release-2.x", "stable")
    assert ("build-{n}-{n}", "latest", "release-{n}.x", "stable") == like_the_newest(
        [image("old", "a", pushed=1), newest]
    )


@pytest.mark.parametrize(
    ("tag", "template"),
    [
        ("build-120-0dd0a29", "build-{n}-{n}"),
        ("v1.2.3", "v{n}.{n}.{n}"),
        ("20260101T0000Z", "{n}"),
        ("1.0-rc", "{n}.{n}-rc"),
        ("git_c0ffee_arm64", "git_c{n}_arm{n}"),
    ],
)
def test_what_is_new_in_a_tag(tag: str, template: str) -> None:
    """Each run of digits and letters, from its first digit on; what joins the runs stays."""
    assert (template,) == like_the_newest([image("one", tag)])


def test_what_is_no_push() -> None:
    """Archived images, referrers, and images that have no tags but pins and those that lead to referrers."""
    digest = "0" * 64
    images = [
        image("archived", "a", archived=0),
        image("referrer", "b", subject="old"),
        image("signature", f"sha256-{digest}.sig"),
        image("pinned", "pin-20260101T0000-0a1b2c3d4e5f"),
        image("untagged"),
        image("old", "pin-20260101T0000-0a1b2c3d4e5f", "c", f"sha256-{digest}", pushed=2),
    ]
    assert ("c",) == like_the_newest(images)
    assert () == like_the_newest(images[:-1])


def test_a_restored_image_is_not_pushed_anew() -> None:
    """It counts as young, but says nothing of pushes."""
    assert ("new",) == like_the_newest([image("new", "new", pushed=1), image("old", "old", pushed=9, restored=0)])


def test_what_comes_with_a_push() -> None:
    """Children and referrers that are there, each once; not the image itself, and nothing of older pushes."""
    newest = image("index", "a", children=["arm", "intel", "elsewhere", "index"], subject=None)
    others = [
        image("arm"),
        image("intel", subject="index"),
        image("signature", subject="index"),
        image("note", subject="old"),
        image("old", "b", pushed=1, children=["index"]),
    ]
    assert 3 == alongside_the_newest([*others, newest])
    assert 0 == alongside_the_newest(others[:3])


def test_a_moving_tag_is_on_the_last_push_only() -> None:
    """A new tag is on each of them, and is another one for each."""
    old = [image("one", "latest", "build-1"), image("two", "build-2", pushed=1)]
    after = after_pushes(old, ["build-{n}", "latest"], 3, NOW)
    assert [("build-1",), ("build-2",), ("build-1st",), ("build-2nd",), ("build-3rd", "latest")] == tags_of(after)


def test_a_push_has_each_tag_once() -> None:
    """However many templates there are for it."""
    after = after_pushes([], ["{n}.{n}", "{n}", "latest", "{n}", "latest"], 1, NOW)
    assert [("1st.1st", "1st", "latest")] == tags_of(after)


def test_characters_come_again_in_the_end() -> None:
    """There are 6400 for private use."""
    tags = [each.tags for each in after_pushes([], ["{n}"], 6401, NOW)]
    assert 6400 == len({*tags[:6400]})
    assert {*tags[:6400]} == {(chr(0xE000 + number),) for number in range(6400)}
    assert tags[0] == tags[6400]


def test_an_immutable_tag_stays_where_it_is() -> None:
    """The first push gets one that nobody has."""
    after = after_pushes([image("one", "latest")], ["latest", "stable", "v{n}"], 2, NOW, moving=False)
    assert [("latest",), ("v1st", "stable"), ("v2nd",)] == tags_of(after)


def test_pushes_are_younger_than_all_else() -> None:
    """Each is younger than the one before; they come last."""
    old = [image("tomorrow", pushed=-1), image("restored", pushed=9, restored=-2), image("old", pushed=1)]
    moments = [each.pushed_at for each in after_pushes(old, [], 3, NOW)[3:]]
    assert sorted(set(moments)) == moments
    assert ago(-2) < moments[0]
    assert NOW < after_pushes(old[2:], [], 1, NOW)[1].pushed_at


def test_no_push_changes_nothing() -> None:
    """Tags stay where they are."""
    old = (image("one", "latest"),)
    assert old == after_pushes(old, ["latest"], 0, NOW)


@pytest.mark.parametrize("steps", [(3,), (1, 2), (1, 1, 1)])
def test_pushes_may_follow_on_pushes(steps: tuple[int, ...]) -> None:
    """At once or one by one: the same tags in the end, and every image has a digest of its own."""
    images = after_pushes([image("one", "latest")], [], 0, NOW)
    for count in steps:
        images = after_pushes(images, ["build-{n}", "latest"], count, NOW, alongside=1)
    kinds = [tuple(tag.rstrip(UNKNOWN) for tag in each.tags) for each in images]
    assert [(), ("build-",), (), ("build-",), (), ("build-", "latest"), ()] == kinds
    assert 7 == len({each.digest for each in images})
    assert [each.children for each in images[1::2]] == [(each.digest,) for each in images[2::2]]
