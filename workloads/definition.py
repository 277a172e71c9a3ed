"""ECS's `containerDefinitions`: what a task becomes when it is registered.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html

What is empty is left out, what ECS would fill in is written as ECS keeps it, and what has no order has that of its
names. So the same task is always the same text, and nothing seems to have changed that has not.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from builds.secret import Secret, SecretReference
from workloads.container import Container
from workloads.image import check_pinned
from workloads.service import Service
from workloads.task import APP_CONTAINER, Task

Definition = dict[str, Any]

_LOG_BUFFER = "25m"
_HASH_LENGTH = 8


def container_definitions(
    task: Task,
    *,
    image: str,
    log_group: str,
    region: str,
    secret_arn: Callable[[SecretReference], str],
    labels: Mapping[str, str] | None = None,
) -> list[Definition]:
    """Return the definitions of the app's container, then of its sidecars by their names.

    `image` is the app's, by digest. All write to `log_group` of `region`, in streams that begin with the task's name.
    `secret_arn` tells the ARN of a parameter or secret; what ECS wants behind it is added here. `labels` are put on
    every container, for programs that look at their own metadata. Default: none.

    Raises ValueError for an image without a digest.
    """

    def common(container: Container, name: str, image: str) -> Definition:
        return {
            "name": name,
            "image": check_pinned(image),
            "command": list(container.command),
            "environment": [{"name": each, "value": value} for each, value in sorted(container.variables.items())],
            "secrets": [
                {"name": each, "valueFrom": _value_from(reference, secret_arn(reference))}
                for each, reference in sorted(container.secrets.items())
            ],
            "user": container.user,
            "readonlyRootFilesystem": container.read_only_root,
            "logConfiguration": _logs(log_group, region, prefix=task.name),
            "dockerLabels": dict(sorted((labels or {}).items())),
        }

    sidecars = sorted(task.sidecars, key=lambda sidecar: sidecar.name)
    app = common(task, APP_CONTAINER, image) | {
        "essential": True,
        "portMappings": _ports(task),
        "mountPoints": [
            {"sourceVolume": name, "containerPath": path, "readOnly": False} for path, name in volumes(task).items()
        ],
        # Passes signals on to a program that was not made to be the first process, and reaps what it leaves behind.
        "linuxParameters": {"initProcessEnabled": True},
        "stopTimeout": task.stop_timeout_seconds,
        # They start before the app, and end after it.
        "dependsOn": [{"containerName": each.name, "condition": "START"} for each in sidecars if each.essential],
    }
    beside = [
        common(sidecar, sidecar.name, sidecar.image)
        | {"essential": sidecar.essential, "cpu": sidecar.cpu, "memory": sidecar.memory}
        for sidecar in sidecars
    ]
    return [_without_empty(definition) for definition in (app, *beside)]


def volumes(task: Task) -> dict[str, str]:
    """The names of the task's volumes, by the paths that the app may write to."""
    return {path: _volume(path) for path in sorted(task.writable_paths)}


def _volume(path: str) -> str:
    """Name a volume: only letters, digits, _ and - are allowed, so the hash tells `/a/b` from `/a-b`."""
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-")
    return f"{readable}-{hashlib.sha256(path.encode()).hexdigest()[:_HASH_LENGTH]}"


def _ports(task: Task) -> list[Definition]:
    if not isinstance(task, Service) or task.port is None:
        return []
    # On Fargate each task has an address of its own, so the two are one.
    return [{"containerPort": task.port, "hostPort": task.port, "protocol": "tcp"}]


def _value_from(reference: SecretReference, arn: str) -> str:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html."""
    # Behind the key would be a stage and a version; without them it is the current value.
    return f"{arn}:{reference.json_key}::" if isinstance(reference, Secret) and reference.json_key else arn


def _logs(group: str, region: str, *, prefix: str) -> Definition:
    """Send to CloudWatch what a container writes, and do not let it wait if CloudWatch does not answer.

    An app that has to wait stops serving; what 25 MB cannot hold until then is lost. Said here and not left to
    ECS, where each account has a default of its own:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
    """
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": group,
            "awslogs-region": region,
            "awslogs-stream-prefix": prefix,
            "mode": "non-blocking",
            "max-buffer-size": _LOG_BUFFER,
        },
    }


def _without_empty(definition: Definition) -> Definition:
    return {key: value for key, value in sorted(definition.items()) if value not in (None, [], {})}
