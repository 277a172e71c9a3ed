"""Which lifecycle policies are safe, and how the others lose an image in use."""

import pytest

from retention.contract import Contract, Mutability
from retention.model import Action, CountType
from tests.retention.builders import ANY, COUNT, NEVER, PULLED, PUSHED, UNTAGGED, prefixed, rule
from tests.retention.verdicts import carrying, proof, told

IMMUTABLE = Contract(mutability=Mutability.IMMUTABLE)


def test_the_outage() -> None:
    """Of all images the 10 youngest stay: 10 more pushes, and the one in use is gone."""
    assert [
        "push build-1, deploy it",
        "push 10 more, build-2 to build-11",
        "rule 1 expires build-1, which is in use",
    ] == told([rule(ANY, COUNT, 10)], Contract())


def test_the_outage_with_one_moving_tag() -> None:
    """Where every push is `latest`, the tag moves, and the image in use goes all the same."""
    assert [
        "push latest, deploy it",
        "push 10 more, each as latest, which moves to it",
        "rule 1 expires latest, which is in use",
    ] == told([rule(ANY, COUNT, 10)], Contract(pushed=("latest",)))


def test_a_bigger_count_only_moves_the_date() -> None:
    """50 is as unsafe as 10, 40 pushes later; only what no repository can hold is safe."""
    assert "push 50 more, build-2 to build-51" in told([rule(ANY, COUNT, 50)], Contract())
    assert "push 99999 more, build-2 to build-100000" in told([rule(ANY, COUNT, NEVER - 1)], Contract())
    assert "rule 1 never acts: a repository holds 100000 images at most" == proof([rule(ANY, COUNT, NEVER)], Contract())


def test_a_raised_quota_makes_room_for_more() -> None:
    """The count has to be out of reach of what this repository may hold."""
    raised = Contract(most_images=200_000)
    assert "push 100000 more, build-2 to build-100001" in told([rule(ANY, COUNT, NEVER)], raised)


def test_untagged_after_its_tag_moved() -> None:
    """A tag can move away from the image that runs. One that keeps a tag is out of reach, as is one whose tags stay."""
    untagged = [rule(UNTAGGED, PUSHED, 1)]
    assert [
        "push latest, deploy it",
        "push 1 more, as latest, which moves to it",
        "wait 1 day",
        "rule 1 expires latest, which is in use",
    ] == told(untagged, Contract())
    always = "rule 1 acts on untagged images, and an image in use always has a tag"
    assert always == proof(untagged, carrying("build-*"))
    stays = "rule 1 acts on untagged images, and an image in use was pushed with a tag, which cannot be moved away"
    assert stays == proof(untagged, IMMUTABLE)


def test_untagged_from_the_start() -> None:
    """Who pushes by digest alone has images without a tag even where tags are immutable."""
    by_digest = Contract(mutability=Mutability.IMMUTABLE, pushed_untagged=True)
    assert [
        "push an image without a tag, deploy it",
        "push 2 more, without a tag",
        "rule 1 expires an image without a tag, which is in use",
    ] == told([rule(UNTAGGED, COUNT, 2)], by_digest)


def test_the_last_of_the_untagged_has_the_tag_still() -> None:
    """For 2 untagged images younger than the one in use it takes 3 more pushes of the moving tag."""
    assert "push 3 more, each as latest, which moves to it" in told([rule(UNTAGGED, COUNT, 2)], Contract())


def test_tags_that_are_excluded_from_immutability_move() -> None:
    """Only tags that can move leave an image untagged, and only if they are pushed."""
    untagged = [rule(UNTAGGED, PUSHED, 3)]
    mode = Mutability.IMMUTABLE_WITH_EXCLUSION
    assert "push edge-1, deploy it" in told(untagged, Contract((), mode, ("edge-*",)))
    assert proof(untagged, Contract((), mode, ("edge-*",), pushed=("build-*",)))
    mode = Mutability.MUTABLE_WITH_EXCLUSION
    assert "push latest, deploy it" in told(untagged, Contract((), mode, ("build-*",)))
    assert proof(untagged, Contract((), mode, ("build-*",), pushed=("build-*",)))


def test_pins_are_claimed_by_the_first_rule() -> None:
    """A first rule that never fires and selects every pin takes all images in use from the rules after it."""
    rules = [rule(["pin-*"], COUNT, NEVER), rule(["build-*"], COUNT, 30), rule(ANY, PUSHED, 7)]
    claimed = "cannot act on an image in use: rule 1 claims every one that it selects"
    expected = f"rule 1 never acts: a repository holds 100000 images at most; rule 2 {claimed}; rule 3 {claimed}"
    assert expected == proof(rules, carrying("pin-*"))


def test_the_order_of_the_rules_decides() -> None:
    """A claim comes too late for a rule with a lower number."""
    rules = [rule(["build-*"], COUNT, 2), rule(["pin-*"], COUNT, NEVER)]
    assert [
        "push pin-1, also tagged build-1, deploy it",
        "push 2 more, build-2 to build-3",
        "rule 1 expires pin-1, which is in use",
    ] == told(rules, carrying("pin-*"))


def test_tags_that_are_not_pushed_come_later() -> None:
    """Where only builds are pushed, pins are put on images that are there: it takes as many to fill a count of pins."""
    contract = Contract(in_use=("pin-*",), pushed=("build-*",))
    assert [
        "push build-1, deploy it, tagged pin-1",
        "push 2 more, build-2 to build-3",
        "tag them pin-2 to pin-3",
        "rule 1 expires build-1, which is in use",
    ] == told([rule(["pin-*"], COUNT, 2)], contract)


def test_a_rollback_finds_an_image_that_many_builds_are_younger_than() -> None:
    """By what is deployed, and not by when it was pushed, an image is in use: its place among the builds is any."""
    assert "push 30 more, build-2 to build-31" in told([rule(["build-*"], COUNT, 30)], carrying("build-*"))


def test_a_prefix_selects_more_than_was_meant() -> None:
    """`prod` selects `prod2` as well; as a pattern it selects one tag, which one image has at most."""
    assert "push 1 more, prod2" in told([prefixed(["prod"], COUNT, 1)], carrying("prod"))
    assert "rule 1 never acts: one image at most has the tag prod" == proof(
        [rule(["prod"], COUNT, 1)], carrying("prod")
    )


def test_an_exact_tag_claims_though_it_never_fires() -> None:
    """Of images in use that carry one exact tag there is one, and a count of 1 claims it for ever."""
    assert proof([rule(["live"], COUNT, 1), rule(ANY, PUSHED, 1)], carrying("live"))


def test_entries_of_a_list_are_joined_with_and() -> None:
    """A list of two protects only images that have a tag for each."""
    rules = [rule(["prod-*", "staging-*"], COUNT, NEVER), rule(ANY, PUSHED, 30)]
    assert [
        "push prod-1, deploy it",
        "wait 30 days",
        "rule 2 expires prod-1, which is in use",
    ] == told(rules, carrying("prod-*"))
    assert proof(rules, carrying("prod-*", "staging-*"))


def test_claimed_images_use_up_the_slots_of_later_counts() -> None:
    """Images that a first rule keeps count below it too, and push out the one in use that it does not keep."""
    rules = [rule(["release-*"], COUNT, NEVER), rule(ANY, COUNT, 3)]
    contract = Contract(pushed=("release-*", "nightly"), mutability=Mutability.MUTABLE)
    assert [
        "push nightly, deploy it",
        "push 3 more, release-2 to release-4",
        "rule 2 expires nightly, which is in use",
    ] == told(rules, contract)


def test_a_rule_that_matches_nothing_any_more() -> None:
    """Nobody pushes `dev-*` now: the rule neither harms nor claims anything."""
    contract = Contract(pushed=("build-*",))
    nothing = "rule 1 selects no image: none ever gets a tag that matches dev-*"
    assert nothing == proof([rule(["dev-*"], COUNT, 1)], contract)
    assert told([rule(["dev-*"], COUNT, NEVER), rule(ANY, COUNT, 5)], contract)
    assert proof([rule(["git hash"], PUSHED, 1)], Contract())


@pytest.mark.parametrize("age", [1, 7, 3650])
def test_ages_come_to_every_image(age: int) -> None:
    """A service that ships slowly is in use for longer than any number of days."""
    days = "wait 1 day" if age == 1 else f"wait {age} days"
    assert days in told([rule(["build-*"], PUSHED, age)], carrying("build-*"))


def test_days_beyond_the_calendar_never_come() -> None:
    """What no date can be written for is never."""
    assert proof([rule(ANY, PUSHED, 10**7)], Contract())


@pytest.mark.parametrize("count_type", [COUNT, PUSHED, PULLED])
def test_the_archive_is_a_loss(count_type: CountType) -> None:
    """Nothing can be pulled from the archive; tasks that run on pull nothing that would keep an image out of it."""
    consequence = "rule 1 archives build-1, which is in use: from the archive nothing can be pulled"
    assert consequence in told([rule(["build-*"], count_type, 3, Action.TRANSITION)], carrying("build-*"))


def test_rules_for_the_archive_find_no_image_in_use() -> None:
    """An archived image runs nowhere. And its rule claims no other: what follows may act."""
    archived = rule(ANY, CountType.SINCE_IMAGE_TRANSITIONED, 90)
    alone = "rule 1 acts on archived images only, and from the archive nothing runs"
    assert alone == proof([archived], Contract())
    assert told([archived, rule(ANY, COUNT, 4)], carrying("pin-*"))
