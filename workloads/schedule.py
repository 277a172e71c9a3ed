"""A scheduled task: a task of an app that runs to its end, at certain times."""

import functools
import zoneinfo
from dataclasses import dataclass

from workloads.expression import check_expression
from workloads.ranges import check_range
from workloads.task import Task


@dataclass(frozen=True, kw_only=True)
class ScheduledTask(Task):
    """A task that EventBridge Scheduler starts. Nobody starts one again that failed by itself.

    https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html

    Raises ValueError for an expression, a time zone or numbers that EventBridge Scheduler does not take.
    """

    expression: str
    """When: `rate(5 minutes)`, `cron(0 3 * * ? *)` or, once, `at(2030-12-31T23:59:00)`."""
    timezone: str = "UTC"
    """Whose clock `cron` and `at` go by, with its summer time: a name such as `Europe/Berlin`. Default: UTC."""
    spot: bool = False
    """Whether it runs on spare capacity, which AWS may take away with two minutes' notice. Default: it does not."""
    retries: int = 185
    """How often to ask ECS again if it would not start the task: 0 to 185. Default: as often as the time allows."""
    max_event_age_seconds: int = 3600
    """Seconds after which a start that ECS would not make is given up: 60 to 86400. Default: an hour, so that no
    nightly task begins at noon."""
    flexible_window_minutes: int = 0
    """Minutes by which a start may be late, so that not all schedules are due at once: 1 to 1440. Default: 0, none."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_expression(self.expression)
        # A machine may have no time zones; this one is everywhere.
        if self.timezone != "UTC" and self.timezone not in _timezones():
            raise ValueError(
                f'"{self.timezone}" is no time zone; use a name of the IANA\'s, such as Europe/Berlin or UTC'
            )
        check_range("retries", self.retries, 0, 185)
        check_range("max_event_age_seconds", self.max_event_age_seconds, 60, 86400)
        check_range("flexible_window_minutes", self.flexible_window_minutes, 0, 1440)


@functools.cache
def _timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
