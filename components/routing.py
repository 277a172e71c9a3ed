"""How a load balancer's requests come to a service."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecs, lb, vpc

from components.environment import ExistingLoadBalancer
from components.load_balancer import LoadBalancer
from components.task import TaskArgs
from workloads.route import Route
from workloads.service import Service
from workloads.task import APP_CONTAINER

_NAME_LIMIT = 32
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"""
_PORT = 80
"""Says nothing: each task is registered with its own port. A constant, because a change would replace the group."""


@dataclass(frozen=True, kw_only=True)
class RoutingArgs:
    """What a service's way in is made from."""

    task: TaskArgs
    service: Service
    load_balancer: LoadBalancer | ExistingLoadBalancer
    security_group_id: pulumi.Input[str]
    """The security group of its tasks."""
    priority: int
    """When its rule is tried, among those of its listener."""


@dataclass(frozen=True, kw_only=True)
class Routing:
    """A service's way in."""

    group: lb.TargetGroup
    ready: Sequence[pulumi.Resource]
    """What has to be there before the first task: until then no request reaches it, and it would not become healthy."""
    load_balancer: LoadBalancer | ExistingLoadBalancer
    port: int

    @property
    def target(self) -> ecs.ServiceLoadBalancerArgs:
        """Where ECS registers the service's tasks."""
        return ecs.ServiceLoadBalancerArgs(
            target_group_arn=self.group.arn, container_name=APP_CONTAINER, container_port=self.port
        )

    @property
    def dimensions(self) -> dict[str, pulumi.Output[str]]:
        """Which of ELB's metrics are about this service alone.

        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        """
        suffix = pulumi.Output.from_input(self.load_balancer.arn_suffix)
        return {"LoadBalancer": suffix, "TargetGroup": self.group.arn_suffix}


def route_requests(name: str, args: RoutingArgs, parent: pulumi.Resource) -> Routing:
    """Send the requests of the service's route to its tasks. Raises ValueError for a service without route or port."""
    route, port = args.service.route, args.service.port
    if not route or port is None:
        raise ValueError(f"{args.service.name} has no route, so no requests come to it")
    mine = pulumi.ResourceOptions(parent=parent)
    # A service that is gone from the configuration stays, and with it what it is reached by.
    kept = pulumi.ResourceOptions(parent=parent, protect=args.task.protect)
    way_in = vpc.SecurityGroupIngressRule(
        f"{name}-in",
        security_group_id=args.security_group_id,
        referenced_security_group_id=args.load_balancer.security_group_id,
        description="Requests from the load balancer",
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        tags=args.task.tags,
        opts=mine,
    )
    group = lb.TargetGroup(
        f"{name}-targets",
        name=args.task.name(limit=_NAME_LIMIT),
        target_type="ip",
        port=_PORT,
        protocol="HTTP",
        vpc_id=args.task.network.vpc_id,
        # No longer than ECS lets the app answer what it has begun.
        deregistration_delay=args.service.stop_timeout_seconds,
        health_check=_health_check(args.service),
        tags=args.task.tags,
        opts=kept,
    )
    rule = lb.ListenerRule(
        f"{name}-rule",
        listener_arn=pulumi.Output.from_input(args.load_balancer.listener_arn),
        priority=args.priority,
        conditions=_conditions(route),
        actions=[lb.ListenerRuleActionArgs(type="forward", target_group_arn=group.arn)],
        tags=args.task.tags,
        opts=kept,
    )
    return Routing(group=group, ready=(rule, way_in), load_balancer=args.load_balancer, port=port)


def _health_check(service: Service) -> lb.TargetGroupHealthCheckArgs:
    health = service.health
    return lb.TargetGroupHealthCheckArgs(
        path=health.path,
        port="traffic-port",
        protocol="HTTP",
        matcher=health.statuses,
        interval=health.interval_seconds,
        timeout=health.timeout_seconds,
        healthy_threshold=health.healthy_count,
        unhealthy_threshold=health.unhealthy_count,
    )


def _conditions(route: Route) -> list[lb.ListenerRuleConditionArgs]:
    conditions = []
    if route.hosts:
        hosts = lb.ListenerRuleConditionHostHeaderArgs(values=list(route.hosts))
        conditions.append(lb.ListenerRuleConditionArgs(host_header=hosts))
    if route.paths:
        paths = lb.ListenerRuleConditionPathPatternArgs(values=list(route.paths))
        conditions.append(lb.ListenerRuleConditionArgs(path_pattern=paths))
    return conditions
