"""Which rule of a listener is tried first."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workloads.route
from workloads.route import priorities, stable_priority

# On a listener with so few priorities, names collide all the time.
FEW = 12
names = st.sets(st.text("abc-", min_size=1, max_size=5), max_size=FEW - 4)


@contextmanager
def few_priorities() -> Iterator[None]:
    """A listener with twelve of them."""
    with mock.patch.object(workloads.route, "HIGHEST_PRIORITY_NUMBER", FEW):
        yield


def test_a_priority_depends_on_the_name_alone() -> None:
    """And not on the process: were it to give others one day, every rule of every stack would change."""
    assert [40860, 4356] == [stable_priority("web-prod"), stable_priority("web-staging")]


@given(st.text())
def test_a_priority_is_one_that_aws_takes(name: str) -> None:
    """1 to 50000."""
    assert stable_priority(name) in range(1, 50001)


@given(names, st.sets(st.integers(1, FEW), max_size=3))
def test_rules_of_one_listener_have_distinct_priorities(given_names: set[str], taken: set[int]) -> None:
    """Every name has one, none has another's, and none has one that is taken."""
    with few_priorities():
        found = priorities(given_names, taken)
        assert given_names == set(found)
        assert len(found) == len(set(found.values()))
        assert not taken & set(found.values())
        assert set(found.values()) <= set(range(1, FEW + 1))


@given(names, st.integers())
def test_the_order_of_names_does_not_matter(given_names: set[str], seed: int) -> None:
    """Nor does a name that is there twice."""
    with few_priorities():
        mixed = sorted(given_names) * 2
        random.Random(seed).shuffle(mixed)
        assert priorities(sorted(given_names)) == priorities(mixed)


@given(names, st.text("abc-", min_size=1, max_size=5))
def test_another_name_changes_nothing_for_those_it_does_not_collide_with(given_names: set[str], added: str) -> None:
    """Unless the number that it gets was somebody's, all others keep theirs; and to get it, it has to be its own."""
    with few_priorities():
        before, after = priorities(given_names - {added}), priorities(given_names | {added})
        others = {name: priority for name, priority in after.items() if name != added}
        assert before == others or after[added] in before.values()
        for name, priority in before.items():
            if stable_priority(name) == priority != stable_priority(added):
                assert priority == after[name]


@given(names)
def test_without_a_collision_everybody_has_the_stable_one(given_names: set[str]) -> None:
    """As nearly all have on a listener of AWS's, which has 50000."""
    stable = {name: stable_priority(name) for name in given_names}
    if len(set(stable.values())) == len(stable):
        assert stable == priorities(given_names)


def test_the_last_priority_is_followed_by_the_first() -> None:
    """Who moves on from there begins anew."""
    with few_priorities():
        both = sorted([name for name in map(str, range(1000)) if stable_priority(name) == FEW][:2])
        assert {both[0]: FEW, both[1]: 1} == priorities(both)


def test_a_listener_can_be_full() -> None:
    """The message says how many rules there are too many of."""
    with few_priorities():
        assert set(range(1, FEW + 1)) == set(priorities(map(str, range(FEW))).values())
        with pytest.raises(ValueError, match=f"{FEW} rules are more than .* left; use several listeners"):
            priorities(map(str, range(FEW)), taken=[1])
