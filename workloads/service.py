"""A service: tasks of an app that run all the time."""

from dataclasses import dataclass, field

from workloads.health import HealthCheck
from workloads.ranges import check_at_least, check_range
from workloads.route import Route
from workloads.scaling import Scaling
from workloads.task import Task


@dataclass(frozen=True, kw_only=True)
class Service(Task):
    """Tasks that ECS keeps running and replaces one by one: behind a load balancer, or a worker without a port.

    Raises ValueError for parts that do not go together, and for bounds in which no task could ever be replaced.
    """

    port: int | None = None
    """The port that the app listens on. Default: none; it is a worker."""
    count: int = 1
    """How many tasks run, if not `scaling` says how many. Default: 1."""
    route: Route | None = None
    """Which requests the load balancer sends to it. Default: none; it is not behind the load balancer."""
    health: HealthCheck = field(default_factory=HealthCheck)
    """How the load balancer finds out whether a task is well. Default: as
    `HealthCheck` says; without a route nobody asks."""
    scaling: Scaling | None = None
    """How many tasks run, by what they have to do. Default: always `count`."""
    spot_weight: int = 0
    """Share of the tasks that run on spare capacity, which AWS may take away with two minutes' notice: 0 to 1000, to be
    seen beside `on_demand_weight`. Default: none."""
    on_demand_weight: int = 1
    """Share of the tasks that run on capacity of their own: 0 to 1000. Default: all."""
    on_demand_base: int = 0
    """Tasks that run on capacity of their own before the shares count. Default: none."""
    minimum_healthy_percent: int = 100
    """Percent of the tasks that stay up while a new version comes, rounded up: 0 to 100. Default: all."""
    maximum_percent: int = 200
    """Percent of the tasks that old and new version may have together, rounded down. Default: twice as many."""
    target_5xx_per_minute: int | None = 10
    """Answers of the app with a status of 500 or more, in a minute, that ring an alarm and take a new version back.
    Default: 10. None: no such alarm. Only with a route."""
    connection_errors_per_minute: int | None = 10
    """Connections to the app, in a minute, that fail and do the same. Default: 10. None: no such alarm. Only with a
    route."""
    execute_command: bool = False
    """Whether `aws ecs execute-command` may open a shell in its tasks. Default: it may not."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_traffic()
        self._check_count()
        self._check_capacity()
        if self.execute_command and self.read_only_root:
            # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
            raise ValueError(
                "execute_command needs files that it may write, and read_only_root keeps it from that; set one of them "
                "to false"
            )

    @property
    def least_count(self) -> int:
        """How many tasks run at least, and at first."""
        return self.scaling.minimum if self.scaling else self.count

    def _check_traffic(self) -> None:
        if self.port is not None:
            check_range("port", self.port, 1, 65535)
        if self.route and self.port is None:
            raise ValueError(f"{self.name} has a route, and no port for the requests; say which port it listens on")
        if not self.route and self.health != HealthCheck():
            raise ValueError(
                f"nobody would check the health of {self.name}, which has no route; add one or remove health"
            )
        if not self.route and self.scaling and self.scaling.requests_per_target is not None:
            raise ValueError(
                f"{self.name} has no route, so no requests to scale by; remove requests_per_target, or add a route"
            )
        for what in ("target_5xx_per_minute", "connection_errors_per_minute"):
            if (threshold := getattr(self, what)) is not None:
                check_at_least(what, threshold, 1)

    def _check_count(self) -> None:
        """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html."""
        check_at_least("count", self.count, 1)
        if self.scaling and self.count != 1:
            raise ValueError(f"count={self.count} and scaling both say how many tasks run; remove one of them")
        check_range("minimum_healthy_percent", self.minimum_healthy_percent, 0, 100)
        check_at_least("maximum_percent", self.maximum_percent, 100)
        # With more tasks there is more room: what holds for the fewest holds for all that scaling may ask for.
        fewest, most = rollout_bounds(self.least_count, self.minimum_healthy_percent, self.maximum_percent)
        if fewest == self.least_count == most:
            raise ValueError(
                f"minimum_healthy_percent={self.minimum_healthy_percent} and maximum_percent={self.maximum_percent} "
                f"let ECS neither stop nor start a task at count={self.least_count}, so no new version could come; use "
                f"maximum_percent={100 + -(-100 // self.least_count)} or more"
            )

    def _check_capacity(self) -> None:
        """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html."""
        check_range("spot_weight", self.spot_weight, 0, 1000)
        check_range("on_demand_weight", self.on_demand_weight, 0, 1000)
        check_range("on_demand_base", self.on_demand_base, 0, 100_000)
        if not self.spot_weight and not self.on_demand_weight:
            raise ValueError("spot_weight=0 and on_demand_weight=0 leave no capacity to run on; raise one of them")
        if self.on_demand_base and not self.on_demand_weight:
            raise ValueError(
                f"on_demand_base={self.on_demand_base} cannot be had with on_demand_weight=0, which places no tasks; "
                "use on_demand_weight=1, and a spot_weight as much larger as you like"
            )


def rollout_bounds(count: int, minimum_healthy_percent: int, maximum_percent: int) -> tuple[int, int]:
    """How many of `count` tasks ECS keeps up while a new version comes, and how many it runs at most.

    The lower bound is rounded up and the upper one down, so few tasks may be left no room.
    """
    return -(-count * minimum_healthy_percent // 100), count * maximum_percent // 100
