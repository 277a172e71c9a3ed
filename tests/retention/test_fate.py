"""What is said of an image's fate: the action, the rules behind it, and why."""

import pytest

from retention.evaluate import evaluate
from retention.model import Action, Policy, Rule
from tests.retention.builders import ANY, ARCHIVED, COUNT, PULLED, PUSHED, UNTAGGED, image, rule
from tests.retention.strategies import NOW

RULES = Policy.of(
    rule(["pin-*"], COUNT, 99),
    rule(["build-*"], COUNT, 2),
    rule(["day-*"], PUSHED, 1),
    rule(UNTAGGED, PUSHED, 7),
    rule(["slow-*"], PULLED, 1, Action.TRANSITION),
    rule(["one-*"], COUNT, 1),
    rule(ANY, ARCHIVED, 90),
)
PINS, BUILDS, DAYS, BARE, SLOW, ONE, LONG = RULES.rules

IMAGES = [
    image("pinned", "pin-1", "build-1", pushed=9),
    *(image(f"build {number}", f"build-{number}", pushed=number) for number in (2, 3, 4)),
    image("day", "day-1", pushed=9),
    image("index", "v1", pushed=9, children=["child"]),
    image("child", pushed=9),
    image("bare", pushed=9),
    image("slow", "slow-1", pushed=9),
    image("signature", "pin-2", subject="bare"),
    image("statement", subject="signature"),
    image("note", "slow-2", subject="slow"),
    *(image(f"one {number}", f"one-{number}", pushed=number) for number in (1, 2)),
    image("long", pushed=200, archived=91),
    image("short", pushed=200, archived=9),
]
FATES = evaluate(RULES, IMAGES, NOW)


@pytest.mark.parametrize(
    ("digest", "action", "acts", "claims"),
    [
        ("pinned", "keep", None, PINS),
        ("build 2", "keep", None, BUILDS),
        ("build 3", "keep", None, BUILDS),
        ("build 4", "expire", BUILDS, BUILDS),
        ("day", "expire", DAYS, DAYS),
        ("index", "keep", None, None),
        ("child", "keep", None, BARE),
        ("bare", "expire", BARE, BARE),
        ("slow", "archive", SLOW, SLOW),
        ("signature", "expire", BARE, PINS),
        ("statement", "expire", BARE, BARE),
        ("note", "archive", SLOW, SLOW),
        ("one 2", "expire", ONE, ONE),
        ("long", "expire", LONG, LONG),
        ("short", "keep", None, LONG),
    ],
)
def test_an_action_and_the_rules_behind_it(digest: str, action: str, acts: Rule | None, claims: Rule | None) -> None:
    """`acts` is the rule that acts, for a referrer its subject's; `claims` is the image's own; one of them decides."""
    fate = FATES[digest]
    assert (action, acts, claims, acts or claims) == (fate.action, fate.acts, fate.claims, fate.decides)


@pytest.mark.parametrize(
    ("digest", "why"),
    [
        (
            "pinned",
            "rule 1 claims and keeps it: it is among the 99 youngest; rule 2 would expire it, and must not",
        ),
        ("build 2", "rule 2 claims and keeps it: it is among the 2 youngest"),
        ("build 4", "rule 2 expires it: it is not among the 2 youngest"),
        ("day", "rule 3 expires it: it was pushed more than 1 day ago"),
        ("index", "no rule selects it"),
        ("child", "rule 4 would expire it, but index index refers to it, and stays"),
        ("bare", "rule 4 expires it: it was pushed more than 7 days ago"),
        ("slow", "rule 5 archives it: it was not pulled for more than 1 day"),
        ("signature", "it refers to bare, which goes by rule 4; referrers follow"),
        ("statement", "it refers to signature, which goes by rule 4; referrers follow"),
        ("long", "rule 7 expires it: it was archived more than 90 days ago"),
        ("short", "rule 7 claims and keeps it: it was archived no more than 90 days ago"),
    ],
)
def test_the_reason_names_the_rule_and_the_condition(digest: str, why: str) -> None:
    """One clause for each kind of fate, in words that name numbers and digests."""
    assert why == FATES[digest].why


def test_an_archived_image_that_no_rule_selects_says_so() -> None:
    """Rules for standard storage are not about it."""
    (fate,) = evaluate(Policy.of(rule(ANY, PUSHED, 1)), [image("a", pushed=9, archived=8)], NOW).values()
    assert "no rule for archived images selects it" == fate.why


def test_the_first_rule_that_must_not_act_is_named() -> None:
    """Of all later rules that would act, the reason names the one that would come first, and none that would not."""
    rules = [
        rule(["a"], COUNT, 9),
        rule(["*"], PUSHED, 99),
        rule(["a*"], PUSHED, 1, Action.TRANSITION),
        rule(ANY, PUSHED, 2),
    ]
    (fate,) = evaluate(Policy.of(*rules), [image("a", "a", pushed=9)], NOW).values()
    assert fate.why.endswith("; rule 3 would archive it, and must not")
