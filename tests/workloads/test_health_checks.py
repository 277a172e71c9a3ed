"""How a load balancer asks, and how long ECS waits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workloads.health import HealthCheck


def test_the_defaults_leave_half_a_minute_to_start() -> None:
    """Two good answers 15 seconds apart, and the last within 5: 35 of the 60 seconds of grace."""
    assert 35 == HealthCheck().least_grace_seconds
    assert 35 == HealthCheck(grace_seconds=35).grace_seconds


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": "health"}, '"health" cannot be asked for; use a path such as /health'),
        ({"path": "/a b"}, '"/a b" cannot be asked for'),
        ({"path": "/" + 1024 * "a"}, "cannot be asked for"),
        ({"path": ""}, '"" cannot be asked for'),
        ({"interval_seconds": 4}, "interval_seconds=4 is not possible; use 5 to 300"),
        ({"interval_seconds": 301}, "interval_seconds=301 is not possible; use 5 to 300"),
        ({"timeout_seconds": 1}, "timeout_seconds=1 is not possible; use 2 to 120"),
        ({"timeout_seconds": 121, "interval_seconds": 300}, "timeout_seconds=121 is not possible; use 2 to 120"),
        ({"timeout_seconds": 15}, "timeout_seconds=15 is not less than interval_seconds=15; use 14 or less"),
        ({"healthy_count": 1}, "healthy_count=1 is not possible; use 2 to 10"),
        ({"unhealthy_count": 11}, "unhealthy_count=11 is not possible; use 2 to 10"),
        ({"grace_seconds": 34}, "grace_seconds=34 is over before .*; use 35 or more"),
        ({"grace_seconds": -1}, "grace_seconds=-1 is not possible; use 0 to 2147483647"),
        ({"grace_seconds": 2**31}, "grace_seconds=2147483648 is not possible"),
    ],
)
def test_what_a_load_balancer_refuses_is_refused(changes: dict[str, Any], said: str) -> None:
    """By the name of the field, with its value and what to use."""
    with pytest.raises(ValueError, match=said):
        HealthCheck(**changes)


@pytest.mark.parametrize("statuses", ["200", "200-399", "200,204", "200-299,301,400-499", "499"])
def test_statuses_are_single_ones_and_ranges(statuses: str) -> None:
    """From 200 to 499, as an Application Load Balancer takes them."""
    assert statuses == HealthCheck(statuses=statuses).statuses


@pytest.mark.parametrize(
    "statuses", ["", "2xx", "199", "500", "200-500", "300-200", "200,", "200 204", "200-", "99-499"]
)
def test_what_are_no_statuses_is_refused(statuses: str) -> None:
    """Also a range that goes downwards, and 5xx: a load balancer would never look for one."""
    with pytest.raises(ValueError, match="no statuses that a load balancer can look for; use 200 to 499") as said:
        HealthCheck(statuses=statuses)
    assert f'"{statuses}"' in str(said.value)


@given(st.integers(5, 300), st.integers(2, 120), st.integers(2, 10), st.integers(2, 10), st.integers(0, 5000))
def test_within_the_grace_every_container_can_become_healthy(
    interval: int, timeout: int, healthy: int, unhealthy: int, grace: int
) -> None:
    """A check is taken if and only if its answers in a row fit the grace, and a timeout fits the interval."""
    possible = timeout < interval and grace >= interval * healthy + timeout
    try:
        HealthCheck(
            interval_seconds=interval,
            timeout_seconds=timeout,
            healthy_count=healthy,
            unhealthy_count=unhealthy,
            grace_seconds=grace,
        )
    except ValueError:
        assert not possible
    else:
        assert possible
