"""How many pushes, and how many days, there are until ECR acts on an image."""

from itertools import permutations

import pytest

from retention.build import protecting_policy
from retention.margin import Margin, margin, margins
from retention.model import Action, Image, Policy
from tests.retention.builders import ANY, ARCHIVED, COUNT, NEVER, PULLED, PUSHED, UNTAGGED, ago, image, prefixed, rule
from tests.retention.strategies import NOW

SAFE = Margin(None, None)


def builds(count: int) -> list[Image]:
    """As many builds, a day apart: the youngest is number 0, pushed NOW."""
    return [image(f"build {number}", f"build-{number}-0a1b2c3", pushed=number) for number in range(count)]


def test_the_outage() -> None:
    """A rule keeps the 10 youngest of all images. 3 are younger than the deployed one: the seventh push expires it."""
    policy = Policy.of(rule(ANY, COUNT, 10))
    assert Margin(7, None) == margin(policy, builds(20), "build 3", NOW)


def test_every_image_has_its_margin() -> None:
    """From the youngest on each is one push nearer. Those beyond the count go in the next run: no push, no day."""
    found = margins(Policy.of(rule(ANY, COUNT, 3)), builds(5), NOW)
    assert {
        "build 0": Margin(3, None),
        "build 1": Margin(2, None),
        "build 2": Margin(1, None),
        "build 3": Margin(0, 0),
        "build 4": Margin(0, 0),
    } == found


def test_this_project_s_policy() -> None:
    """What is pinned never goes. Of builds 30 stay, and what has no tag goes once it is more than 7 days old."""
    deployed = image("deployed", "pin-20260101T0000-0a1b2c3d4e5f", "build-0-0a1b2c3", pushed=400)
    untagged = [image("today"), image("last week", pushed=7), image("before that", pushed=7.1)]
    found = margins(protecting_policy(keep_builds=30, untagged_days=7), [*builds(12), deployed, *untagged], NOW)
    assert SAFE == found["deployed"]
    assert Margin(19, None) == found["build 11"]
    assert [Margin(None, 8), Margin(None, 1), Margin(0, 0)] == [found[each.digest] for each in untagged]


def test_claimed_images_take_up_places() -> None:
    """A pinned image that is younger brings the next one a push nearer to its end."""
    policy = protecting_policy(keep_builds=5, untagged_days=7)
    pinned = image("pinned", "pin-1", "build-9-0a1b2c3", pushed=1)
    assert Margin(3, None) == margin(policy, [*builds(1), pinned, image("old", "build-8-0", pushed=2)], "old", NOW)


def test_pushes_that_no_count_sees() -> None:
    """Only pushes that the rule identifies bring it nearer. With no like them, builds stay for good."""
    policy = Policy.of(rule(["build-*"], COUNT, 10))
    assert Margin(6, None) == margin(policy, builds(5), "build 4", NOW)
    assert SAFE == margin(policy, builds(5), "build 4", NOW, like=["nightly-{n}"])
    assert Margin(6, None) == margin(policy, builds(5), "build 4", NOW, like=["nightly-{n}", "build-{n}"])


@pytest.mark.parametrize("entry", ["build-120-0dd0a29", "build-120*", "build-*-0dd0a29"])
def test_no_push_brings_what_a_rule_names_of_a_tag(entry: str) -> None:
    """The newest image is the only one that the rule ever identifies: its number and its hash do not come again."""
    newest = image("newest", "build-120-0dd0a29")
    for action in Action:
        assert SAFE == margin(Policy.of(rule([entry], COUNT, 1, action)), [newest], "newest", NOW)


@pytest.mark.parametrize("entry", ["build-*", "build-*-*", "*", "*-*"])
def test_a_push_brings_what_a_star_stands_for(entry: str) -> None:
    """However many stars there are for it."""
    assert Margin(1, None) == margin(
        Policy.of(rule([entry], COUNT, 1)), [image("newest", "build-120-0dd0a29")], "newest", NOW
    )


def test_every_entry_must_be_met_by_a_push() -> None:
    """ECR joins the entries of a list with AND: a push needs a tag for each of them to be counted."""
    policy = Policy.of(rule(["build-*", "*-arm"], COUNT, 2))
    images = [image("one", "build-1-arm")]
    assert Margin(2, None) == margin(policy, images, "one", NOW)
    assert SAFE == margin(policy, images, "one", NOW, like=["build-{n}"])
    assert Margin(2, None) == margin(policy, images, "one", NOW, like=["build-{n}", "{n}-arm"])


def test_a_moving_tag_leaves_an_image_untagged() -> None:
    """`latest` is all that the running image has: the next push takes it, and the rule for untagged images acts."""
    policy = Policy.of(rule(UNTAGGED, PUSHED, 1))
    running = image("running", "latest", pushed=2)
    assert Margin(1, None) == margin(policy, [running], "running", NOW)
    # In an immutable repository it stays.
    assert SAFE == margin(policy, [running], "running", NOW, moving=False)


def test_a_moving_tag_is_on_one_image_only() -> None:
    """Each push takes it from the one before, so that there is always one image for its rule: none is too many."""
    policy = Policy.of(rule(["latest"], COUNT, 1), rule(ANY, COUNT, 5))
    assert Margin(5, None) == margin(policy, [image("running", "latest")], "running", NOW)


def test_a_push_may_save_an_image() -> None:
    """It takes away the tag by which the rule selects the image. Until then the image goes in the next run."""
    policy = Policy.of(rule(["latest"], PUSHED, 1))
    assert Margin(0, 0) == margin(policy, [image("running", "latest", pushed=2)], "running", NOW)


def test_a_push_may_protect_no_longer() -> None:
    """The tag that moves away was what a rule claimed the image by, for good; the next rule counts two builds."""
    policy = Policy.of(rule(["stable"], COUNT, NEVER), rule(["build-*"], COUNT, 2))
    images = [image("new", "build-2", "stable"), image("old", "build-1", pushed=1)]
    assert {"new": Margin(2, None), "old": Margin(1, None)} == margins(policy, images, NOW)


def test_untagged_pushes() -> None:
    """Where no image has a tag, pushes have none."""
    policy = Policy.of(rule(UNTAGGED, COUNT, 3))
    assert Margin(2, None) == margin(policy, [image("new"), image("old", pushed=1)], "old", NOW)


def test_an_index_comes_with_its_children() -> None:
    """Each push of an index for two platforms is three images: the second one ends the deployed index."""
    policy = Policy.of(rule(ANY, COUNT, 7))
    pushed = [image("arm"), image("intel"), image("index", "build-1", children=["arm", "intel"])]
    assert Margin(2, None) == margin(policy, pushed, "index", NOW)
    assert Margin(5, None) == margin(policy, pushed, "index", NOW, alongside=0)


def test_images_of_one_moment() -> None:
    """Each counts as the oldest of them."""
    images = [image("one", "a"), image("other", "b")]
    assert {"one": Margin(1, None), "other": Margin(1, None)} == margins(Policy.of(rule(ANY, COUNT, 2)), images, NOW)


def test_days_are_whole_and_more_than_the_rule_s() -> None:
    """Exactly 3 days old is not yet more than 3 days old."""
    policy = Policy.of(rule(["a"], PUSHED, 3), rule(["b"], PULLED, 3, Action.TRANSITION))
    assert Margin(None, 4) == margin(policy, [image("new", "a")], "new", NOW, like=())
    assert Margin(None, 3) == margin(policy, [image("half", "a", pushed=0.5)], "half", NOW, like=())
    assert Margin(None, 1) == margin(policy, [image("third", "a", pushed=3)], "third", NOW, like=())
    assert Margin(None, 2) == margin(policy, [image("pulled", "b", pushed=99, pulled=2)], "pulled", NOW, like=())


def test_archived_images_expire_by_days_only() -> None:
    """No push gets into the archive."""
    policy = Policy.of(rule(ANY, COUNT, 1), rule(ANY, ARCHIVED, 90))
    images = [image("archived", "a", pushed=200, archived=80), image("new", "build-1")]
    assert {"archived": Margin(None, 11), "new": Margin(1, None)} == margins(policy, images, NOW)


def test_a_child_goes_with_the_last_of_its_indexes() -> None:
    """Its own rule would have removed it before."""
    policy = Policy.of(rule(["build-*"], COUNT, 3), rule(UNTAGGED, COUNT, 1))
    images = [
        image("first", "build-1", pushed=3, children=["child"]),
        image("second", "build-2", pushed=2, children=["child"]),
        image("child", pushed=3),
        image("untagged", pushed=1),
    ]
    found = margins(policy, images, NOW, alongside=0)
    assert [2, 3, 3] == [found[digest].pushes for digest in ("first", "second", "child")]


def test_a_child_goes_after_the_index_of_its_index() -> None:
    """In whatever order they are listed."""
    policy = Policy.of(rule(["a"], PUSHED, 5), rule(UNTAGGED, PUSHED, 1))
    chain = [image("top", "a", children=["middle"]), image("middle", children=["inner"])]
    chain += [image("inner", children=["leaf"]), image("leaf")]
    for images in permutations(chain):
        assert [6] * 4 == [found.days for found in margins(policy, images, NOW, like=()).values()]


def test_what_refers_to_a_child_waits_with_it() -> None:
    """Also if it is in the archive: by its own rule the child would have been expired before."""
    policy = Policy.of(rule(["a"], PUSHED, 5), rule(UNTAGGED, PUSHED, 1))
    images = [image("index", "a", children=["child"]), image("child")]
    for signature in (image("signature", "b", subject="child"), image("signature", archived=9, subject="child")):
        assert Margin(None, 6) == margin(policy, [*images, signature], "signature", NOW, like=())


def test_a_referrer_goes_with_its_subject_or_before() -> None:
    """By its own rule in 9 days, or with its subject after 2 pushes."""
    policy = Policy.of(rule(["build-*"], COUNT, 2), rule(UNTAGGED, PUSHED, 8))
    images = [image("subject", "build-1", pushed=1), image("signature", pushed=0, subject="subject")]
    assert Margin(2, 9) == margin(policy, images, "signature", NOW, alongside=0)


def test_what_is_archived_is_not_archived_again() -> None:
    """An archived signature goes when its subject is expired; it stays when that is archived, too."""
    signature = image("signature", pushed=9, archived=9, subject="subject")
    for acting, days in ((rule(["a"], PUSHED, 3), 4), (rule(["a"], PULLED, 3, Action.TRANSITION), None)):
        images = [image("subject", "a"), signature]
        assert days == margin(Policy.of(acting), images, "signature", NOW, like=()).days


def test_an_index_that_goes_with_its_subject_frees_its_children() -> None:
    """No rule acts on the index itself."""
    policy = Policy.of(rule(["a"], PUSHED, 3), rule(UNTAGGED, PUSHED, 1))
    images = [image("subject", "a"), image("index", "b", subject="subject", children=["child"]), image("child")]
    assert [4, 4, 4] == [found.days for found in margins(policy, images, NOW, like=()).values()]


def test_a_long_chain_of_references() -> None:
    """However far, and whichever way they are listed, each link takes its time from the one before."""
    chain = [image("0", "a"), *(image(f"{link}", subject=f"{link - 1}") for link in range(1, 3000))]
    for images in (chain, chain[::-1]):
        found = margins(Policy.of(rule(["a"], PUSHED, 3)), images, NOW, like=())
        assert {Margin(None, 4)} == set(found.values())


def test_circles_end() -> None:
    """Two indexes that list each other, and two images that refer to each other, go when both may."""
    policy = Policy.of(rule(["a"], PUSHED, 1), rule(["b"], PUSHED, 3))
    images = [image("one", "a", children=["other"]), image("other", "b", children=["one"])]
    assert [4, 4] == [found.days for found in margins(policy, images, NOW, like=()).values()]
    images = [image("one", "a", subject="other"), image("other", "b", subject="one")]
    assert [2, 2] == [found.days for found in margins(policy, images, NOW, like=()).values()]


def test_more_days_than_a_calendar_has() -> None:
    """ECR takes the number, and so do margins."""
    assert Margin(None, 10**9 + 1) == margin(Policy.of(rule(ANY, PUSHED, 10**9)), [image("new", "a")], "new", NOW)


def test_prefixes_and_pushes_in_the_future() -> None:
    """A clock may be behind: further pushes are younger than every image, even than one that is pushed tomorrow."""
    images = [Image("tomorrow", ("v1",), ago(-1)), image("today", "v0")]
    found = margins(Policy.of(prefixed(["v"], COUNT, 3)), images, NOW)
    assert {"tomorrow": Margin(3, None), "today": Margin(2, None)} == found


def test_an_empty_repository() -> None:
    """There is nothing to say."""
    assert {} == margins(Policy.of(rule(ANY, COUNT, 1)), [], NOW)


def test_without_rules_nothing_ever_goes() -> None:
    """ECR does nothing then, however long it takes."""
    assert {"one": SAFE} == margins(Policy(()), [image("one", "a1")], NOW)


def test_an_image_that_is_not_there() -> None:
    """ValueError names its digest."""
    with pytest.raises(ValueError, match=r"^sha256:feed is none of the 2 images"):
        margin(Policy.of(rule(ANY, COUNT, 1)), builds(2), "sha256:feed", NOW)
