"""How many tasks of a service run, by their load."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import appautoscaling, ecs

from components.routing import Routing
from workloads.scaling import Scaling

_DIMENSION = "ecs:service:DesiredCount"


def scale(
    name: str,
    scaling: Scaling,
    cluster_arn: pulumi.Input[str],
    service: ecs.Service,
    routing: Routing | None,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    """Let the number of tasks follow the service's targets; with several, the one that asks for most wins.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
    """
    mine = pulumi.ResourceOptions(parent=parent)
    cluster = pulumi.Output.from_input(cluster_arn).apply(lambda arn: arn.rsplit("/", 1)[-1])
    target = appautoscaling.Target(
        f"{name}-scaling",
        service_namespace="ecs",
        scalable_dimension=_DIMENSION,
        resource_id=pulumi.Output.concat("service/", cluster, "/", service.name),
        min_capacity=scaling.minimum,
        max_capacity=scaling.maximum,
        tags=dict(tags),
        opts=mine,
    )

    def follow(part: str, metric: str, value: int, label: pulumi.Input[str] | None = None) -> None:
        appautoscaling.Policy(
            f"{name}-by-{part}",
            name=part,
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
                target_value=value,
                scale_in_cooldown=scaling.scale_in_cooldown_seconds,
                scale_out_cooldown=scaling.scale_out_cooldown_seconds,
                predefined_metric_specification=appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                    predefined_metric_type=metric, resource_label=label
                ),
            ),
            opts=mine,
        )

    if scaling.cpu_percent is not None:
        follow("cpu", "ECSServiceAverageCPUUtilization", scaling.cpu_percent)
    if scaling.memory_percent is not None:
        follow("memory", "ECSServiceAverageMemoryUtilization", scaling.memory_percent)
    if scaling.requests_per_target is not None and routing:
        suffixes = routing.dimensions
        label = pulumi.Output.concat(suffixes["LoadBalancer"], "/", suffixes["TargetGroup"])
        follow("requests", "ALBRequestCountPerTarget", scaling.requests_per_target, label)
