"""How a load balancer finds out whether a container is well."""

import re
from dataclasses import dataclass

from workloads.ranges import check_range

_PATH = re.compile(r"/[\x21-\x7e]{0,1023}")
_STATUSES = re.compile(r"\d{3}(?:-\d{3})?(?:,\d{3}(?:-\d{3})?)*", re.ASCII)
_LOWEST, _HIGHEST = 200, 499
_LONGEST_GRACE = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """What is asked of a container, how often, and what follows.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html

    Raises ValueError for what a load balancer does not take, and for a grace in which no container could become well.
    """

    path: str = "/"
    """What is asked for, from the container's own port. Default: `/`."""
    statuses: str = "200-399"
    """HTTP statuses of a healthy answer, `200`, `200,204` or `200-399`. Default: all that are no errors."""
    interval_seconds: int = 15
    """Seconds from one check to the next: 5 to 300. Default: 15."""
    timeout_seconds: int = 5
    """Seconds after which no answer is a bad one: 2 to 120, and less than the interval. Default: 5."""
    healthy_count: int = 2
    """Good answers in a row after which a container that was unhealthy is healthy: 2 to 10. Default: 2."""
    unhealthy_count: int = 3
    """Bad answers in a row after which a container is unhealthy: 2 to 10. ECS then replaces it. Default: 3."""
    grace_seconds: int = 60
    """Seconds after a task's start in which ECS does not mind that it is unhealthy. At least `least_grace_seconds`, and
    besides as long as the app takes to start. Default: 60.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    """

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f'"{self.path}" cannot be asked for; use a path such as /health, without blanks')
        _check_statuses(self.statuses)
        check_range("interval_seconds", self.interval_seconds, 5, 300)
        check_range("timeout_seconds", self.timeout_seconds, 2, 120)
        check_range("healthy_count", self.healthy_count, 2, 10)
        check_range("unhealthy_count", self.unhealthy_count, 2, 10)
        if self.timeout_seconds >= self.interval_seconds:
            raise ValueError(
                f"timeout_seconds={self.timeout_seconds} is not less than interval_seconds={self.interval_seconds}; "
                f"use {self.interval_seconds - 1} or less, or a longer interval"
            )
        check_range("grace_seconds", self.grace_seconds, 0, _LONGEST_GRACE)
        if self.grace_seconds < self.least_grace_seconds:
            raise ValueError(
                f"grace_seconds={self.grace_seconds} is over before a container that missed its first checks can be "
                f"healthy, and ECS would stop it; use {self.least_grace_seconds} or more, or check more often"
            )

    @property
    def least_grace_seconds(self) -> int:
        """Seconds that a container takes to become healthy, at most, once it answers.

        One that was still starting at its first checks may count as unhealthy by then, and needs `healthy_count` good
        answers. If the grace is over before, ECS stops it although it is well, and starts the next one, for ever. How
        long it takes to be found unhealthy is no bound: a shorter grace stops nobody who is well.
        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
        """
        return self.interval_seconds * self.healthy_count + self.timeout_seconds


def _check_statuses(statuses: str) -> None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html."""
    if _STATUSES.fullmatch(statuses):
        spans = [[int(status) for status in span.split("-")] for span in statuses.split(",")]
        if all(_LOWEST <= span[0] <= span[-1] <= _HIGHEST for span in spans):
            return
    raise ValueError(
        f'"{statuses}" are no statuses that a load balancer can look for; use {_LOWEST} to {_HIGHEST}, as in 200, '
        "200,204 or 200-399"
    )
