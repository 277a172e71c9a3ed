"""Which rule of a listener is tried first."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workloads.priority
from workloads.priority import LEFT_TO_ROUTES, priorities, stable_priority
from workloads.route import HIGHEST_PRIORITY_NUMBER, Route

ANY = Route(paths=("/*",))
FEW = 4
"""With so few priorities for each class, names collide all the time."""
PATHS = ["/*", "/a", "/a/*", "/a*", "/a/b/c", "*.png"]
names = st.text("abc-", min_size=1, max_size=5)
hosts = st.lists(st.sampled_from(["a.example.com", "*.example.com", "b?.example.com"]), max_size=2, unique=True)
routes = st.builds(
    lambda hosts, paths: Route(hosts=tuple(hosts), paths=tuple(paths)),
    hosts,
    st.lists(st.sampled_from(PATHS), min_size=1, max_size=2, unique=True),
)
named = st.dictionaries(names, routes, max_size=FEW)
segments = st.lists(st.text("ab", min_size=1, max_size=2), max_size=3)


@contextmanager
def few_priorities() -> Iterator[None]:
    """A listener with four of them for each of the eighteen classes."""
    with mock.patch.object(workloads.priority, "HIGHEST_PRIORITY_NUMBER", LEFT_TO_ROUTES + 18 * FEW):
        yield


def first(*tried: Route) -> bool:
    """Whether each route is tried before the next, whatever services they have."""
    numbers = [[stable_priority(name, route) for name in map(str, range(300))] for route in tried]
    return all(max(one) < min(other) for one, other in pairwise(numbers))


def test_a_priority_depends_on_name_and_route_alone() -> None:
    """And not on the process: were it to give others one day, every rule of every stack would change."""
    found = [stable_priority(name, ANY) for name in ("web/web", "api/api")]
    assert [48561, 47727] == found


@given(st.text(), routes)
def test_a_priority_is_one_that_aws_takes(name: str, route: Route) -> None:
    """5001 to 50000: what a route says may be before all of them."""
    assert stable_priority(name, route) in range(5001, 50001)


def test_a_listener_is_divided_among_the_classes() -> None:
    """The first has the numbers from 5001, the last those up to 50000."""
    deep = Route(hosts=("a.example.com",), paths=("/a/b/c/d/*",))
    assert (5001, 50000) == (
        min(stable_priority(str(number), deep) for number in range(30_000)),
        max(stable_priority(str(number), ANY) for number in range(30_000)),
    )
    assert 50000 == HIGHEST_PRIORITY_NUMBER


@pytest.mark.parametrize(
    "paths",
    [
        ("/api/*", "/*"),
        ("/api/v1/*", "/api/*"),
        ("/api", "/api*", "/*"),
        ("/", "/*"),
        ("/api/users", "/api/*"),
        ("/api/*/users", "/api*"),
        ("/a/b/c/d/*", "/a/b/c/*", "/a/b/*", "/a/*", "/a*", "*"),
        ("*.png", "/*"),
        ("/a*", "/**"),
    ],
)
def test_the_narrower_path_is_tried_first(paths: tuple[str, ...]) -> None:
    """By its segments before the first wildcard; any path comes last, as does none."""
    assert first(*(Route(paths=(path,)) for path in paths))
    assert first(*(Route(hosts=("a.com",), paths=(path,)) for path in paths))
    assert first(Route(hosts=("a.com",), paths=paths[:1]), Route(hosts=("a.com",)))


def test_hosts_count_before_paths() -> None:
    """An exact one before a wildcard, and that before none, whatever the paths."""
    assert first(
        Route(hosts=("a.example.com",), paths=("/*",)),
        Route(hosts=("*.example.com",), paths=("/a/b",)),
        Route(hosts=("?.example.com",)),
        Route(paths=("/a/b/c/d",)),
    )


def test_the_widest_of_several_counts() -> None:
    """It is what overlaps with others."""
    assert first(Route(paths=("/api/*",)), Route(paths=("/api/v1/x", "/*")))
    assert first(Route(hosts=("a.example.com",)), Route(hosts=("b.example.com", "*.example.com")))


@given(hosts, segments, segments.filter(bool), st.sampled_from(["", "/*"]))
def test_what_is_within_a_path_is_tried_before_it(
    within: list[str], above: list[str], below: list[str], end: str
) -> None:
    """An exact path, or all below one, before all below a path above it."""
    wide = Route(hosts=tuple(within), paths=("/".join(["", *above, "*"]),))
    assert first(Route(hosts=tuple(within), paths=("/".join(["", *above, *below]) + end,)), wide)


@given(named, st.sets(st.integers(1, FEW), max_size=3))
def test_rules_of_one_listener_have_distinct_priorities(given_routes: dict[str, Route], said: set[int]) -> None:
    """Every name has one, of its class, and none has another's, also where a route says it."""
    with few_priorities():
        saying = {f"said {number}": Route(paths=("/said",), priority=LEFT_TO_ROUTES + number) for number in said}
        found = priorities(given_routes | saying)
        assert given_routes.keys() | saying.keys() == found.keys()
        assert len(found) == len(set(found.values()))
        assert {LEFT_TO_ROUTES + number for number in said} == {found[name] for name in saying}
        for name, route in given_routes.items():
            assert (stable_priority(name, route) - 1) // FEW == (found[name] - 1) // FEW


@given(named, names, routes)
def test_another_route_changes_nothing_for_those_it_does_not_collide_with(
    given_routes: dict[str, Route], added: str, route: Route
) -> None:
    """Unless the number that it gets was somebody's, all others keep theirs; and to get it, it has to be its own."""
    with few_priorities():
        others = {name: each for name, each in given_routes.items() if name != added}
        before, after = priorities(others), priorities(others | {added: route})
        assert before == {name: after[name] for name in others} or after[added] in before.values()
        for name, priority in before.items():
            if stable_priority(name, others[name]) == priority != stable_priority(added, route):
                assert priority == after[name]


@given(named)
def test_without_a_collision_everybody_has_the_stable_one(given_routes: dict[str, Route]) -> None:
    """As nearly all have on a listener of AWS's, where a class has 2500. In which order they are said is nothing."""
    stable = {name: stable_priority(name, route) for name, route in given_routes.items()}
    if len(set(stable.values())) == len(stable):
        assert stable == priorities(given_routes)
    assert priorities(given_routes) == priorities(dict(reversed(given_routes.items())))


def test_the_last_priority_of_a_class_is_followed_by_its_first() -> None:
    """Who moves on from there begins anew."""
    with few_priorities():
        last = LEFT_TO_ROUTES + 18 * FEW
        both = sorted([name for name in map(str, range(1000)) if stable_priority(name, ANY) == last][:2])
        assert {both[0]: last, both[1]: last - FEW + 1} == priorities(dict.fromkeys(both, ANY))


def test_a_class_can_be_full() -> None:
    """The message names who is left without one, and says what to do."""
    with few_priorities():
        full = dict.fromkeys(map(str, range(FEW)), ANY)
        assert FEW == len(set(priorities(full).values()))
        taken = {"0": Route(paths=("/a",), priority=LEFT_TO_ROUTES + 18 * FEW)}
        with pytest.raises(ValueError, match="no priority is left for the rules of 4; say a priority for each"):
            priorities(full | {"4": ANY} | taken)
