"""Ages since the last pull and since the archiving, and rules for archived images.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from dataclasses import replace

import pytest

from retention.evaluate import evaluate
from retention.model import Action, CountType, Image, Policy, Rule
from tests.retention.builders import ANY, ARCHIVED, COUNT, NEVER, PULLED, PUSHED, UNTAGGED, ago, gone, image, rule
from tests.retention.strategies import NOW

UNPULLED = rule(ANY, PULLED, 30, Action.TRANSITION)
LONG_ARCHIVED = rule(ANY, ARCHIVED, 90)


@pytest.mark.parametrize(
    ("aged", "going"),
    [
        (image("a", pushed=31), True),
        (image("a", pushed=29), False),
        (image("a", pushed=99, pulled=31), True),
        (image("a", pushed=99, pulled=29), False),
        (image("a", pushed=99, pulled=98, archived=60, restored=29), False),
        (image("a", pushed=99, pulled=98, archived=60, restored=31), True),
        (image("a", pushed=99, archived=60, restored=29), False),
        (image("a", pushed=99, archived=60, restored=31), True),
        (image("a", pushed=99, archived=60, restored=50, pulled=29), False),
        (image("a", pushed=99, archived=60, restored=50, pulled=31), True),
    ],
    ids=[
        "never pulled",
        "never pulled, young",
        "pulled",
        "pulled lately",
        "pulled before a late restoration",
        "pulled before a restoration",
        "never pulled, restored lately",
        "never pulled, restored",
        "pulled lately after a restoration",
        "pulled after a restoration",
    ],
)
def test_days_since_the_last_pull(aged: Image, *, going: bool) -> None:
    """They count from the last pull, else the push; from a restoration, until there is a pull after it."""
    assert going == bool(gone([UNPULLED], aged))


@pytest.mark.parametrize(
    ("acting", "exactly"),
    [
        (UNPULLED, image("a", pushed=99, pulled=30)),
        (UNPULLED, image("a", pushed=99, archived=60, restored=30)),
        (LONG_ARCHIVED, image("a", pushed=99, archived=90)),
    ],
    ids=["pulled", "restored", "archived"],
)
def test_each_age_must_be_exceeded(acting: Rule, exactly: Image) -> None:
    """So many days ago to the microsecond is not yet more."""
    later = NOW.replace(microsecond=1)
    for now, outcome in ((NOW, "keep"), (later, "archive" if acting is UNPULLED else "expire")):
        assert outcome == evaluate(Policy.of(acting), [exactly], now)["a"].action


def test_a_pull_keeps_no_image_young_for_other_rules() -> None:
    """`sinceImagePushed` counts from the push, and so does the order of `imageCountMoreThan`."""
    pulled = image("pulled", pushed=9, pulled=0)
    assert {"pulled": 1} == gone([rule(ANY, PUSHED, 7)], pulled)
    assert {"pulled": 1} == gone([rule(ANY, COUNT, 1)], pulled, image("new", pushed=8))


@pytest.mark.parametrize("counting", [PUSHED, COUNT, PULLED])
def test_a_transition_archives(counting: CountType) -> None:
    """Whatever a rule counts, its action says what becomes of the image."""
    images = [image("a", pushed=9), image("b", pushed=0)]
    fates = evaluate(Policy.of(rule(ANY, counting, 1, Action.TRANSITION)), images, NOW)
    assert {"a": "archive", "b": "keep"} == {digest: fate.action for digest, fate in fates.items()}


@pytest.mark.parametrize(
    ("archived", "going"),
    [
        (image("a", pushed=200, archived=91), True),
        (image("a", pushed=200, archived=89), False),
        (image("a", pushed=200, pulled=199, archived=89), False),
    ],
)
def test_days_in_the_archive_count_from_the_archiving(archived: Image, *, going: bool) -> None:
    """Neither the push nor a pull counts."""
    assert going == bool(gone([LONG_ARCHIVED], archived))


def test_an_image_that_was_archived_again_counts_from_the_last_time() -> None:
    """It was restored in between, and lies in the archive since."""
    again = replace(image("a", pushed=300, archived=89), last_activated_at=ago(100))
    assert {} == gone([LONG_ARCHIVED], again)
    assert {"a": 1} == gone([rule(ANY, ARCHIVED, 88)], again)


def test_an_archived_image_of_unknown_date_counts_from_its_push() -> None:
    """A listing without the moment of archiving: longer, which is worse for it."""
    unknown = replace(image("a", pushed=91, archived=1), last_archived_at=None)
    assert {"a": 1} == gone([LONG_ARCHIVED], unknown)


@pytest.mark.parametrize(
    "acting", [rule(ANY, PUSHED, 1), rule(ANY, COUNT, 1), UNPULLED], ids=["pushed", "count", "pulled"]
)
def test_rules_for_standard_storage_leave_archived_images_alone(acting: Rule) -> None:
    """They neither act on them nor count them."""
    archived, standard = image("archived", pushed=99, archived=98), image("standard", pushed=0.5)
    assert {} == gone([acting], archived, standard)


def test_rules_for_the_archive_leave_other_images_alone() -> None:
    """An image that was restored is no longer archived."""
    assert {} == gone([LONG_ARCHIVED], image("a", pushed=200, archived=100, restored=0), image("b", pushed=200))


@pytest.mark.parametrize("selected", [ANY, UNTAGGED, ("a*",)], ids=str)
def test_no_rule_claims_an_image_of_the_other_class(selected: tuple[str, ...]) -> None:
    """AWS leaves it open: a rule that sees one class keeps no image of the other from later rules."""
    tags = ("a",) if selected == ("a*",) else ()
    standard, archived = image("standard", *tags, pushed=9), image("archived", *tags, pushed=200, archived=100)
    images = (standard, archived)
    assert {"archived": 2} == gone([rule(selected, COUNT, NEVER), rule(ANY, ARCHIVED, 90)], *images)
    assert {"archived": 1, "standard": 2} == gone([rule(selected, ARCHIVED, 90), rule(ANY, PUSHED, 1)], *images)
    assert {"standard": 2} == gone([rule(selected, ARCHIVED, 999), rule(ANY, PUSHED, 1)], *images)


def test_a_pin_claims_an_archived_image_only_if_a_rule_looks_there() -> None:
    """Rules for the archive claim among themselves by tags, as others do."""
    archived = image("a", "pin-1", pushed=200, archived=100)
    assert {"a": 2} == gone([rule(["pin-*"], COUNT, NEVER), LONG_ARCHIVED], archived)
    assert {} == gone([rule(["pin-*"], ARCHIVED, 9_999), LONG_ARCHIVED], archived)


def test_a_policy_may_archive_first_and_expire_later() -> None:
    """One rule for each class, in either order: each image meets the one for its own."""
    images = (
        image("old", pushed=99),
        image("young"),
        image("long", pushed=999, archived=99),
        image("short", pushed=999, archived=9),
    )
    assert {"old": 1, "long": 2} == gone([UNPULLED, LONG_ARCHIVED], *images)
    assert {"long": 1, "old": 2} == gone([LONG_ARCHIVED, UNPULLED], *images)
