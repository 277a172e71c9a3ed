"""What holds of every policy and every repository.

Worse is worse for an image in use: to be archived is worse than to stay, and to expire is worse than to be archived.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from retention.evaluate import evaluate
from retention.fate import Fate, Outcome
from retention.model import Action, Image, Policy, Rule, StorageClass
from retention.snapshot import Snapshot, microseconds
from tests.retention.builders import COUNT, NEVER, PUSHED, UNTAGGED, rule
from tests.retention.naive import SEVERITY, identifies
from tests.retention.strategies import NOW, policies, repositories

PIN = "pin-20260101T0000-0123456789ab"
KEEP_PINNED = rule(["pin-*"], COUNT, NEVER)
in_use = repositories().filter(lambda images: any(image.storage_class is StorageClass.STANDARD for image in images))
"""Repositories that have an image to pull."""


def only(test: Callable[[Rule], bool]) -> SearchStrategy[Policy]:
    """Policies whose rules all pass a test; they may have none."""
    return policies().map(lambda policy: Policy(tuple(filter(test, policy.rules))))


def severities(fates: Mapping[str, Fate]) -> dict[str, int]:
    """How bad each fate is."""
    return {digest: SEVERITY.index(fate.action) for digest, fate in fates.items()}


def got_worse(before: Mapping[str, Fate], after: Mapping[str, Fate]) -> set[str]:
    """The images, of those in both, whose fate is worse in the second."""
    first, second = severities(before), severities(after)
    return {digest for digest in first.keys() & second.keys() if second[digest] > first[digest]}


@given(policies(), repositories())
def test_only_the_rule_that_claims_an_image_acts_on_it(policy: Policy, images: tuple[Image, ...]) -> None:
    """That is the first that identifies the image. Another rule's action reaches only what refers to its image."""
    fates = evaluate(policy, images, NOW)
    for image in images:
        fate = fates[image.digest]
        assert next((rule for rule in policy.rules if identifies(rule, image)), None) == fate.claims
        if fate.acts not in (None, fate.claims):
            assert fates[str(image.subject)].acts == fate.acts


@given(policies(), repositories())
def test_a_rule_acts_exactly_on_what_does_not_stay(policy: Policy, images: tuple[Image, ...]) -> None:
    """And on what stays none does; there is always a reason."""
    for fate in evaluate(policy, images, NOW).values():
        assert (fate.action is Outcome.KEEP) == (fate.acts is None)
        assert fate.why


@given(policies(), repositories(), st.data())
def test_the_order_of_the_array_means_nothing(policy: Policy, images: tuple[Image, ...], data: st.DataObject) -> None:
    """The same rules in any order have the same effect, and the same text."""
    shuffled = Policy(tuple(data.draw(st.permutations(policy.rules))))
    assert policy.text == shuffled.text
    assert evaluate(policy, images, NOW) == evaluate(shuffled, images, NOW)


@given(policies(), repositories(), st.data())
def test_the_order_of_the_images_means_nothing(policy: Policy, images: tuple[Image, ...], data: st.DataObject) -> None:
    """A listing in any order gives the same fates, reasons included."""
    assert evaluate(policy, images, NOW) == evaluate(policy, data.draw(st.permutations(images)), NOW)


@given(policies(), repositories())
def test_gaps_between_priorities_mean_nothing(policy: Policy, images: tuple[Image, ...]) -> None:
    """Numbering the rules afresh in their order changes nothing but the numbers."""
    renumbered = Policy.of(*policy.rules)
    places = dict(zip(policy.rules, renumbered.rules, strict=True))
    after = evaluate(renumbered, images, NOW)
    for digest, fate in evaluate(policy, images, NOW).items():
        assert (fate.action, fate.acts and places[fate.acts]) == (after[digest].action, after[digest].acts)


@given(policies(), repositories())
def test_a_snapshot_answers_in_order(policy: Policy, images: tuple[Image, ...]) -> None:
    """It gives numbers in ascending order, each once; a rule is due to act only on what it identifies."""
    snapshot = Snapshot(images)
    assert sorted(snapshot.counted_from, reverse=True) == list(snapshot.counted_from)
    for each in policy.rules:
        identified = list(snapshot.identified(each))
        assert [number for number, image in enumerate(snapshot.images) if identifies(each, image)] == identified
        due = list(snapshot.due(each, identified, microseconds(NOW)))
        assert [number for number in identified if number in due] == due


@given(only(lambda rule: rule.count_type.is_age), repositories(), st.integers(0, 40))
def test_time_alone_makes_no_fate_better(policy: Policy, images: tuple[Image, ...], quarters: int) -> None:
    """Under rules that count days, what goes now also goes later, and what expires does not merely get archived."""
    now, later = evaluate(policy, images, NOW), evaluate(policy, images, NOW + timedelta(days=quarters / 4))
    assert set() == got_worse(later, now)


@given(policies(), repositories(), st.sets(st.sampled_from(["a", "b", "ab", "bab", "new"])))
def test_a_younger_image_makes_no_fate_better(policy: Policy, images: tuple[Image, ...], tags: set[str]) -> None:
    """One more push, with any tags that are free, only pushes out: it is no index that could hold another."""
    free = tags.difference(*(image.tags for image in images))
    younger = Image("new", tuple(free), NOW + timedelta(microseconds=1))
    assert set() == got_worse(evaluate(policy, [*images, younger], NOW), evaluate(policy, images, NOW))


@given(only(lambda rule: rule.action is Action.EXPIRE), repositories())
def test_a_second_run_at_once_finds_nothing_to_do(policy: Policy, images: tuple[Image, ...]) -> None:
    """What expired has freed its places, and held nothing that a rule would act on."""
    fates = evaluate(policy, images, NOW)
    left = [image for image in images if fates[image.digest].action is Outcome.KEEP]
    assert {Outcome.KEEP} >= {fate.action for fate in evaluate(policy, left, NOW).values()}


def pinned(images: tuple[Image, ...], data: st.DataObject) -> tuple[Image, list[Image]]:
    """Put a pin on an image in standard storage. Returns it, and all."""
    chosen = data.draw(st.sampled_from([image for image in images if image.storage_class is StorageClass.STANDARD]))
    with_pin = replace(chosen, tags=(*chosen.tags, PIN))
    return with_pin, [with_pin if image is chosen else image for image in images]


def kept_pinned(policy: Policy) -> Policy:
    """Put a rule that keeps pinned images before all others."""
    return Policy.of(KEEP_PINNED, *policy.rules)


@given(policies(), in_use, st.data())
def test_a_pinned_image_stays(policy: Policy, images: tuple[Image, ...], data: st.DataObject) -> None:
    """A first rule that never fires keeps what it claims, whatever follows; but for a referrer, its subject decides."""
    image, images_then = pinned(images, data)
    fates = evaluate(kept_pinned(policy), images_then, NOW)
    assert KEEP_PINNED == fates[image.digest].claims
    if image.subject is None or fates[image.subject].action is Outcome.KEEP:
        assert Outcome.KEEP == fates[image.digest].action


@given(policies(), in_use, st.data())
def test_a_claiming_tag_never_causes_an_action(policy: Policy, images: tuple[Image, ...], data: st.DataObject) -> None:
    """A tag that only a first rule selects, which never fires, makes no fate worse, its own image's or another's."""
    only_first = kept_pinned(
        Policy(tuple(rule for rule in policy.rules if not any(glob.selects(PIN) for glob in rule.globs)))
    )
    _, images_then = pinned(images, data)
    assert set() == got_worse(evaluate(only_first, images, NOW), evaluate(only_first, images_then, NOW))


@given(in_use, st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_pin_harms_nobody_under_our_own_policy(
    images: tuple[Image, ...], builds: int, days: int, data: st.DataObject
) -> None:
    """Pins, builds and untagged images each have a rule: pinning makes no fate worse, and its image stays."""
    policy = Policy.of(KEEP_PINNED, rule(["build-*"], COUNT, builds), rule(UNTAGGED, PUSHED, days))
    kinds = {"a": "build-", "b": "release-"}
    images = tuple(replace(image, tags=tuple(kinds[tag[0]] + tag for tag in image.tags)) for image in images)
    image, images_then = pinned(images, data)
    before, after = evaluate(policy, images, NOW), evaluate(policy, images_then, NOW)
    assert set() == got_worse(before, after)
    if image.subject is None:
        assert Outcome.KEEP == after[image.digest].action
