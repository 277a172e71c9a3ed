"""ECS's task definitions: what ECS fills in, what Fargate asks for, and which revision a family's name means.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html and
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html.
"""

from collections.abc import Mapping
from typing import Any

from moto.core.utils import utcnow
from moto.ecs.exceptions import EcsClientException, TaskDefinitionNotFoundException
from moto.ecs.models import EC2ContainerServiceBackend, TaskDefinition

_Members = dict[str, Any]

_LISTS = ("environment", "mountPoints", "portMappings", "systemControls", "volumesFrom")
_HEALTH_CHECK = {"interval": 30, "timeout": 5, "retries": 3}

_GIB = 1024
# MiB of memory by CPU units.
_FARGATE: Mapping[str, tuple[int, ...]] = {
    "256": (512, _GIB, 2 * _GIB),
    "512": tuple(range(_GIB, 4 * _GIB + 1, _GIB)),
    "1024": tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    "2048": tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    "4096": tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    "8192": tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    "16384": tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}


def correct() -> None:
    """Register as ECS does, and find by family the latest revision that is active."""
    register, describe = (
        EC2ContainerServiceBackend.register_task_definition,
        EC2ContainerServiceBackend.describe_task_definition,
    )
    deregister = EC2ContainerServiceBackend.deregister_task_definition

    def register_task_definition(
        backend: EC2ContainerServiceBackend, family: str, container_definitions: list[_Members], **named: Any
    ) -> TaskDefinition:
        if "FARGATE" in (named.get("requires_compatibilities") or []):
            _check_fargate(container_definitions, named)
        mode = named.get("network_mode") or "bridge"
        whole = [_completed(each, mode) for each in container_definitions]
        made: TaskDefinition = register(backend, family, whole, **named)
        made.network_mode = mode
        vars(made)["registeredAt"] = utcnow()
        return made

    def describe_task_definition(backend: EC2ContainerServiceBackend, task_definition_str: str) -> TaskDefinition:
        name = task_definition_str.rpartition("/")[2]
        if ":" not in name:
            revisions = backend.task_definitions.get(name, {})
            active = [number for number, each in revisions.items() if each.status == "ACTIVE"]
            if not active:
                raise TaskDefinitionNotFoundException
            return revisions[max(active)]
        found: TaskDefinition = describe(backend, task_definition_str)
        return found

    def deregister_task_definition(backend: EC2ContainerServiceBackend, task_definition_str: str) -> TaskDefinition:
        ended: TaskDefinition = deregister(backend, task_definition_str)
        vars(ended)["deregisteredAt"] = utcnow()
        return ended

    for replacement in (register_task_definition, describe_task_definition, deregister_task_definition):
        setattr(EC2ContainerServiceBackend, replacement.__name__, replacement)


def _completed(container: _Members, network_mode: str) -> _Members:
    lists: _Members = {name: [] for name in _LISTS}
    whole: _Members = {"cpu": 0, "essential": True, **lists, **container}
    whole["portMappings"] = [_completed_port(each, network_mode) for each in whole["portMappings"]]
    if "healthCheck" in whole:
        whole["healthCheck"] = _HEALTH_CHECK | whole["healthCheck"]
    return whole


def _completed_port(mapping: _Members, network_mode: str) -> _Members:
    host = mapping.get("containerPort", 0) if network_mode in ("awsvpc", "host") else 0
    return {"hostPort": host, "protocol": "tcp", **mapping}


def _check_fargate(containers: list[_Members], asked: _Members) -> None:
    if asked.get("network_mode") != "awsvpc":
        raise EcsClientException("Fargate only supports network mode 'awsvpc'.")
    for name in ("cpu", "memory"):
        if not asked.get(name):
            raise EcsClientException(f"Fargate requires that '{name}' be defined at the task level.")
    if int(asked["memory"]) not in _FARGATE.get(asked["cpu"], ()):
        raise EcsClientException(
            f"No Fargate configuration exists for given values: {asked['cpu']} CPU, {asked['memory']} memory. See the "
            "Amazon ECS documentation for the valid values."
        )
    if asked.get("execution_role_arn"):
        return
    for container in containers:
        for reason, needed in (
            ("ECR images", ".dkr.ecr." in container.get("image", "")),
            ("container secrets", container.get("secrets")),
            ("log driver awslogs", container.get("logConfiguration", {}).get("logDriver") == "awslogs"),
        ):
            if needed:
                raise EcsClientException(
                    f"Fargate requires task definition to have execution role ARN to support {reason}."
                )
