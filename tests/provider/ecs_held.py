"""What ECS holds, and the program that its tests begin with."""

from typing import Any

from tests.conftest import Sandbox

PLACE = """
import json, pulumi
from pulumi_aws import appautoscaling, ecs
NAME, IMAGE, TAGS, OPTIONS = "web", "nginx:1", {"team": "blue"}, {}
HIGHEST, RESOURCE, METRIC = 4, "service/prod/web", {"predefined_metric_type": "ECSServiceAverageCPUUtilization"}
EXTRA, SERVICE, CONTAINER, TASK_TAGS, IDS = {}, {}, {}, {}, {}

def at(name):
    return pulumi.ResourceOptions(import_=IDS.get(name))
"""
PROGRAM = """
cluster = ecs.Cluster("cluster", name="prod", settings=[{"name": "containerInsights", "value": "enabled"}], tags=TAGS,
    opts=at("cluster"))
providers = ecs.ClusterCapacityProviders("providers", cluster_name=cluster.name,
    capacity_providers=["FARGATE_SPOT", "FARGATE"],
    default_capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}], opts=at("providers"))
task = ecs.TaskDefinition("task", family=NAME, cpu="256", memory="512", network_mode="awsvpc",
    requires_compatibilities=["FARGATE"], volumes=[{"name": "scratch"}], tags=TAGS | TASK_TAGS,
    runtime_platform={"cpu_architecture": "X86_64", "operating_system_family": "LINUX"},
    container_definitions=json.dumps([{"name": "web", "image": IMAGE, "portMappings": [{"containerPort": 80}],
        "environment": [{"name": "Z", "value": "1"}, {"name": "A", "value": "2"}], "command": None,
        "healthCheck": {"command": ["CMD", "true"]}, **CONTAINER}]), opts=at("task"), **EXTRA)
service = ecs.Service("service", **{"name": NAME, "cluster": cluster.arn, "task_definition": task.arn,
    "desired_count": 2, "launch_type": "FARGATE", "network_configuration": {"subnets": SUBNETS},
    "deployment_circuit_breaker": {"enable": True, "rollback": True}, "wait_for_steady_state": True, "tags": TAGS,
    **SERVICE}, opts=pulumi.ResourceOptions(import_=IDS.get("service"), **OPTIONS))
pulumi.export("running", service.task_definition)
"""


SCALING = """
scaled = {"service_namespace": "ecs", "scalable_dimension": "ecs:service:DesiredCount", "resource_id": RESOURCE}
target = appautoscaling.Target("target", min_capacity=1, max_capacity=HIGHEST, tags=TAGS, **scaled,
    opts=pulumi.ResourceOptions(import_=IDS.get("target"), depends_on=[service]))
policy = appautoscaling.Policy("policy", name="busy", policy_type="TargetTrackingScaling", **scaled,
    target_tracking_scaling_policy_configuration={"target_value": 60, "predefined_metric_specification": METRIC},
    opts=pulumi.ResourceOptions(import_=IDS.get("policy"), depends_on=[target]))
"""


def program(sandbox: Sandbox, more: str = "", after: str = "") -> str:
    """A cluster with a service. `more` changes what it is made of, `after` adds to it."""
    return f"{PLACE}SUBNETS = {subnets(sandbox)}\n{more}\n{PROGRAM}{after}"


def subnets(sandbox: Sandbox) -> list[str]:
    """Two subnets of the default network."""
    return sorted(each["SubnetId"] for each in sandbox.aws("ec2").describe_subnets()["Subnets"])[:2]


def service(sandbox: Sandbox, name: str = "web") -> dict[str, Any]:
    """What ECS holds of a service, tags included."""
    (held,) = sandbox.aws("ecs").describe_services(cluster="prod", services=[name], include=["TAGS"])["services"]
    return dict(held)


def revisions(sandbox: Sandbox, status: str = "ACTIVE") -> list[str]:
    """The revisions of all families, as `family:revision`."""
    arns = sandbox.aws("ecs").list_task_definitions(status=status)["taskDefinitionArns"]
    return sorted(arn.rpartition("/")[2] for arn in arns)
