"""Tasks that run at certain times."""

from typing import Any
from unittest import mock

import pytest

import workloads.schedule
from tests.workloads.samples import scheduled


def test_the_defaults_give_up_a_late_start() -> None:
    """By the clock of UTC, on capacity of its own, at once; and after an hour not at all."""
    nightly = scheduled()
    assert ("UTC", False, 0, 3600) == (
        nightly.timezone,
        nightly.spot,
        nightly.flexible_window_minutes,
        nightly.max_event_age_seconds,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expression": "daily"}, '"daily" is no schedule'),
        ({"timezone": "CEST"}, '"CEST" is no time zone; use a name of the IANA\'s, such as Europe/Berlin or UTC'),
        ({"timezone": "../Europe/Berlin"}, "is no time zone"),
        ({"timezone": ""}, '"" is no time zone'),
        ({"retries": -1}, "retries=-1 is not possible; use 0 to 185"),
        ({"retries": 186}, "retries=186 is not possible; use 0 to 185"),
        ({"max_event_age_seconds": 59}, "max_event_age_seconds=59 is not possible; use 60 to 86400"),
        ({"max_event_age_seconds": 86401}, "max_event_age_seconds=86401 is not possible"),
        ({"flexible_window_minutes": -1}, "flexible_window_minutes=-1 is not possible; use 0 to 1440"),
        ({"flexible_window_minutes": 1441}, "flexible_window_minutes=1441 is not possible"),
    ],
)
def test_what_no_schedule_can_be_is_refused(changes: dict[str, Any], said: str) -> None:
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match=said):
        scheduled(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Europe/Berlin", "spot": True},
        {"retries": 0, "max_event_age_seconds": 60, "flexible_window_minutes": 1440},
        {"retries": 185, "max_event_age_seconds": 86400, "flexible_window_minutes": 1},
    ],
)
def test_what_eventbridge_takes_is_taken(changes: dict[str, Any]) -> None:
    """Up to the ends of its ranges."""
    made = scheduled(**changes)
    assert changes == {name: getattr(made, name) for name in changes}


def test_utc_needs_no_database_of_time_zones() -> None:
    """Some machines have none."""
    with mock.patch.object(workloads.schedule, "_timezones", return_value=frozenset()):
        assert "UTC" == scheduled().timezone
