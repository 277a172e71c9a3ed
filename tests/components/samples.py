"""Workloads with every option on, and what they are made in."""

from types import SimpleNamespace
from typing import Any, cast

from builds.secret import parse_secret
from components.environment import Environment, ExistingLoadBalancer
from components.network import Network
from components.scheduled_task import ScheduledTask, ScheduledTaskArgs
from components.service import Service, ServiceArgs
from components.task import TaskArgs
from components.workloads import WorkloadsArgs
from tests.components.world import ACCOUNT, PLACE, REGISTRY, World
from tests.workloads.samples import DIGEST, scheduled, service, sidecar
from workloads import service as workloads
from workloads.route import Route
from workloads.scaling import Scaling
from workloads.task import Task

IMAGE = f"{REGISTRY}/web-staging@{DIGEST}"
CLUSTER = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/there"
TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:there"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/0123"
NETWORK = Network(
    vpc_id="vpc-1", task_subnets=["subnet-1"], public_subnets=["subnet-2", "subnet-3"], assign_public_ip=False
)
BALANCER = ExistingLoadBalancer(
    arn_suffix="app/there/0123",
    listener_arn=f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/there",
    security_group_id="sg-there",
)
SHARED = cast(
    "Environment",
    SimpleNamespace(cluster_arn=CLUSTER, known_cluster_arn=CLUSTER, topic_arn=TOPIC, load_balancer=BALANCER),
)
"""What the apps share, with nothing of it made by the program."""
WHERE: dict[str, Any] = {"app": "web", "environment": "staging", "place": PLACE, "network": NETWORK}
ROUTED: dict[str, Any] = {"name": "api", "port": 8080, "route": Route(paths=("/api/*",))}
FULL = service(
    **ROUTED,
    scaling=Scaling(minimum=2, maximum=8, memory_percent=70, requests_per_target=500),
    sidecars=(sidecar(secrets={"KEY": parse_secret("secretsmanager:web/proxy:key")}),),
    secrets={"TOKEN": parse_secret("ssm:/web/token")},
    secrets_key=KEY,
    writable_paths=("/var/cache",),
    read_only_root=False,
    execute_command=True,
)
"""A service with every part that a service can have."""
NIGHTLY = scheduled(flexible_window_minutes=15)


def task_args(task: Task, **changes: Any) -> TaskArgs:
    """Say how a task of `web` in `staging` is made."""
    args: dict[str, Any] = {**WHERE, "repository_name": "web-staging", "digest": DIGEST, "task": task}
    return TaskArgs(**args | changes)


def service_args(workload: workloads.Service, *, task: dict[str, Any] | None = None, **changes: Any) -> ServiceArgs:
    """Say how a service of `web` in `staging` is made, beside things that are there; `task` changes its task."""
    args: dict[str, Any] = {"cluster_arn": CLUSTER, "topic_arn": TOPIC, "load_balancer": BALANCER}
    return ServiceArgs(**args | {"service": workload, "task": task_args(workload, **task or {})} | changes)


def schedule_args(task: dict[str, Any] | None = None, **workload: Any) -> ScheduledTaskArgs:
    """Say how a nightly task of `web` in `staging` is made."""
    made = scheduled(**workload)
    return ScheduledTaskArgs(
        task=task_args(made, **task or {}), schedule=made, cluster_arn=CLUSTER, known_cluster_arn=CLUSTER
    )


def workloads_args(**changes: Any) -> WorkloadsArgs:
    """Say how the workloads of `web` in `staging` are made: a service and a nightly task, unless asked otherwise."""
    args: dict[str, Any] = {**WHERE, "shared": SHARED, "repository_name": "web-staging", "digest": DIGEST}
    return WorkloadsArgs(**args | {"services": (FULL,), "schedules": (NIGHTLY,)} | changes)


def make_service(
    world: World, *, task: dict[str, Any] | None = None, args: dict[str, Any] | None = None, **workload: Any
) -> dict[str, Any]:
    """Make a service of `web` in `staging`, called `api`, and return its outputs."""
    wanted = service_args(service(**{"name": "api"} | workload), task=task, **args or {})

    def program() -> dict[str, Any]:
        made = Service("api", wanted)
        return {
            "service_name": made.service_name,
            "task_role_name": made.task_role_name,
            "definition_arn": made.definition_arn,
        }

    return world.run(program)


def make_schedule(world: World, task: dict[str, Any] | None = None, **workload: Any) -> dict[str, Any]:
    """Make a nightly task of `web` in `staging`, called `report`, and return its outputs."""

    def program() -> dict[str, Any]:
        made = ScheduledTask("report", schedule_args(task, **workload))
        return {"schedule_name": made.schedule_name, "queue_url": made.dead_letter_queue_url}

    return world.run(program)
