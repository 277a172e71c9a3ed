"""Which first rule keeps pinned images from all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.build import PINNED
from retention.model import Action, Policy, Rule
from retention.verify import Safe, Unsafe, verify
from tests.retention.builders import ANY, COUNT, NEVER, PULLED, PUSHED, UNTAGGED, prefixed, rule

entries = st.lists(
    st.sampled_from(["pin-*", "pin*", "*", "build-*", "pin-20*", "pin-", "*-*", "*x"]), min_size=1, max_size=3
)
LATER = rule(["build-*"], COUNT, 30)


def keeps_pins(first: Rule) -> bool:
    """Whether a policy of `first` and a count of builds never takes a pinned image."""
    verdict = verify(Policy.of(first, LATER), PINNED)
    assert isinstance(verdict, Safe | Unsafe)
    return isinstance(verdict, Safe)


@pytest.mark.parametrize(
    "first",
    [
        rule(["pin-*"], COUNT, NEVER),
        rule(["pin*"], COUNT, NEVER),
        rule(["*"], COUNT, NEVER),
        rule(["*in-*"], COUNT, NEVER),
        rule(["pin-*", "p*"], COUNT, NEVER),
        prefixed(["pin-"], COUNT, NEVER),
        prefixed(["pi"], COUNT, NEVER),
        rule(["pin-*"], COUNT, 999_999),
    ],
)
def test_safe_if_every_pin_is_claimed_and_none_expires(first: Rule) -> None:
    """Each entry of the list selects every pin, and the count is beyond ECR's quota."""
    assert keeps_pins(first)


@pytest.mark.parametrize(
    "first",
    [
        rule(["build-*"], COUNT, NEVER - 1),
        rule(["pin-"], COUNT, NEVER),
        rule(["pin-20*"], COUNT, NEVER),
        prefixed(["pin-2"], COUNT, NEVER),
        prefixed(["*"], COUNT, NEVER),
        prefixed(["p*"], COUNT, NEVER),
        prefixed(["pin-*"], COUNT, NEVER),
        rule(["pin-*", "prod-*"], COUNT, NEVER),
        prefixed(["pin-", "prod"], COUNT, NEVER),
        rule(UNTAGGED, COUNT, NEVER),
        rule(["pin-*"], COUNT, NEVER - 1),
        rule(["pin-*"], PUSHED, 7),
        rule(["pin-*"], PULLED, 7, Action.TRANSITION),
        rule(["pin-*"], COUNT, NEVER - 1, Action.TRANSITION),
    ],
)
def test_unsafe_if_a_pin_is_missed_or_removed_in_the_end(first: Rule) -> None:
    """Some pinned image is not claimed, and the count of builds takes it, or the first rule does."""
    assert not keeps_pins(first)


@given(entries, st.sampled_from(["pin-*", "build-*", "*", "x-*"]))
def test_another_entry_never_makes_a_list_safe(listed: list[str], another: str) -> None:
    """Entries are joined with AND, so a longer list claims fewer images."""
    if not keeps_pins(rule(listed, COUNT, NEVER)):
        assert not keeps_pins(rule([*listed, another], COUNT, NEVER))


@given(st.lists(st.sampled_from(["p", "pi", "pin-", "pin-2", "build-"]), min_size=1, max_size=2))
def test_a_prefix_is_a_pattern_that_ends_in_a_star(listed: list[str]) -> None:
    """A list of prefixes without stars, which mean nothing in them, gets the verdict of patterns that end in one."""
    patterns = rule([entry + "*" for entry in listed], COUNT, NEVER)
    assert keeps_pins(patterns) == keeps_pins(prefixed(listed, COUNT, NEVER))


def test_any_as_the_only_rule_claims_pins_too() -> None:
    """A policy whose one rule never fires takes nothing."""
    assert isinstance(verify(Policy.of(rule(ANY, COUNT, NEVER)), PINNED), Safe)
