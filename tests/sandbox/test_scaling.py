"""Application Auto Scaling in the embedded AWS."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

PLACE = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/prod/web",
    "ScalableDimension": "ecs:service:DesiredCount",
}
POLICY = {
    **PLACE,
    "PolicyName": "busy",
    "PolicyType": "TargetTrackingScaling",
    "TargetTrackingScalingPolicyConfiguration": {
        "TargetValue": 60,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
    },
}


@pytest.fixture
def scaling(world: World) -> Any:
    """A client of a world with a service."""
    ecs = client(world, "ecs")
    ecs.create_cluster(clusterName="prod")
    ecs.register_task_definition(family="web", containerDefinitions=[{"name": "web", "image": "nginx", "memory": 64}])
    ecs.create_service(cluster="prod", serviceName="web", taskDefinition="web")
    return client(world, "application-autoscaling")


def client(world: World, service: str) -> Any:
    """A client of the world."""
    return boto3.client(
        service, "eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


def test_policies_belong_to_a_target(scaling: Any, world: World) -> None:
    """There is none without it, one keeps its ARN, and all of them and their alarms go with it."""
    with pytest.raises(ClientError, match="No scalable target registered"):
        scaling.put_scaling_policy(**POLICY)
    scaling.register_scalable_target(**PLACE, MinCapacity=1, MaxCapacity=2)
    first, second = (scaling.put_scaling_policy(**POLICY) for _ in range(2))
    assert first["PolicyARN"] == second["PolicyARN"]
    assert 2 == len(client(world, "cloudwatch").describe_alarms()["MetricAlarms"])
    scaling.deregister_scalable_target(**PLACE)
    assert [] == scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    assert [] == client(world, "cloudwatch").describe_alarms()["MetricAlarms"]
    with pytest.raises(ClientError, match="ObjectNotFoundException"):
        scaling.deregister_scalable_target(**PLACE)
    with pytest.raises(ClientError, match="ObjectNotFoundException"):
        scaling.delete_scaling_policy(**PLACE, PolicyName="busy")


def test_a_target_is_completed_and_has_tags(scaling: Any) -> None:
    """ECS has a role of its own for it, whatever else is asked for."""
    arn = scaling.register_scalable_target(**PLACE, MinCapacity=1, MaxCapacity=2, Tags={"team": "blue"})[
        "ScalableTargetARN"
    ]
    scaling.tag_resource(ResourceARN=arn, Tags={"more": "x"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["team"])
    (held,) = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    assert {"more": "x"} == scaling.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert held["RoleARN"].endswith("AWSServiceRoleForApplicationAutoScaling_ECSService")
    assert {False} == set(held["SuspendedState"].values())


def test_limits_that_cross_and_services_that_are_gone_are_refused(scaling: Any, world: World) -> None:
    """With a ValidationException."""
    with pytest.raises(ClientError, match="Maximum capacity cannot be less"):
        scaling.register_scalable_target(**PLACE, MinCapacity=3, MaxCapacity=2)
    client(world, "ecs").delete_service(cluster="prod", service="web")
    with pytest.raises(ClientError, match="ECS service doesn't exist"):
        scaling.register_scalable_target(**PLACE, MinCapacity=1, MaxCapacity=2)
