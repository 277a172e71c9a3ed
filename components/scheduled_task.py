"""A scheduled task: an app's image, run at certain times."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, scheduler, sqs

from components.statements import trust_policy
from components.task import FAMILY_LIMIT, Task, TaskArgs
from components.task_permissions import schedule_policy
from workloads.schedule import ScheduledTask as Workload

_NAME_LIMIT = 64
"""https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"""
_QUEUE_LIMIT = 80
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"""
_TWO_WEEKS_SECONDS = 14 * 24 * 60 * 60
_GROUP = "default"


@dataclass(frozen=True, kw_only=True)
class ScheduledTaskArgs:
    """What a scheduled task is made from."""

    task: TaskArgs
    schedule: Workload
    cluster_arn: pulumi.Input[str]
    known_cluster_arn: str
    """The same, before there is a cluster."""
    after: Sequence[pulumi.Resource] = ()
    """What has to be done before it starts this image. Default: nothing."""


class ScheduledTask(pulumi.ComponentResource):
    """A schedule that runs a Fargate task, and a queue that keeps for two weeks what could not be started.

    Protected, unless disposable or retired: a configuration that has lost it does not end it.
    """

    schedule_name: pulumi.Output[str]
    task_role_name: pulumi.Output[str]
    """The role that the app has, for policies of its own."""
    dead_letter_queue_url: pulumi.Output[str]
    """Where starts end up that ECS would not make."""

    def __init__(self, name: str, args: ScheduledTaskArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:ScheduledTask", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        workload, place, tags = args.schedule, args.task.place, args.task.tags

        task = Task(f"{name}-task", args.task, mine)
        queue_name = args.task.name("missed", limit=_QUEUE_LIMIT)
        queue = sqs.Queue(
            f"{name}-missed",
            name=queue_name,
            message_retention_seconds=_TWO_WEEKS_SECONDS,
            sqs_managed_sse_enabled=True,
            tags=tags,
            opts=mine,
        )
        role = iam.Role(
            f"{name}-role",
            name=args.task.role_name("schedule"),
            description=f"What starts {workload.name} of {args.task.app} in {args.task.environment}",
            # Scheduler names the group where others name the one who asks.
            # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
            assume_role_policy=trust_policy("scheduler", place, place.arn("scheduler", f"schedule-group/{_GROUP}")),
            tags=tags,
            opts=mine,
        )
        policy = iam.RolePolicy(
            f"{name}-permissions",
            name="schedule",
            role=role.name,
            policy=schedule_policy(
                place,
                family=args.task.name(limit=FAMILY_LIMIT),
                cluster_arn=args.known_cluster_arn,
                roles=[place.role_arn(args.task.role_name(part)) for part in ("execution", "task")],
                queue_arn=place.arn("sqs", queue_name),
            ),
            opts=mine,
        )
        schedule = scheduler.Schedule(
            f"{name}-schedule",
            name=args.task.name(limit=_NAME_LIMIT),
            group_name=_GROUP,
            description=f"Runs {workload.name} of {args.task.app} in {args.task.environment}",
            schedule_expression=workload.expression,
            schedule_expression_timezone=workload.timezone,
            flexible_time_window=scheduler.ScheduleFlexibleTimeWindowArgs(
                mode="FLEXIBLE" if workload.flexible_window_minutes else "OFF",
                maximum_window_in_minutes=workload.flexible_window_minutes or None,
            ),
            target=scheduler.ScheduleTargetArgs(
                arn=args.cluster_arn,
                role_arn=role.arn,
                dead_letter_config=scheduler.ScheduleTargetDeadLetterConfigArgs(arn=queue.arn),
                retry_policy=scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_retry_attempts=workload.retries,
                    maximum_event_age_in_seconds=workload.max_event_age_seconds,
                ),
                ecs_parameters=_run(args, task),
            ),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[policy, *args.after],
                protect=args.task.protect,
            ),
        )

        self.schedule_name, self.task_role_name, self.dead_letter_queue_url = schedule.name, task.role_name, queue.url
        self.register_outputs(
            {
                "schedule_name": self.schedule_name,
                "task_role_name": self.task_role_name,
                "dead_letter_queue_url": self.dead_letter_queue_url,
            }
        )


def _run(args: ScheduledTaskArgs, task: Task) -> scheduler.ScheduleTargetEcsParametersArgs:
    """How ECS is to run it. By this very revision: a schedule that names a family runs whatever was registered last."""
    network = args.task.network
    return scheduler.ScheduleTargetEcsParametersArgs(
        task_definition_arn=task.definition_arn,
        task_count=1,
        capacity_provider_strategies=[
            scheduler.ScheduleTargetEcsParametersCapacityProviderStrategyArgs(
                capacity_provider="FARGATE_SPOT" if args.schedule.spot else "FARGATE", weight=1
            )
        ],
        network_configuration=scheduler.ScheduleTargetEcsParametersNetworkConfigurationArgs(
            subnets=network.task_subnets,
            security_groups=[task.security_group_id],
            assign_public_ip=network.assign_public_ip,
        ),
        enable_ecs_managed_tags=True,
        propagate_tags="TASK_DEFINITION",
    )
