"""What waivers make of what the rules find."""

import random
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.ledger import Ledger
from policy.model import UNKNOWN, Finding, Resource
from policy.rules import RULES
from tests.policy.waived import IMAGES_STAY, PROTECTED, TODAY, entry, full_urn, judged, read, repository_in

WEB, WORKER = (repository_in("prod", name) for name in ("web", "worker"))
STACK = [WEB, WORKER]
FORCED = Finding(WEB.urn, "web: deleted, it takes all its images along.")


def problems(ledger: Ledger, stack: Sequence[Resource] = STACK) -> list[str]:
    """What SP901 says."""
    return [each.message for each in ledger.problems(stack)]


def test_what_is_waived_is_shown_and_not_kept() -> None:
    """With its rule, and who answers for it, why and until when; what another rule or resource has is kept."""
    ledger = Ledger(RULES, read(entry(rule="SP203-images-stay")))
    others = (PROTECTED, FORCED), (IMAGES_STAY, Finding(WORKER.urn, "worker: the same."))
    assert [("SP203-images-stay", others[1][1]), ("SP203-live-repository-protected", FORCED)] == judged(
        ledger, STACK, (IMAGES_STAY, FORCED), *others
    )
    expected = (
        "SP203-images-stay: A repository is not deleted with its images in it.\n"
        "web: deleted, it takes all its images along.\n"
        "Waived until 2027-01-31 by the platform team: It is empty, and moves to another account in January."
    )
    assert [Finding(WEB.urn, expected)] == list(ledger.waived(STACK))
    assert [] == problems(ledger)


def test_a_number_is_for_all_its_rules() -> None:
    """SP203 is two, and one finding is enough for the waiver to be needed."""
    ledger = Ledger(RULES, read(entry()))
    assert [] == judged(ledger, STACK, (IMAGES_STAY, FORCED), (PROTECTED, FORCED))
    assert ["SP203-images-stay", "SP203-live-repository-protected"] == [
        each.message.split(":")[0] for each in ledger.waived(STACK)
    ]
    only = Ledger(RULES, read(entry()))
    judged(only, STACK, (PROTECTED, FORCED))
    assert [] == problems(only)


def test_a_waiver_that_is_over_waives_nothing() -> None:
    """The finding is kept, and it is told that the waiver is over, and by whom it was."""
    ledger = Ledger(RULES, read(entry(expires="2026-11-24")))
    assert [("SP203-images-stay", FORCED)] == judged(ledger, STACK, (IMAGES_STAY, FORCED))
    assert [] == list(ledger.waived(STACK))
    (said,) = problems(ledger)
    assert (
        "waivers.yaml: entry 1, expires: the waiver is over since 2026-11-24. Mend what SP203 finds, and remove the "
        "entry; the platform team was to see to it."
    ) == said


@pytest.mark.parametrize("urn", [WEB.urn, full_urn("gone"), full_urn("gone-*")])
def test_a_waiver_that_is_not_needed_is_told(urn: str) -> None:
    """Where the rule finds nothing, and where there is no such resource."""
    ledger = Ledger(RULES, read(entry(urn=urn)))
    judged(
        ledger,
        STACK,
        (IMAGES_STAY, Finding(WORKER.urn, "worker: another.")),
        ("SP301-image-by-digest", FORCED),
    )
    assert [
        f"waivers.yaml: entry 1, urn: SP203 finds nothing in {urn}. Remove the entry, or correct its URN."
    ] == problems(ledger)


def test_one_of_several_is_enough() -> None:
    """A waiver for several resources is needed while one of them has a finding."""
    ledger = Ledger(RULES, read(entry(urn=full_urn("w*orker")), entry(urn=full_urn("web*"))))
    judged(ledger, [*STACK, repository_in("prod", "web-2")], (IMAGES_STAY, FORCED))
    assert ["waivers.yaml: entry 1"] == [each.split(",")[0] for each in problems(ledger)]


def test_what_was_not_looked_at_is_not_told_to_be_sound() -> None:
    """With --target a rule may not see what the waiver is for, and the configuration may switch the rule off."""
    ledger = Ledger(RULES, read(entry()))
    rules = {rule.name: rule for rule in RULES}
    for rule in RULES:
        if rule.name != IMAGES_STAY:
            ledger.kept(rule, STACK, [])
    assert [] == problems(ledger)
    ledger.kept(rules[IMAGES_STAY], [WORKER], [])
    assert [] == problems(ledger)
    ledger.kept(rules[IMAGES_STAY], [WEB], [])
    assert 1 == len(problems(ledger))


@pytest.mark.parametrize("props", [{"tags": {"x": UNKNOWN}}, {"list": ["x", UNKNOWN]}])
def test_what_a_preview_does_not_know_may_still_be_found(props: dict[str, Any]) -> None:
    """By a rule that judges one resource before it is made; what judges the stack says so by itself."""
    unknown = replace(WEB, props=props)
    for rule, expected in ((IMAGES_STAY, 0), (PROTECTED, 1)):
        ledger = Ledger(RULES, read(entry(rule=rule)))
        judged(ledger, [unknown])
        assert expected == len(problems(ledger))
        judged(ledger, [replace(WEB, props={"tags": {"x": ["known"]}})])
        assert 1 == len(problems(ledger))


def test_waivers_of_other_stacks_are_left_alone() -> None:
    """Over or not needed, they are that stack's concern, or that project's; what cannot be read is everybody's."""
    for other in (full_urn("web", stack="staging"), full_urn("web").replace("::shop::", "::shops::")):
        ledger = Ledger(RULES, read(entry(urn=other), entry(urn=other, expires="2026-01-01")))
        judged(ledger, STACK)
        assert [] == problems(ledger)
    staging = [repository_in("staging", "web")]
    ledger = Ledger(RULES, read(entry(), entry(rule="SP101")))
    judged(ledger, staging)
    assert ["waivers.yaml: entry 2"] == [each.split(",")[0] for each in problems(ledger, staging)]


def test_what_is_judged_again_is_written_down_anew() -> None:
    """A preview and its update may share a process: what was mended is not shown, nor shown twice."""
    ledger = Ledger(RULES, read(entry()))
    for _ in range(2):
        judged(ledger, STACK, (IMAGES_STAY, FORCED))
    assert 1 == len(list(ledger.waived(STACK)))
    assert [] == list(ledger.waived([WORKER]))
    judged(ledger, STACK)
    assert [] == list(ledger.waived(STACK))


NAMES = ["web", "web-2", "worker"]
everywhere = [repository_in(stack, name) for stack in ("prod", "staging") for name in NAMES]
findings = st.lists(
    st.tuples(
        st.sampled_from([rule.name for rule in RULES]),
        st.builds(Finding, st.sampled_from([each.urn for each in everywhere]), st.just("x")),
    ),
    unique=True,
)
entries = st.lists(
    st.builds(
        lambda rule, urn, expires: entry(rule=rule, urn=urn, expires=expires),
        st.sampled_from(["SP101", "SP202", "SP203", "SP301", IMAGES_STAY]),
        st.sampled_from([*(each.urn for each in everywhere), full_urn("web*"), full_urn("*")]),
        st.sampled_from(["2026-11-24", "2026-11-25", "2027-01-31", "2027-12-31"]),
    ),
    max_size=4,
)


@given(findings, entries)
def test_a_waiver_hides_what_it_is_for_and_nothing_else(
    found: list[tuple[str, Finding]], given_: list[dict[str, str]]
) -> None:
    """What is kept and what is shown are all that was found; shown is only what a waiver in force names."""
    ledger = Ledger(RULES, read(*given_))
    kept = judged(ledger, everywhere, *found)
    shown = [(each.message.split(":")[0], Finding(each.urn, "x")) for each in ledger.waived(everywhere)]
    assert sorted(found) == sorted([*kept, *shown])
    for name, finding in shown:
        assert any(
            name.startswith(each["rule"])
            and fnmatchcase(finding.urn, each["urn"])
            and each["rule"] != "SP101"
            and each["urn"] != full_urn("*")
            and str(TODAY) <= each["expires"] < "2027-03"
            for each in given_
        )


@given(findings, entries, st.randoms())
def test_the_order_of_waivers_means_nothing(
    found: list[tuple[str, Finding]], given_: list[dict[str, str]], chance: random.Random
) -> None:
    """The same is kept, and the same shown; what is wrong is told with the numbers that the entries now have."""
    said = []
    for _ in range(2):
        ledger = Ledger(RULES, read(*given_))
        kept = judged(ledger, everywhere, *found)
        told = sorted(each.partition(",")[2] for each in problems(ledger, everywhere))
        said.append((kept, list(ledger.waived(everywhere)), told))
        chance.shuffle(given_)
    assert said[0] == said[1]


@given(findings, entries, entries)
def test_a_waiver_more_never_refuses_more(
    found: list[tuple[str, Finding]], fewer: list[dict[str, str]], more: list[dict[str, str]]
) -> None:
    """But for what SP901 says of the waivers themselves."""
    before, after = (judged(Ledger(RULES, read(*each)), everywhere, *found) for each in (fewer, [*fewer, *more]))
    assert set(after) <= set(before)
