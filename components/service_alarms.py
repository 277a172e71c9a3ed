"""Alarms that take a new version of a service back, and ring at any other time."""

import pulumi
from pulumi_aws import cloudwatch

from components.routing import Routing
from components.task import TaskArgs
from workloads.service import Service

_NAME_LIMIT = 255
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
_MINUTE = 60
_UNHEALTHY_MINUTES = 3


def rollout_alarms(
    name: str,
    service: Service,
    task: TaskArgs,
    routing: Routing,
    topic_arn: pulumi.Input[str],
    parent: pulumi.Resource,
) -> list[cloudwatch.MetricAlarm]:
    """Watch what the service's own tasks do: errors that they answer, connections that they refuse, their health.

    Not the load balancer's own errors: those it counts for all services together.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
    """

    def alarm(part: str, metric: str, statistic: str, threshold: float, minutes: int, what: str) -> None:
        made.append(
            cloudwatch.MetricAlarm(
                f"{name}-{part}",
                name=task.name(part, limit=_NAME_LIMIT),
                alarm_description=f"{service.name} of {task.app} in {task.environment}: {what}",
                namespace="AWS/ApplicationELB",
                metric_name=metric,
                dimensions=routing.dimensions,
                statistic=statistic,
                period=_MINUTE,
                evaluation_periods=minutes,
                datapoints_to_alarm=minutes,
                comparison_operator="GreaterThanOrEqualToThreshold",
                threshold=threshold,
                # Without requests there are no errors to count.
                treat_missing_data="notBreaching",
                alarm_actions=[topic_arn],
                ok_actions=[topic_arn],
                tags=task.tags,
                opts=pulumi.ResourceOptions(parent=parent),
            )
        )

    made: list[cloudwatch.MetricAlarm] = []
    if service.target_5xx_per_minute is not None:
        alarm("errors", "HTTPCode_Target_5XX_Count", "Sum", service.target_5xx_per_minute, 1, "it answers with errors")
    if service.connection_errors_per_minute is not None:
        threshold = service.connection_errors_per_minute
        alarm("connections", "TargetConnectionErrorCount", "Sum", threshold, 1, "it refuses connections")
    alarm("health", "UnHealthyHostCount", "Minimum", 1, _UNHEALTHY_MINUTES, "a task of it is not healthy")
    return made
