"""ECS services behind a load balancer, and their scaling, by the real Pulumi CLI; and imports of all of it."""

import json
from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.ecs_held import SCALING, program, service, subnets

Project = Callable[[str], Sandbox]


def target_group(sandbox: Sandbox) -> str:
    """A target group with a load balancer; returns its ARN."""
    elb = sandbox.aws("elbv2")
    made = elb.create_load_balancer(Name="web", Subnets=subnets(sandbox))["LoadBalancers"][0]
    vpc = sandbox.aws("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
    group = elb.create_target_group(Name="web", Port=80, Protocol="HTTP", VpcId=vpc, TargetType="ip")["TargetGroups"][0]
    arn = str(group["TargetGroupArn"])
    forward = [{"Type": "forward", "TargetGroupArn": arn}]
    elb.create_listener(LoadBalancerArn=made["LoadBalancerArn"], Port=80, Protocol="HTTP", DefaultActions=forward)
    return arn


def behind(group: str) -> str:
    """What makes a program's service one behind a load balancer, with capacity providers and alarms."""
    return f"""
SERVICE = {{"launch_type": None, "force_new_deployment": True, "propagate_tags": "SERVICE",
    "capacity_provider_strategies": [{{"capacity_provider": "FARGATE_SPOT", "weight": 3}},
        {{"capacity_provider": "FARGATE", "base": 1}}],
    "load_balancers": [{{"target_group_arn": {group!r}, "container_name": "web", "container_port": 80}}],
    "health_check_grace_period_seconds": 60, "deployment_maximum_percent": 150,
    "alarms": {{"alarm_names": ['late'], "enable": True, "rollback": True}}}}
"""


def test_a_service_behind_a_load_balancer_is_scaled(project: Project) -> None:
    """Every setting arrives, changes where it is, and what scales the service goes with it."""
    sandbox = project("")
    group = target_group(sandbox)
    whole = program(sandbox, behind(group), SCALING).replace("**OPTIONS", "depends_on=[providers]")
    sandbox.write(whole)
    sandbox.up()
    held, scaling = service(sandbox), sandbox.aws("application-autoscaling")
    deploying = held["deploymentConfiguration"]
    assert (60, "SERVICE", 150, ["late"]) == (
        held["healthCheckGracePeriodSeconds"],
        held["propagateTags"],
        deploying["maximumPercent"],
        deploying["alarms"]["alarmNames"],
    )
    assert [("FARGATE_SPOT", 0, 3), ("FARGATE", 1, 0)] == [
        (each["capacityProvider"], each["base"], each["weight"]) for each in held["capacityProviderStrategy"]
    ]
    assert group == held["loadBalancers"][0]["targetGroupArn"]
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    (policy,) = scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    assert (1, 4, 60.0) == (
        target["MinCapacity"],
        target["MaxCapacity"],
        policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"],
    )
    assert {} == sandbox.planned("--refresh")

    scaling.register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/prod/web",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=3,
    )
    label = "app/web/1/targetgroup/web/2"
    metric = {"predefined_metric_type": "ALBRequestCountPerTarget", "resource_label": label}
    changed = whole.replace("SUBNETS =", f"HIGHEST, METRIC = 9, {json.dumps(metric)}\nSUBNETS =")
    sandbox.write(changed.replace("'late'", "'slow'"))
    assert {"update": ["policy", "service", "target"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    (after,) = scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    tracking = after["TargetTrackingScalingPolicyConfiguration"]["PredefinedMetricSpecification"]
    assert (1, 9, label) == (target["MinCapacity"], target["MaxCapacity"], tracking["ResourceLabel"])
    assert policy["PolicyARN"] == after["PolicyARN"]
    assert ["slow"] == service(sandbox)["deploymentConfiguration"]["alarms"]["alarmNames"]

    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert ([], []) == (
        scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"],
        scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"],
    )


def test_what_exists_is_imported(project: Project) -> None:
    """By the ids that the official provider takes; a program that says the same then has nothing to change."""
    sandbox = project("")
    sandbox.write(program(sandbox, "", SCALING))
    sandbox.up()
    task = sandbox.resources()["task"]["outputs"]["arn"]
    sandbox.pulumi("state", "delete", "--all", "--force", "--yes")
    place = "ecs/service/prod/web/ecs:service:DesiredCount"
    ids = {"providers": "prod", "task": task, "service": "prod/web", "target": place, "policy": f"{place}/busy"}
    sandbox.write(program(sandbox, f"IDS = {ids | {'cluster': 'prod'}}", SCALING))
    assert "6 imported" in sandbox.up()
    state = sandbox.resources()
    assert ("web", "busy", "service/prod/web") == tuple(state[name]["id"] for name in ("task", "policy", "target"))
    assert service(sandbox)["serviceArn"] == state["service"]["id"]
    sandbox.write(program(sandbox, "", SCALING))
    assert {} == sandbox.planned("--refresh")
