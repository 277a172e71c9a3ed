"""How requests come to a service."""

from typing import Any

import pytest

from components.routing import RoutingArgs, route_requests
from tests.components.samples import BALANCER, NETWORK, ROUTED, make_service, task_args
from tests.components.world import ACCOUNT, World, names
from tests.workloads.samples import service
from workloads.health import HealthCheck
from workloads.route import Route

EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGETS = "aws:lb/targetGroup:TargetGroup"
GROUP_ARN = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:targetgroup/web-staging-api/4567"


def test_ecs_registers_each_task_by_its_address(world: World) -> None:
    """The app's container and its port, and no sidecar's."""
    make_service(world, **ROUTED)
    assert [{"targetGroupArn": GROUP_ARN, "containerName": "app", "containerPort": 8080}] == world.found(SERVICE)[
        "loadBalancers"
    ]
    group = world.found(TARGETS)
    assert ("web-staging-api", "ip", "HTTP") == (group["name"], group["targetType"], group["protocol"])
    assert NETWORK.vpc_id == group["vpcId"]


@pytest.mark.parametrize("port", [1, 3000, 65535])
def test_another_port_leaves_the_target_group_as_it_is(world: World, port: int) -> None:
    """Its own would be replaced, and with it what the app is reached by; the containers' alone may change."""
    make_service(world, **ROUTED | {"port": port})
    group = world.found(TARGETS)
    assert (80, "traffic-port") == (group["port"], group["healthCheck"]["port"])
    assert port == world.found(SERVICE)["loadBalancers"][0]["containerPort"]


def test_only_the_load_balancer_reaches_the_tasks(world: World) -> None:
    """At their port and no other. The load balancer's own group, which may be somebody else's, stays as it is."""
    make_service(world, **ROUTED)
    rule = world.found(INGRESS)
    assert ("tcp", 8080, 8080) == (rule["ipProtocol"], rule["fromPort"], rule["toPort"])
    assert ("api-task-security-group-id", "sg-there") == (rule["securityGroupId"], rule["referencedSecurityGroupId"])
    assert "cidrIpv4" not in rule
    assert {"api-task-security-group-id"} == {each["securityGroupId"] for each in world.each(EGRESS).values()}


def test_its_rule_is_added_to_the_listener_that_is_there(world: World) -> None:
    """No listener nor load balancer is made for it."""
    make_service(world, **ROUTED)
    rule = world.found(RULE)
    assert BALANCER.listener_arn == rule["listenerArn"]
    assert [{"type": "forward", "targetGroupArn": GROUP_ARN}] == rule["actions"]
    assert {RULE, TARGETS} == {kind for kind in world.kinds() if kind.startswith("aws:lb/")}


HOSTS = {"hostHeader": {"values": ["a.example.com", "*.example.org"]}}
PATHS = {"pathPattern": {"values": ["/api/*"]}}


@pytest.mark.parametrize(
    ("route", "conditions"),
    [
        ({"paths": ("/api/*",)}, [PATHS]),
        ({"hosts": ("a.example.com", "*.example.org")}, [HOSTS]),
        ({"hosts": ("a.example.com", "*.example.org"), "paths": ("/api/*",)}, [HOSTS, PATHS]),
    ],
)
def test_what_is_sent_to_it(world: World, route: dict[str, Any], conditions: list[dict[str, Any]]) -> None:
    """One of the hosts and one of the paths; what is not asked for is no condition."""
    make_service(world, name="api", port=8080, route=Route(**route))
    assert conditions == world.found(RULE)["conditions"]


@pytest.mark.parametrize(("own", "expected"), [(None, 1234), (7, 7)])
def test_when_its_rule_is_tried(world: World, own: int | None, expected: int) -> None:
    """As its route says, and otherwise as the environment does."""
    route = Route(paths=("/api/*",), priority=own)
    make_service(world, name="api", port=8080, route=route, args={"priority": 1234})
    assert expected == world.found(RULE)["priority"]


def test_how_its_health_is_found_out(world: World) -> None:
    """By the check that the service says; ECS minds it after the grace."""
    health = HealthCheck(
        path="/health",
        statuses="200,204",
        interval_seconds=20,
        timeout_seconds=4,
        healthy_count=3,
        unhealthy_count=5,
        grace_seconds=120,
    )
    make_service(world, **ROUTED, health=health)
    assert {
        "path": "/health",
        "port": "traffic-port",
        "protocol": "HTTP",
        "matcher": "200,204",
        "interval": 20,
        "timeout": 4,
        "healthyThreshold": 3,
        "unhealthyThreshold": 5,
    } == world.found(TARGETS)["healthCheck"]
    assert 120 == world.found(SERVICE)["healthCheckGracePeriodSeconds"]


def test_a_task_that_stops_finishes_what_it_has_begun(world: World) -> None:
    """The load balancer waits as long as ECS lets it live, and no longer."""
    make_service(world, **ROUTED, stop_timeout_seconds=90)
    assert 90 == world.found(TARGETS)["deregistrationDelay"]


@pytest.mark.parametrize(("task", "protected"), [({}, True), ({"disposable": True}, False), ({"retire": True}, False)])
def test_a_service_stays_reachable(world: World, task: dict[str, Any], *, protected: bool) -> None:
    """One that is lost from the configuration keeps its target group and its rule, as it keeps running."""
    make_service(world, **ROUTED, task=task)
    assert (protected, protected) == (world.request(TARGETS).protect, world.request(RULE).protect)


def test_the_rule_sends_to_this_group(world: World) -> None:
    """So Pulumi makes the group first, and removes it last."""
    make_service(world, **ROUTED)
    assert {"api-targets"} == names(world.request(RULE).dependencies)


@pytest.mark.parametrize("workload", [{}, {"port": 8080}])
def test_without_a_route_there_is_no_way_in(world: World, workload: dict[str, Any]) -> None:
    """Whoever asks for one all the same is told, and nothing is made."""
    worker = service(name="api", **workload)
    args = RoutingArgs(
        task=task_args(worker), service=worker, load_balancer=BALANCER, security_group_id="sg-1", priority=1
    )
    with pytest.raises(ValueError, match=r"^api has no route, so no requests come to it$"):
        route_requests("api", args, None)  # type: ignore[arg-type]
    assert {} == world.made
