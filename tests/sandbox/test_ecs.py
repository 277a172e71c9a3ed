"""ECS in the embedded AWS: task definitions, services, and what it refuses."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

FARGATE = {"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256"}
WEB = {"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}
BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


@pytest.fixture
def ecs(world: World) -> Any:
    """A client of a world with a cluster."""
    made = client(world, "ecs")
    made.create_cluster(clusterName="prod")
    return made


def client(world: World, service: str) -> Any:
    """A client of the world."""
    return boto3.client(
        service, "eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


def register(ecs: Any, **more: Any) -> str:
    """Register a revision, and return its ARN."""
    asked = {**FARGATE, "memory": "512", "containerDefinitions": [WEB], **more}
    return str(ecs.register_task_definition(**asked)["taskDefinition"]["taskDefinitionArn"])


def start(ecs: Any, world: World, **more: Any) -> dict[str, Any]:
    """Create a service of two tasks."""
    subnets = [each["SubnetId"] for each in client(world, "ec2").describe_subnets()["Subnets"]]
    asked = {
        "cluster": "prod",
        "serviceName": "web",
        "taskDefinition": "web",
        "desiredCount": 2,
        "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": subnets}},
        **more,
    }
    return dict(ecs.create_service(**{name: value for name, value in asked.items() if value is not None})["service"])


def look(ecs: Any) -> list[tuple[str, str, int]]:
    """The deployments of the service: revision, state and running tasks, the newest first."""
    (held,) = ecs.describe_services(cluster="prod", services=["web"])["services"]
    return [(each["taskDefinition"][-1], each["rolloutState"], each["runningCount"]) for each in held["deployments"]]


def refusal(call: Any, **asked: Any) -> str:
    """What AWS says to a request that it refuses."""
    with pytest.raises(ClientError) as raised:
        call(**asked)
    return str(raised.value)


def test_a_family_means_its_latest_active_revision(ecs: Any) -> None:
    """One that was deregistered is still found by its number, and starts nothing any more."""
    first, second = register(ecs), register(ecs)
    ecs.deregister_task_definition(taskDefinition=second)
    assert first == ecs.describe_task_definition(taskDefinition="web")["taskDefinition"]["taskDefinitionArn"]
    assert "INACTIVE" == ecs.describe_task_definition(taskDefinition=second)["taskDefinition"]["status"]
    ecs.deregister_task_definition(taskDefinition=first)
    assert "Unable to describe task definition" in refusal(ecs.describe_task_definition, taskDefinition="web")


def test_containers_are_completed(ecs: Any) -> None:
    """As ECS gives them back."""
    register(ecs)
    (held,) = ecs.describe_task_definition(taskDefinition="web")["taskDefinition"]["containerDefinitions"]
    assert [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}] == held["portMappings"]
    assert (0, True, []) == (held["cpu"], held["essential"], held["environment"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"memory": "4096"}, "No Fargate configuration exists for given values: 256 CPU, 4096 memory"),
        ({"networkMode": "bridge"}, "only supports network mode 'awsvpc'"),
        (
            {"containerDefinitions": [WEB | {"image": "1.dkr.ecr.eu-west-1.amazonaws.com/web"}]},
            "execution role ARN to support ECR images",
        ),
    ],
    ids=["memory", "network", "role"],
)
def test_what_fargate_cannot_run_is_refused(ecs: Any, more: dict[str, Any], said: str) -> None:
    """When it is registered."""
    assert said in refusal(lambda **asked: register(ecs, **asked), **more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"networkConfiguration": None}, "Network Configuration must be provided"),
        ({"healthCheckGracePeriodSeconds": 9}, "only valid for services configured to use load balancers"),
        (
            {"launchType": None, "capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]},
            "not associated with the cluster",
        ),
        ({"loadBalancers": [{"containerName": "db", "containerPort": 80}]}, "container db does not exist"),
        ({"loadBalancers": [{"containerName": "web", "containerPort": 81}]}, "container port 81"),
        ({"taskDefinition": "web:1"}, "TaskDefinition is inactive"),
        ({"cluster": "gone"}, "Cluster not found"),
    ],
    ids=["network", "grace", "provider", "container", "port", "inactive", "cluster"],
)
def test_a_service_that_does_not_fit_is_refused(ecs: Any, world: World, more: dict[str, Any], said: str) -> None:
    """And none is left behind."""
    ecs.deregister_task_definition(taskDefinition=register(ecs))
    register(ecs)
    assert said in refusal(lambda **asked: start(ecs, world, **asked), **more)
    assert [] == ecs.list_services(cluster="prod")["serviceArns"]


def test_a_deployment_is_steady_when_somebody_looks(ecs: Any, world: World) -> None:
    """Another revision, or force, begins another one; another count does not."""
    register(ecs)
    assert ["IN_PROGRESS"] == [each["rolloutState"] for each in start(ecs, world)["deployments"]]
    assert [("1", "COMPLETED", 2)] == look(ecs)
    ecs.update_service(cluster="prod", service="web", desiredCount=3)
    assert [("1", "COMPLETED", 3)] == look(ecs)
    begun = ecs.update_service(cluster="prod", service="web", taskDefinition=register(ecs))["service"]
    assert [("2", "IN_PROGRESS"), ("1", "COMPLETED")] == [
        (each["taskDefinition"][-1], each["rolloutState"]) for each in begun["deployments"]
    ]
    assert [("2", "COMPLETED", 3)] == look(ecs)
    forced = ecs.update_service(cluster="prod", service="web", forceNewDeployment=True)["service"]
    assert 2 == len(forced["deployments"])


def test_a_deployment_that_fails_is_rolled_back(ecs: Any, world: World) -> None:
    """To the last one that was completed; the service has its task definition again."""
    register(ecs)
    start(ecs, world, deploymentConfiguration=BREAKER)
    look(ecs)
    broken = register(ecs, tags=[{"key": "sandbox:rollout", "value": "fail"}])
    ecs.update_service(cluster="prod", service="web", taskDefinition=broken)
    assert [("1", "IN_PROGRESS", 0), ("2", "FAILED", 0), ("1", "COMPLETED", 2)] == look(ecs)
    assert [("1", "COMPLETED", 2)] == look(ecs)
    (held,) = ecs.describe_services(cluster="prod", services=["web"])["services"]
    assert held["taskDefinition"].endswith("web:1")


def test_a_cluster_stays_while_it_has_services(ecs: Any, world: World) -> None:
    """Afterwards it is gone, though it can still be described, and its name is free."""
    register(ecs)
    start(ecs, world)
    assert "while Services are active" in refusal(ecs.delete_cluster, cluster="prod")
    assert "not idempotent" in refusal(lambda: start(ecs, world))
    ecs.delete_service(cluster="prod", service="web", force=True)
    ecs.delete_cluster(cluster="prod")
    assert "INACTIVE" == ecs.describe_clusters(clusters=["prod"])["clusters"][0]["status"]
    assert [] == ecs.list_clusters()["clusterArns"]
    assert "Cluster not found" in refusal(ecs.list_services, cluster="prod")
    assert "ACTIVE" == ecs.create_cluster(clusterName="prod")["cluster"]["status"]
