"""Which images a rule identifies, which of them it acts on, and what rules are to one another.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import permutations

import pytest

from retention.evaluate import evaluate
from retention.model import Image, Policy
from tests.retention.builders import ANY, COUNT, NEVER, PUSHED, UNTAGGED, ago, gone, image, prefixed, rule
from tests.retention.strategies import NOW

MICROSECOND = 1 / 86_400_000_000
"""In days."""


class Spring(tzinfo):
    """A place whose clocks went from one hour ahead of UTC to two on 29 March 2026."""

    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta(hours=2 if dt and (dt.month, dt.day) >= (3, 29) else 1)

    def dst(self, dt: datetime | None) -> timedelta:
        return self.utcoffset(dt) - timedelta(hours=1)

    def tzname(self, dt: datetime | None) -> str:
        return "Spring"


@pytest.mark.parametrize(
    ("selected", "identified"),
    [(ANY, {"bare", "tagged"}), (UNTAGGED, {"bare"}), (("*",), {"tagged"})],
)
def test_the_tag_status_says_whether_tags_are_wanted(selected: tuple[str, ...], identified: set[str]) -> None:
    """Any image, one without a tag, or one with tags for the list."""
    assert (
        identified == gone([rule(selected, PUSHED, 1)], image("bare", pushed=9), image("tagged", "a", pushed=9)).keys()
    )


@pytest.mark.parametrize(
    ("tags", "identified"),
    [
        (("prod-1", "eu-1"), True),
        (("eu-1", "other", "prod-1"), True),
        (("prod-1",), False),
        (("eu-1",), False),
        (("prod-1", "prod-2"), False),
        (("prod-eu",), False),
    ],
)
def test_every_entry_needs_a_tag_and_any_tag_will_do(tags: tuple[str, ...], *, identified: bool) -> None:
    """The entries of a list are joined with AND, and different tags may satisfy different entries."""
    old = image("a", *tags, pushed=9)
    assert identified == bool(gone([rule(["prod-*", "eu-*"], PUSHED, 1)], old))
    assert identified == bool(gone([prefixed(["prod-", "eu-"], PUSHED, 1)], old))


def test_one_tag_may_satisfy_every_entry() -> None:
    """Entries may overlap: no tag is used up by one."""
    assert {"a": 1} == gone([rule(["prod*", "*eu"], PUSHED, 1)], image("a", "prod-eu", pushed=9))


@pytest.mark.parametrize(
    ("tag", "identified"),
    [("prod", True), ("prod-test", True), ("production", True), ("pro", False), ("a-prod", False), ("Prod", False)],
)
def test_a_prefix_takes_whatever_begins_with_it(tag: str, *, identified: bool) -> None:
    """`prod` also means `production`; case counts."""
    assert identified == bool(gone([prefixed(["prod"], PUSHED, 1)], image("a", tag, pushed=9)))


@pytest.mark.parametrize(("tag", "identified"), [("prod", True), ("prod-1", False), ("a-prod", False), ("PROD", False)])
def test_a_pattern_without_a_star_is_one_tag(tag: str, *, identified: bool) -> None:
    """Patterns select whole tags."""
    assert identified == bool(gone([rule(["prod"], PUSHED, 1)], image("a", tag, pushed=9)))


def test_a_star_in_a_prefix_is_a_star() -> None:
    """The same entry selects all builds as a pattern, and none as a prefix."""
    old = image("a", "build-1", pushed=9)
    assert {"a": 1} == gone([rule(["build-*"], PUSHED, 1)], old)
    assert {} == gone([prefixed(["build-*"], PUSHED, 1)], old)


def test_a_prefix_selects_whatever_character_follows() -> None:
    """No character of Python's is beyond the end of a prefix, not even the last."""
    assert {"a": 1} == gone([prefixed(["a"], PUSHED, 1)], image("a", "a\U0010ffff", pushed=9))


def test_all_but_the_youngest_go() -> None:
    """Order is by the push, whatever order the images are listed in."""
    for listed in permutations([image("new", pushed=1), image("older", pushed=2), image("oldest", pushed=3)]):
        assert {"older": 1, "oldest": 1} == gone([rule(ANY, COUNT, 1)], *listed)
        assert {"oldest": 1} == gone([rule(ANY, COUNT, 2)], *listed)
        assert {} == gone([rule(ANY, COUNT, 3)], *listed)


def test_only_identified_images_take_up_places() -> None:
    """Younger images that the rule does not select push nothing out."""
    assert {} == gone([rule(["prod"], COUNT, 1)], image("old", "prod", pushed=9), image("new", "dev", pushed=1))


def test_a_restoration_puts_an_image_in_front() -> None:
    """An image that was ever restored is ordered by the last restoration."""
    restored, newer = image("restored", pushed=9, archived=5, restored=1), image("newer", pushed=2)
    assert {"newer": 1} == gone([rule(ANY, COUNT, 1)], restored, newer)
    assert {"restored": 1} == gone([rule(ANY, COUNT, 1)], restored, image("newest", pushed=0.5))


@pytest.mark.parametrize(
    ("keep", "going"), [(1, {"b", "c", "d"}), (2, {"b", "c", "d"}), (3, {"b", "c", "d"}), (4, set())]
)
def test_of_images_of_one_moment_each_is_the_oldest(keep: int, going: set[str]) -> None:
    """Where the places end among images pushed at one moment, none of these is sure of one."""
    images = [image("a", pushed=1), *(image(name, pushed=2) for name in "bcd")]
    assert going == gone([rule(ANY, COUNT, keep)], *images).keys()


def test_a_tie_that_the_places_suffice_for_harms_nobody() -> None:
    """Images of one moment all stay if there are places for all."""
    images = [image("a", pushed=1), image("b", pushed=1), image("c", pushed=2)]
    assert {"c": 1} == gone([rule(ANY, COUNT, 2)], *images)


def test_a_restoration_can_tie_with_a_push() -> None:
    """One moment is one moment, whatever happened then."""
    images = [image("a", pushed=9, archived=5, restored=1), image("b", pushed=1)]
    assert {"a": 1, "b": 1} == gone([rule(ANY, COUNT, 1)], *images)


def test_a_microsecond_is_an_order() -> None:
    """Only the very same moment is a tie."""
    images = [image("a", pushed=1), image("b", pushed=1 + MICROSECOND)]
    assert {"b": 1} == gone([rule(ANY, COUNT, 1)], *images)


def test_a_push_in_the_future_is_the_youngest() -> None:
    """Clocks differ: an image may seem to be pushed after now."""
    assert {"now": 1} == gone([rule(ANY, COUNT, 1)], image("now", pushed=0), image("soon", pushed=-1))


@pytest.mark.parametrize(
    ("days", "going"),
    [(7, False), (7 - MICROSECOND, False), (7 + MICROSECOND, True), (8, True), (0, False), (-30, False)],
)
def test_days_are_counted_to_the_moment(days: float, *, going: bool) -> None:
    """An image that is seven days old to the microsecond is not more than seven days old. Nor is a future one."""
    assert going == bool(gone([rule(ANY, PUSHED, 7)], image("a", pushed=days)))


@pytest.mark.parametrize(
    "zone", [timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), timezone(timedelta(hours=5, minutes=30))]
)
def test_an_offset_does_not_change_a_moment(zone: timezone) -> None:
    """Pushes and now may come with any offset: the day starts nowhere."""
    kept, due = ago(7).astimezone(zone), ago(7 + MICROSECOND).astimezone(zone)
    for now in (NOW, NOW.astimezone(zone)):
        fates = evaluate(Policy.of(rule(ANY, PUSHED, 7)), [Image("kept", (), kept), Image("due", (), due)], now)
        assert {"kept": "keep", "due": "expire"} == {digest: fate.action for digest, fate in fates.items()}


def test_a_day_has_24_hours_when_clocks_are_put_forward() -> None:
    """An age is elapsed time, also where a calendar day was an hour shorter."""
    zone = Spring()
    pushed, now = datetime(2026, 3, 28, 12, tzinfo=zone), datetime(2026, 3, 29, 12, 30, tzinfo=zone)
    fates = evaluate(Policy.of(rule(ANY, PUSHED, 1)), [Image("a", (), pushed)], now)
    assert "keep" == fates["a"].action


def test_a_restoration_does_not_renew_the_age() -> None:
    """AWS does not say so: the push counts, which is worse for an image in use."""
    assert {"a": 1} == gone([rule(ANY, PUSHED, 7)], image("a", pushed=9, archived=5, restored=1))


def test_more_days_than_a_calendar_has_are_never_over() -> None:
    """ECR's largest number of days reaches back before the first year."""
    assert {} == gone([rule(ANY, PUSHED, 2**31 - 1)], Image("a", (), datetime.min.replace(tzinfo=NOW.tzinfo)))


def test_an_image_that_a_rule_identifies_is_out_of_reach_of_later_ones() -> None:
    """The first rule keeps what the second would expire, although it never acts."""
    rules = [rule(["pin-*"], COUNT, NEVER), rule(ANY, PUSHED, 1)]
    assert {"b": 2} == gone(rules, image("a", "pin-1", pushed=9), image("b", "build-1", pushed=9))


def test_an_age_rule_claims_also_what_is_too_young_for_it() -> None:
    """Claiming goes by tags and storage class, and not by age."""
    assert {} == gone([rule(["a"], PUSHED, 30), rule(ANY, COUNT, 1)], image("a", "a", pushed=9), image("b", "b"))


def test_an_image_that_a_rule_acts_on_is_that_rule_s_alone() -> None:
    """Where both rules would act, the lower number does."""
    assert {"a": 1} == gone([rule(ANY, PUSHED, 1), rule(ANY, PUSHED, 2)], image("a", pushed=9))


def test_claimed_images_take_up_places_below() -> None:
    """A pinned image that is younger pushes a build out, as the second rule identifies both."""
    rules = [rule(["pin-*"], COUNT, NEVER), rule(["build-*"], COUNT, 1)]
    build = image("build", "build-1", pushed=2)
    assert {"build": 2} == gone(rules, build, image("pinned", "build-2", "pin-2", pushed=1))
    assert {} == gone(rules, build, image("pinned", "pin-2", pushed=1))


def test_expired_images_are_identified_as_if_they_were_not() -> None:
    """What the first rule expires still takes up a place of the second."""
    rules = [rule(["tmp"], PUSHED, 1), rule(ANY, COUNT, 1)]
    assert {"tmp": 1, "old": 2} == gone(rules, image("tmp", "tmp", pushed=2), image("old", pushed=3))


def test_the_priority_counts_and_not_the_array() -> None:
    """The rule with the lowest number is first, wherever it stands and however large the gaps."""
    claiming = replace(rule(["a"], COUNT, NEVER), priority=7)
    acting = replace(rule(ANY, PUSHED, 1), priority=900)
    for order in permutations([claiming, acting]):
        fates = evaluate(Policy(order), [image("a", "a", pushed=9), image("b", pushed=9)], NOW)
        assert {"a": None, "b": 900} == {name: fate.acts and fate.acts.priority for name, fate in fates.items()}


def test_a_newer_image_of_a_longer_name_evicts_the_one_in_use() -> None:
    """A prefix that is also the start of another tag: the newer `prod-test` takes the only place of `prod`."""
    images = [image("in use", "prod", pushed=2), image("test", "prod-test", pushed=1)]
    assert {"in use": 1} == gone([prefixed(["prod"], COUNT, 1)], *images)
    assert {} == gone([rule(["prod"], COUNT, 1)], *images)


def test_an_empty_repository_has_no_fates() -> None:
    """There is nothing to act on."""
    assert {} == evaluate(Policy.of(rule(ANY, COUNT, 1)), [], NOW)


def test_a_policy_without_rules_does_nothing() -> None:
    """Every image stays, and no rule decides that."""
    (fate,) = evaluate(Policy(()), [image("a", "a", pushed=9999)], NOW).values()
    assert ("keep", None, None) == (fate.action, fate.acts, fate.decides)


def test_images_may_be_given_one_by_one() -> None:
    """Any iterable is read once."""
    assert {"a", "b"} == evaluate(Policy.of(rule(ANY, COUNT, 1)), (image(name) for name in "ab"), NOW).keys()
