"""EventBridge Scheduler's schedules, where moto forgets a setting, fails, or takes what says no time.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html,
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
"""

import re
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule
from moto.scheduler.responses import EventBridgeSchedulerResponse

_RATE = re.compile(r"rate\([1-9][0-9]* (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((?P<fields>[0-9A-Z*?,/#-]+( [0-9A-Z*?,/#-]+){5})\)")


def correct() -> None:
    """Fill in what AWS does, in an update as well, name a group that does not exist, and refuse what is no time."""
    create, update = EventBridgeSchedulerBackend.create_schedule, EventBridgeSchedulerResponse.update_schedule

    def create_schedule(backend: EventBridgeSchedulerBackend, **asked: Any) -> Schedule:
        backend.get_schedule_group(asked["group_name"])  # raises AWS's error where create would stumble
        _check(asked["schedule_expression"], asked["schedule_expression_timezone"], asked["flexible_time_window"])
        return create(backend, **asked | {"action_after_completion": asked["action_after_completion"] or "NONE"})

    def update_schedule(response: EventBridgeSchedulerResponse) -> str:
        asked = response._get_param  # noqa: SLF001 - moto's own way
        _check(asked("ScheduleExpression"), asked("ScheduleExpressionTimezone"), asked("FlexibleTimeWindow"))
        answer: str = update(response)
        name = response.uri.split("?")[0].split("/")[-1]
        schedule = response.scheduler_backend.get_schedule(asked("GroupName"), name)
        schedule.action_after_completion = asked("ActionAfterCompletion") or "NONE"
        schedule.state = schedule.state or "ENABLED"
        return answer

    for owner, name, replacement in (
        (EventBridgeSchedulerBackend, "create_schedule", create_schedule),
        (EventBridgeSchedulerResponse, "update_schedule", update_schedule),
    ):
        setattr(owner, name, replacement)


def _check(expression: str, timezone: str | None, window: dict[str, Any]) -> None:
    if not _is_time(expression):
        raise ValidationException(f"Invalid Schedule Expression {expression}.")
    known = available_timezones()  # none on a machine without the tables
    if timezone and known and timezone not in known:
        raise ValidationException(f"Invalid Schedule Expression Timezone {timezone}.")
    is_flexible, is_bounded = window["Mode"] == "FLEXIBLE", "MaximumWindowInMinutes" in window
    if is_flexible != is_bounded:
        raise ValidationException("A flexible time window, and no other, has a maximum window in minutes.")


def _is_time(expression: str) -> bool:
    if found := _CRON.fullmatch(expression):
        fields = found["fields"].split()
        return "?" in (fields[2], fields[4])  # the day of the month, or that of the week, is left open
    if expression.startswith("at("):
        try:
            datetime.strptime(expression, "at(%Y-%m-%dT%H:%M:%S)")  # noqa: DTZ007 - its zone is said beside it
        except ValueError:
            return False
        return True
    return _RATE.fullmatch(expression) is not None
