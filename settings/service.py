"""What the configuration may say of a service: tasks of an app that run all the time."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

import workloads.health
import workloads.scaling
import workloads.service
from settings.container import THIS
from settings.part import Part, judged, judged_list
from settings.text import empty_if_null
from settings.workload import Task
from workloads.route import Route


class Health(Part):
    """How the load balancer finds out whether a task is well."""

    path: str = "/"
    """What is asked for, from the app's own port. Default: `/`."""
    statuses: str = "200-399"
    """HTTP statuses of a healthy answer, `200`, `200,204` or `200-399`. Default: all that are no errors."""
    interval_seconds: int = 15
    """Seconds from one check to the next: 5 to 300. Default: 15."""
    timeout_seconds: int = 5
    """Seconds after which no answer is a bad one: 2 to 120, and less than the interval. Default: 5."""
    healthy_count: int = 2
    """Good answers in a row after which an unhealthy task is healthy: 2 to 10. Default: 2."""
    unhealthy_count: int = 3
    """Bad answers in a row after which a task is unhealthy, and replaced: 2 to 10. Default: 3."""
    grace_seconds: int = 60
    """Seconds after a task's start in which ECS does not mind that it is unhealthy. Default: 60."""

    alone: ClassVar[workloads.health.HealthCheck] = workloads.health.HealthCheck(
        interval_seconds=300, timeout_seconds=2, grace_seconds=86400
    )
    together: ClassVar[frozenset[str]] = frozenset({"grace_seconds"})


class Scaling(Part):
    """How many tasks run, by what they have to do."""

    minimum: int
    """Tasks that run at least, from 1."""
    maximum: int
    """Tasks that run at most."""
    cpu_percent: int | None = 60
    """Percent of the tasks' CPU, on average, to stay at. Default: 60. Null: CPU does not matter."""
    memory_percent: int | None = None
    """Percent of the tasks' memory, on average, to stay at. Default: memory does not matter."""
    requests_per_target: int | None = None
    """Requests in a minute to each task to stay at. Default: their number does not matter."""
    scale_in_cooldown_seconds: int = 300
    """Seconds from one reduction to the next. Default: 300."""
    scale_out_cooldown_seconds: int = 60
    """Seconds that an increase has to take effect before the next. Default: 60."""

    alone: ClassVar[workloads.scaling.Scaling] = workloads.scaling.Scaling(minimum=1, maximum=1_000_000)


class Service(Task):
    """Tasks that ECS keeps running: behind a load balancer with `hosts` or `paths`, else a worker."""

    port: int | None = None
    """The port that the app listens on. Default: none; it is a worker."""
    count: int = 1
    """How many tasks run, if not `scaling` says how many. Default: 1."""
    hosts: Annotated[
        tuple[Annotated[str, judged(lambda host: Route(hosts=(host,)))], ...],
        Field(strict=False),
        judged_list(lambda hosts, _: Route(hosts=hosts)),
    ] = ()
    """Hosts whose requests the load balancer sends to it, with `*` and `?`. Default: any, if there are `paths`; with
    neither it is not behind the load balancer."""
    paths: Annotated[
        tuple[Annotated[str, judged(lambda path: Route(paths=(path,)))], ...],
        Field(strict=False),
        judged_list(lambda paths, before: Route(hosts=before.get("hosts", ()), paths=paths)),
    ] = ()
    """Paths whose requests the load balancer sends to it, with `*` and `?`. Default: any, if there are `hosts`."""
    priority: Annotated[int, judged(lambda priority: Route(paths=("/",), priority=priority))] | None = None
    """The lower, the sooner its rule is tried: 1 to 50000. Default: the narrower route first, behind 5000."""
    health: Annotated[Health, BeforeValidator(empty_if_null)] = Health()
    """How the load balancer finds out whether a task is well. Only with `hosts` or `paths`."""
    scaling: Scaling | None = None
    """How many tasks run, by what they have to do. Default: always `count`."""
    spot_weight: int = 0
    """Share of the tasks that run on spare capacity, beside `onDemandWeight`: 0 to 1000. Default: none."""
    on_demand_weight: int = 1
    """Share of the tasks that run on capacity of their own: 0 to 1000. Default: all."""
    on_demand_base: int = 0
    """Tasks that run on capacity of their own before the shares count. Default: none."""
    minimum_healthy_percent: int = 100
    """Percent of the tasks that stay up while a new version comes, rounded up: 0 to 100. Default: all."""
    maximum_percent: int = 200
    """Percent of the tasks that old and new version may have together, rounded down. Default: 200."""
    target_5xx_per_minute: int | None = 10
    """Answers of the app with a status of 500 or more, in a minute, that ring an alarm and take a new version back.
    Default: 10. Null: no such alarm."""
    connection_errors_per_minute: int | None = 10
    """Connections to the app, in a minute, that fail and do the same. Default: 10. Null: no such alarm."""
    execute_command: bool = False
    """Whether `aws ecs execute-command` may open a shell in its tasks. Default: it may not."""

    alone: ClassVar[workloads.service.Service] = workloads.service.Service(
        name=THIS,
        port=8080,
        route=Route(paths=("/",)),
        count=100,
        minimum_healthy_percent=0,
        spot_weight=1,
        read_only_root=False,
    )

    def made(self, **others: Any) -> Any:
        """Return the service."""
        routed = self.hosts or self.paths or self.priority is not None
        return super().made(
            route=Route(hosts=self.hosts, paths=self.paths, priority=self.priority) if routed else None,
            health=self.health.made(),
            scaling=self.scaling.made() if self.scaling else None,
            **others,
        )

    def as_service(self, name: str, architecture: str) -> workloads.service.Service:
        """Return what the service called `name` is made from; its image is for this processor."""
        service: workloads.service.Service = self.made(name=name, architecture=architecture)
        return service
