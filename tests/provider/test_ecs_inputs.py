"""What ECS's and Application Auto Scaling's types say of inputs, before AWS is asked."""

import json
from typing import Any

import pytest

from splitctl.errors import UserError
from splitctl.sandbox.provider.containers import mean_the_same
from splitctl.sandbox.provider.types import TYPES
from splitctl.sandbox.provider.values import Properties
from tests.provider.samples import SAMPLES

SERVICE, TASK = "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"
POLICY, PROVIDERS = "aws:appautoscaling/policy:Policy", "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
TRACKING = "targetTrackingScalingPolicyConfiguration"


def tracking(**metric: str) -> Properties:
    """A configuration that tracks a predefined metric."""
    return {TRACKING: {"targetValue": 5, "predefinedMetricSpecification": metric}}


@pytest.mark.parametrize(
    ("token", "given", "path"),
    [
        (TASK, {"containerDefinitions": "{"}, "containerDefinitions"),
        (TASK, {"containerDefinitions": "[{}]"}, "containerDefinitions"),
        (TASK, {"volumes": [{"name": "a", "hostPath": "/"}]}, "volumes[0]"),
        (SERVICE, {"loadBalancers": [{"elbName": "a", "containerName": "b", "containerPort": 1}]}, "loadBalancers[0]"),
        (PROVIDERS, {"capacityProviders": []}, "capacityProviders"),
        (POLICY, {TRACKING: {"targetValue": 5}}, TRACKING),
        (POLICY, tracking(predefinedMetricType="DynamoDBReadCapacityUtilization"), "predefinedMetricType"),
        (POLICY, tracking(predefinedMetricType="ALBRequestCountPerTarget"), "resourceLabel"),
    ],
)
def test_what_is_wrong_is_said_by_its_path(token: str, given: Properties, path: str) -> None:
    """Never carried out in part."""
    problems = TYPES[token].problems({**SAMPLES[token], **given})
    assert [True] == [problem.path.endswith(path) for problem in problems]


def test_other_capacity_providers_need_a_new_deployment() -> None:
    """The official provider asks for force_new_deployment; another order says the same."""
    kind, first, second = TYPES[SERVICE], {"capacityProvider": "FARGATE"}, {"capacityProvider": "FARGATE_SPOT"}
    old = SAMPLES[SERVICE] | {"capacityProviderStrategies": [first, second | {"base": 0}]}

    def check(given: list[Any], **more: bool) -> Properties:
        new = SAMPLES[SERVICE] | {"capacityProviderStrategies": given} | more
        return kind.checked("web", b"", old, new, None)

    assert [second, first] == check([second, first])["capacityProviderStrategies"]
    assert [second] == check([second], forceNewDeployment=True)["capacityProviderStrategies"]
    with pytest.raises(UserError, match="force_new_deployment"):
        check([second])


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"cpu": 0, "essential": True, "command": None, "links": []}, True),
        ({"portMappings": [{"containerPort": 80, "hostPort": 80}]}, True),
        ({"portMappings": [{"containerPort": 80, "protocol": "udp"}]}, False),
        ({"essential": False}, False),
        ({"image": "other"}, False),
    ],
)
def test_containers_mean_what_ecs_makes_of_them(change: Properties, same: bool) -> None:  # noqa: FBT001
    """Whatever the program leaves to ECS."""
    container = {"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80, "protocol": "tcp"}]}
    old, new = (json.dumps([each]) for each in (container, container | change))
    assert same == mean_the_same(old, new, awsvpc=True)


def test_a_port_of_the_host_matters_outside_of_awsvpc() -> None:
    """There ECS chooses one by itself."""
    ports = {"containerPort": 80}, {"containerPort": 80, "hostPort": 80}
    old, new = (json.dumps([{"name": "web", "portMappings": [each]}]) for each in ports)
    assert not mean_the_same(old, new, awsvpc=False)


def test_a_policy_is_found_by_all_that_names_it() -> None:
    """Its id, the name, is not enough: two services may have policies of one name."""
    assert "ecs/service/web/web/ecs:service:DesiredCount/busy" == TYPES[POLICY].address("busy", SAMPLES[POLICY])


def test_a_revision_is_found_by_its_arn_unless_the_latest_is_tracked() -> None:
    """The id is the family."""
    kind = TYPES[TASK]
    assert "arn" == kind.address("web", {"arn": "arn", "trackLatest": False})
    assert "web" == kind.address("web", {"arn": "arn", "trackLatest": True})
