"""What a task becomes when ECS registers it."""

import json
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from builds.secret import Parameter, Secret, SecretReference
from tests.workloads.samples import DIGEST, IMAGE, PROXY, scheduled, service, sidecar
from workloads.definition import container_definitions, volumes
from workloads.task import Task

PLACE = "eu-west-1:123456789012"
FULL = service(
    port=8080,
    command=("serve", "--port", "8080"),
    variables={"B": "2", "A": "1"},
    secrets={"D": Secret("shop/db", "password"), "C": Parameter("/shop/c"), "E": Secret("shop/e")},
    sidecars=(
        sidecar(name="metrics", essential=False, cpu=32, memory=64, user="1000", variables={"MODE": "agent"}),
        sidecar(
            command=("nginx", "-g", "daemon off;"), secrets={"CERTIFICATE": Parameter("tls")}, read_only_root=False
        ),
    ),
    user="1000:1000",
    writable_paths=("/var/cache", "/data"),
)


def arn(reference: SecretReference) -> str:
    """Where the secrets of these tests lie."""
    if isinstance(reference, Parameter):
        return f"arn:aws:ssm:{PLACE}:parameter/{reference.name.lstrip('/')}"
    return f"arn:aws:secretsmanager:{PLACE}:secret:{reference.identifier}"


def defined(task: Task, **changes: Any) -> list[dict[str, Any]]:
    """Define the containers of `task`, with an image and a log group."""
    given: dict[str, Any] = {"image": IMAGE, "log_group": "/web", "region": "eu-west-1", "secret_arn": arn}
    return container_definitions(task, **given | changes)


def logs(prefix: str) -> dict[str, Any]:
    """Expect logs to go where the tests say, in streams that begin with `prefix`, and nobody to wait for them."""
    options = {"awslogs-group": "/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": prefix}
    return {"logDriver": "awslogs", "options": options | {"mode": "non-blocking", "max-buffer-size": "25m"}}


def test_the_least_task_is_one_container_without_empty_lists() -> None:
    """ECS drops what is empty: it would seem to have changed."""
    assert [
        {
            "name": "app",
            "image": IMAGE,
            "essential": True,
            "readonlyRootFilesystem": True,
            "linuxParameters": {"initProcessEnabled": True},
            "stopTimeout": 30,
            "logConfiguration": logs("report"),
        }
    ] == defined(scheduled())


def test_everything_that_a_service_says_is_in_its_definition() -> None:
    """The app's container first; what has no order of its own is in that of its names."""
    data, cache = volumes(FULL)["/data"], volumes(FULL)["/var/cache"]
    assert [
        {
            "name": "app",
            "image": IMAGE,
            "command": ["serve", "--port", "8080"],
            "environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
            "secrets": [
                {"name": "C", "valueFrom": f"arn:aws:ssm:{PLACE}:parameter/shop/c"},
                {"name": "D", "valueFrom": f"arn:aws:secretsmanager:{PLACE}:secret:shop/db:password::"},
                {"name": "E", "valueFrom": f"arn:aws:secretsmanager:{PLACE}:secret:shop/e"},
            ],
            "user": "1000:1000",
            "essential": True,
            "readonlyRootFilesystem": True,
            "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
            "mountPoints": [
                {"sourceVolume": data, "containerPath": "/data", "readOnly": False},
                {"sourceVolume": cache, "containerPath": "/var/cache", "readOnly": False},
            ],
            "linuxParameters": {"initProcessEnabled": True},
            "stopTimeout": 30,
            "dependsOn": [{"containerName": "proxy", "condition": "START"}],
            "logConfiguration": logs("web"),
            "dockerLabels": {"environment": "prod"},
        },
        {
            "name": "metrics",
            "image": PROXY,
            "environment": [{"name": "MODE", "value": "agent"}],
            "user": "1000",
            "essential": False,
            "cpu": 32,
            "memory": 64,
            "readonlyRootFilesystem": True,
            "logConfiguration": logs("web"),
            "dockerLabels": {"environment": "prod"},
        },
        {
            "name": "proxy",
            "image": PROXY,
            "command": ["nginx", "-g", "daemon off;"],
            "secrets": [{"name": "CERTIFICATE", "valueFrom": f"arn:aws:ssm:{PLACE}:parameter/tls"}],
            "essential": True,
            "readonlyRootFilesystem": False,
            "logConfiguration": logs("web"),
            "dockerLabels": {"environment": "prod"},
        },
    ] == defined(FULL, labels={"environment": "prod"})


@pytest.mark.parametrize("task", [FULL, service(), scheduled()])
def test_ecs_knows_every_key(task: Task) -> None:
    """Its API's own description has them all, with values of these types."""
    shape = (
        botocore.session.get_session().get_service_model("ecs").operation_model("RegisterTaskDefinition").input_shape
    )
    given = {"family": "web", "containerDefinitions": defined(task, labels={"a": "b"})}
    assert "" == ParamValidator().validate(given, shape).generate_report()
    known = shape.members["containerDefinitions"].member.members
    assert set() == {key for each in defined(task) for key in each} - set(known)


@given(st.permutations(["B", "A", "C"]), st.permutations(FULL.sidecars), st.permutations(["/b", "/a"]))
def test_the_order_in_which_things_are_said_changes_nothing(
    variables: list[str], sidecars: list[Any], paths: list[str]
) -> None:
    """The same text to the letter, so that ECS is not asked for a new revision."""
    mixed = service(variables=dict.fromkeys(variables, "1"), sidecars=tuple(sidecars), writable_paths=tuple(paths))
    ordered = service(variables=dict.fromkeys("ABC", "1"), sidecars=FULL.sidecars, writable_paths=("/a", "/b"))
    assert json.dumps(defined(ordered)) == json.dumps(defined(mixed))


def test_an_image_without_a_digest_is_refused() -> None:
    """A tag would be another image tomorrow."""
    with pytest.raises(ValueError, match="does not hold one image for good"):
        defined(service(), image=IMAGE.partition("@")[0] + ":latest")
    assert IMAGE.endswith(DIGEST)


def test_volumes_have_names_that_ecs_takes_and_nobody_shares() -> None:
    """Two paths that differ in a slash or dot only have volumes of their own."""
    named = volumes(service(writable_paths=("/a/b", "/a-b", "/a.b", "/a@b")))
    assert 4 == len(set(named.values()))
    assert all(name.replace("-", "").isalnum() and name.startswith("a-b-") for name in named.values())
