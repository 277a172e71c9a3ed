"""A service: an app's image, running all the time."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecs

from components.environment import ExistingLoadBalancer
from components.load_balancer import LoadBalancer
from components.routing import RoutingArgs, route_requests
from components.scaling import scale
from components.service_alarms import rollout_alarms
from components.task import Task, TaskArgs
from workloads.service import Service as Workload

_NAME_LIMIT = 255
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"""

_ALL = 100
"""Percent of the tasks; ECS moves none between zones if it may not start one more first.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""


@dataclass(frozen=True, kw_only=True)
class ServiceArgs:
    """What a service is made from."""

    task: TaskArgs
    service: Workload
    cluster_arn: pulumi.Input[str]
    topic_arn: pulumi.Input[str]
    """Where its alarms go."""
    load_balancer: LoadBalancer | ExistingLoadBalancer | None = None
    """What its route is added to. Default: none, which only a service without a route can do with."""
    priority: int = 1
    """The priority of its rule at the load balancer, unless its route says another. Distinct on a listener. Default: 1,
    which is tried first."""
    wait_minutes: int = 30
    """Minutes that `pulumi up` waits until the new tasks run and are healthy, or have been rolled back. Default: half
    an hour."""


class Service(pulumi.ComponentResource):
    """An ECS service on Fargate that replaces its tasks one by one, and goes back to the version before if they fail.

    `pulumi up` waits for the new version, and fails if it does not come up. Protected, unless disposable or retired: a
    configuration that has lost it does not take it down.
    """

    service_name: pulumi.Output[str]
    task_role_name: pulumi.Output[str]
    """The role that the app has, for policies of its own."""
    definition_arn: pulumi.Output[str]
    """The task definition that it is to run."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if args.service.route and not args.load_balancer:
            raise ValueError(f"{args.service.name} has a route, and its environment no load balancer; set public")
        super().__init__("split-pipelines:index:Service", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        workload = args.service

        task = Task(f"{name}-task", args.task, mine)
        routing = None
        if workload.route and args.load_balancer:
            routing = route_requests(
                name,
                RoutingArgs(
                    task=args.task,
                    service=workload,
                    load_balancer=args.load_balancer,
                    security_group_id=task.security_group_id,
                    priority=workload.route.priority or args.priority,
                ),
                self,
            )
        alarms = rollout_alarms(name, workload, args.task, routing, args.topic_arn, self) if routing else []
        service = ecs.Service(
            f"{name}-service",
            name=args.task.name(limit=_NAME_LIMIT),
            cluster=args.cluster_arn,
            task_definition=task.definition_arn,
            desired_count=workload.least_count,
            capacity_provider_strategies=_capacity(workload),
            network_configuration=ecs.ServiceNetworkConfigurationArgs(
                subnets=args.task.network.task_subnets,
                security_groups=[task.security_group_id],
                assign_public_ip=args.task.network.assign_public_ip,
            ),
            load_balancers=[routing.target] if routing else None,
            health_check_grace_period_seconds=workload.health.grace_seconds if routing else None,
            deployment_minimum_healthy_percent=workload.minimum_healthy_percent,
            deployment_maximum_percent=workload.maximum_percent,
            deployment_circuit_breaker=ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True),
            # Even none are said: what an update leaves out stays as it was, and be it with alarms that are gone.
            # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
            alarms=ecs.ServiceAlarmsArgs(
                enable=bool(alarms), rollback=bool(alarms), alarm_names=[alarm.name for alarm in alarms]
            ),
            availability_zone_rebalancing="ENABLED" if workload.maximum_percent > _ALL else "DISABLED",
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            enable_execute_command=workload.execute_command,
            wait_for_steady_state=True,
            tags=args.task.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                # Without a rule the group has no load balancer, and ECS refuses it.
                depends_on=list(routing.ready) if routing else [],
                protect=args.task.protect,
                ignore_changes=["desiredCount"] if workload.scaling else [],
                custom_timeouts=pulumi.CustomTimeouts(
                    create=f"{args.wait_minutes}m", update=f"{args.wait_minutes}m", delete=f"{args.wait_minutes}m"
                ),
            ),
        )
        if workload.scaling:
            scale(name, workload.scaling, args.cluster_arn, service, routing, args.task.tags, self)

        self.service_name, self.task_role_name = service.name, task.role_name
        self.definition_arn = task.definition_arn
        self.register_outputs(
            {
                "service_name": self.service_name,
                "task_role_name": self.task_role_name,
                "definition_arn": self.definition_arn,
            }
        )


def _capacity(workload: Workload) -> list[ecs.ServiceCapacityProviderStrategyArgs]:
    """Where tasks are placed; a share of nothing is left out."""
    strategies = []
    if workload.on_demand_weight:
        strategies.append(
            ecs.ServiceCapacityProviderStrategyArgs(
                capacity_provider="FARGATE", weight=workload.on_demand_weight, base=workload.on_demand_base
            )
        )
    if workload.spot_weight:
        strategies.append(
            ecs.ServiceCapacityProviderStrategyArgs(capacity_provider="FARGATE_SPOT", weight=workload.spot_weight)
        )
    return strategies
