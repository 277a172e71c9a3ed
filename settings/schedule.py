"""What the configuration may say of a scheduled task: one that runs to its end, at certain times."""

from typing import ClassVar

import workloads.schedule
from settings.container import THIS
from settings.workload import Task


class Schedule(Task):
    """A task that EventBridge Scheduler starts."""

    expression: str
    """When: `rate(5 minutes)`, `cron(0 3 * * ? *)` or, once, `at(2030-12-31T23:59:00)`."""
    timezone: str = "UTC"
    """Whose clock `cron` and `at` go by, such as `Europe/Berlin`. Default: UTC."""
    spot: bool = False
    """Whether it runs on spare capacity, which AWS may take away. Default: it does not."""
    retries: int = 185
    """How often to ask ECS again if it would not start the task: 0 to 185. Default: as often as the time allows."""
    max_event_age_seconds: int = 3600
    """Seconds after which a start that ECS would not make is given up: 60 to 86400. Default: an hour."""
    flexible_window_minutes: int = 0
    """Minutes by which a start may be late: 1 to 1440. Default: 0, none."""

    alone: ClassVar[workloads.schedule.ScheduledTask] = workloads.schedule.ScheduledTask(
        name=THIS, expression="rate(1 day)"
    )

    def as_schedule(self, name: str, architecture: str) -> workloads.schedule.ScheduledTask:
        """Return what the scheduled task called `name` is made from; its image is for this processor."""
        schedule: workloads.schedule.ScheduledTask = self.made(name=name, architecture=architecture)
        return schedule
