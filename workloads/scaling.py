"""How many tasks of a service run, if that depends on what they have to do."""

from dataclasses import dataclass

from workloads.ranges import check_at_least, check_range


@dataclass(frozen=True, kw_only=True)
class Scaling:
    """A number of tasks that follows their load, by one target or more: with several, the one that asks for most wins.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html

    Raises ValueError for bounds that are not in order, for none, and for no target to follow.
    """

    minimum: int
    """Tasks that run at least, from 1: without any there would be no load to measure, and none would come back."""
    maximum: int
    """Tasks that run at most."""
    cpu_percent: int | None = 60
    """Percent of the tasks' CPU, on average, to stay at. Default: 60. None: CPU does not matter."""
    memory_percent: int | None = None
    """Percent of the tasks' memory, on average, to stay at. Default: memory does not matter, as many programs never
    give any back."""
    requests_per_target: int | None = None
    """Requests in a minute to each task to stay at. Default: their number does not matter."""
    scale_in_cooldown_seconds: int = 300
    """Seconds from one reduction to the next. Default: 5 minutes."""
    scale_out_cooldown_seconds: int = 60
    """Seconds that an increase has to take effect before the next. Default: 1 minute."""

    def __post_init__(self) -> None:
        check_at_least("minimum", self.minimum, 1)
        if self.maximum < self.minimum:
            raise ValueError(
                f"maximum={self.maximum} is below minimum={self.minimum}; use {self.minimum} or more, "
                "or a smaller minimum"
            )
        if self.cpu_percent is self.memory_percent is self.requests_per_target is None:
            raise ValueError(
                "there is no target for scaling to follow; set cpu_percent, memory_percent or requests_per_target"
            )
        if self.cpu_percent is not None:
            check_range("cpu_percent", self.cpu_percent, 1, 100)
        if self.memory_percent is not None:
            check_range("memory_percent", self.memory_percent, 1, 100)
        if self.requests_per_target is not None:
            check_at_least("requests_per_target", self.requests_per_target, 1)
        check_at_least("scale_in_cooldown_seconds", self.scale_in_cooldown_seconds, 0)
        check_at_least("scale_out_cooldown_seconds", self.scale_out_cooldown_seconds, 0)
