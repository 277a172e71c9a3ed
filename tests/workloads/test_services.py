"""Tasks that run all the time."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.workloads.samples import service
from workloads.health import HealthCheck
from workloads.route import Route
from workloads.scaling import Scaling
from workloads.service import rollout_bounds

ROUTE = Route(paths=("/*",))


def test_the_least_that_can_be_said_is_a_worker() -> None:
    """One task without a port, on capacity of its own, which nobody can get into."""
    worker = service()
    assert (None, 1, 0, 1, False) == (
        worker.port,
        worker.least_count,
        worker.spot_weight,
        worker.on_demand_weight,
        worker.execute_command,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"port": 0}, "port=0 is not possible; use 1 to 65535"),
        ({"port": 65536}, "port=65536 is not possible"),
        ({"route": ROUTE}, "web has a route, and no port for the requests; say which port"),
        ({"health": HealthCheck(path="/up")}, "nobody would check the health of web, which has no route"),
        (
            {"scaling": Scaling(minimum=1, maximum=2, requests_per_target=100)},
            "web has no route, so no requests to scale by; remove requests_per_target, or add a route",
        ),
        ({"target_5xx_per_minute": 0}, "target_5xx_per_minute=0 is not possible; use 1 or more"),
        ({"connection_errors_per_minute": 0}, "connection_errors_per_minute=0 is not possible; use 1 or more"),
        ({"count": 0}, "count=0 is not possible; use 1 or more"),
        ({"count": 2, "scaling": Scaling(minimum=1, maximum=2)}, "count=2 and scaling both say .*; remove one"),
        ({"minimum_healthy_percent": -1}, "minimum_healthy_percent=-1 is not possible; use 0 to 100"),
        ({"minimum_healthy_percent": 101}, "minimum_healthy_percent=101 is not possible"),
        ({"maximum_percent": 99}, "maximum_percent=99 is not possible; use 100 or more"),
        (
            {"maximum_percent": 150},
            "and maximum_percent=150 let ECS neither stop nor start a task at count=1.*percent=200 or",
        ),
        ({"count": 3, "maximum_percent": 133}, "at count=3, .* use maximum_percent=134 or more"),
        (
            {"scaling": Scaling(minimum=1, maximum=9), "maximum_percent": 150},
            "neither stop nor start a task at count=1",
        ),
        ({"spot_weight": 1001}, "spot_weight=1001 is not possible; use 0 to 1000"),
        ({"on_demand_weight": -1}, "on_demand_weight=-1 is not possible; use 0 to 1000"),
        ({"on_demand_weight": 0}, "spot_weight=0 and on_demand_weight=0 leave no capacity"),
        ({"on_demand_base": 100001}, "on_demand_base=100001 is not possible; use 0 to 100000"),
        (
            {"on_demand_base": 1, "on_demand_weight": 0, "spot_weight": 1},
            "on_demand_base=1 cannot be had with on_demand_weight=0.*; use on_demand_weight=1",
        ),
        ({"execute_command": True}, "execute_command needs files that it may write, and read_only_root keeps it from"),
    ],
)
def test_what_no_service_can_be_is_refused(changes: dict[str, Any], said: str) -> None:
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match=said):
        service(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"port": 8080},
        {"port": 8080, "route": ROUTE, "health": HealthCheck(path="/up"), "target_5xx_per_minute": None},
        {"port": 80, "route": ROUTE, "scaling": Scaling(minimum=1, maximum=2, requests_per_target=100)},
        {"on_demand_base": 1, "spot_weight": 4},
        {"on_demand_weight": 0, "spot_weight": 1},
        {"execute_command": True, "read_only_root": False},
        {"minimum_healthy_percent": 0, "maximum_percent": 100},
        {"count": 2, "minimum_healthy_percent": 50, "maximum_percent": 100},
        {"count": 3, "maximum_percent": 134},
    ],
)
def test_what_goes_together_is_taken(changes: dict[str, Any]) -> None:
    """With a port and without, on spare capacity in part or altogether, and with room by stopping or starting."""
    made = service(**changes)
    assert changes == {name: getattr(made, name) for name in changes}


def test_scaling_says_how_many_tasks_run_at_least() -> None:
    """And at first; without it, that is the count."""
    assert 3 == service(scaling=Scaling(minimum=3, maximum=9)).least_count
    assert 4 == service(count=4).least_count


@pytest.mark.parametrize(
    ("count", "minimum", "maximum", "expected"),
    [(4, 50, 200, (2, 8)), (2, 75, 150, (2, 3)), (1, 50, 150, (1, 1)), (3, 100, 134, (3, 4)), (3, 0, 133, (0, 3))],
)
def test_ecs_rounds_the_lower_bound_up_and_the_upper_one_down(
    count: int, minimum: int, maximum: int, expected: tuple[int, int]
) -> None:
    """The first two are AWS's own examples of the lower bound."""
    assert expected == rollout_bounds(count, minimum, maximum)


@given(st.integers(1, 500), st.integers(0, 100), st.integers(100, 400))
def test_the_bounds_are_rounded_towards_the_count(count: int, minimum: int, maximum: int) -> None:
    """Within less than a task of the exact share, and never past the percents."""
    fewest, most = rollout_bounds(count, minimum, maximum)
    assert 0 <= fewest - Fraction(count * minimum, 100) < 1
    assert 0 <= Fraction(count * maximum, 100) - most < 1


@given(st.integers(1, 60), st.integers(0, 40), st.integers(0, 100), st.integers(100, 250))
def test_a_service_that_is_taken_can_always_be_renewed(fewest: int, more: int, minimum: int, maximum: int) -> None:
    """However many tasks scaling asks for, ECS may stop or start one; and what is refused could not at its smallest."""

    def has_room(count: int) -> bool:
        lower, upper = rollout_bounds(count, minimum, maximum)
        return lower < count or upper > count

    scaling = Scaling(minimum=fewest, maximum=fewest + more)
    try:
        service(scaling=scaling, minimum_healthy_percent=minimum, maximum_percent=maximum)
    except ValueError:
        assert not has_room(fewest)
    else:
        assert all(has_room(count) for count in range(scaling.minimum, scaling.maximum + 1))


@given(st.integers(1, 300), st.integers(100, 199))
def test_the_remedy_for_a_lack_of_room_is_the_smallest(count: int, maximum: int) -> None:
    """What the message says to use is taken, and one percent less is not."""
    assume(rollout_bounds(count, 100, maximum)[1] == count)
    with pytest.raises(ValueError, match="use maximum_percent=") as said:
        service(count=count, maximum_percent=maximum)
    enough = int(str(said.value).rpartition("maximum_percent=")[2].split()[0])
    assert enough == service(count=count, maximum_percent=enough).maximum_percent
    with pytest.raises(ValueError, match="neither stop nor start"):
        service(count=count, maximum_percent=enough - 1)
