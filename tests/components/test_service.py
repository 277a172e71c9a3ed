"""A service, as ECS is asked for it."""

from typing import Any

import pytest

from components.environment import ExistingLoadBalancer
from components.service import Service
from tests.components.samples import BALANCER, CLUSTER, NETWORK, ROUTED, make_service, service_args
from tests.components.world import ACCOUNT, World, names
from tests.workloads.samples import service
from workloads.scaling import Scaling

SERVICE = "aws:ecs/service:Service"
SCALING = Scaling(minimum=3, maximum=9)


def test_it_runs_the_task_in_the_cluster(world: World) -> None:
    """By this revision of its definition, with tags that its tasks get, too."""
    outputs = make_service(world)
    made = world.found(SERVICE)
    assert {
        "service_name": "web-staging-api",
        "task_role_name": "web-staging-api-task",
        "definition_arn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task-definition/web-staging-api:7",
    } == outputs
    assert (CLUSTER, outputs["definition_arn"]) == (made["cluster"], made["taskDefinition"])
    assert ("SERVICE", True) == (made["propagateTags"], made["enableEcsManagedTags"])


@pytest.mark.parametrize(
    "workload",
    [
        {},
        ROUTED,
        {"scaling": SCALING},
        {"spot_weight": 1, "on_demand_weight": 0},
        {"minimum_healthy_percent": 0, "maximum_percent": 100},
        ROUTED | {"target_5xx_per_minute": None, "connection_errors_per_minute": None},
    ],
)
def test_what_fails_is_always_rolled_back(world: World, workload: dict[str, Any]) -> None:
    """No workload can be without the circuit breaker, nor be taken for well before it is: `up` waits, and fails."""
    make_service(world, **workload)
    made = world.found(SERVICE)
    assert {"enable": True, "rollback": True} == made["deploymentCircuitBreaker"]
    assert made["waitForSteadyState"] is True
    assert "deploymentController" not in made


def test_how_long_an_update_waits(world: World) -> None:
    """Half an hour, for a rollback takes its time; whatever is done to the service."""
    make_service(world)
    waits = world.request(SERVICE).customTimeouts
    assert ("30m", "30m", "30m") == (waits.create, waits.update, waits.delete)


def test_an_update_may_wait_longer(world: World) -> None:
    """As long as is asked for."""
    make_service(world, args={"wait_minutes": 90})
    assert "90m" == world.request(SERVICE).customTimeouts.update


def test_the_count_is_what_is_asked_for(world: World) -> None:
    """And an update that finds another one corrects it."""
    make_service(world, count=4)
    assert 4 == world.found(SERVICE)["desiredCount"]
    assert [] == list(world.request(SERVICE).ignoreChanges)


def test_under_scaling_the_count_is_left_alone(world: World) -> None:
    """It starts with the fewest; an update in rush hour must not go back to them."""
    make_service(world, scaling=SCALING)
    assert 3 == world.found(SERVICE)["desiredCount"]
    assert ["desiredCount"] == list(world.request(SERVICE).ignoreChanges)


@pytest.mark.parametrize(
    ("task", "protected"),
    [
        ({}, True),
        ({"disposable": True}, False),
        ({"retire": True}, False),
        ({"disposable": True, "retire": True}, False),
    ],
)
def test_a_service_that_is_lost_from_the_configuration_stays(
    world: World, task: dict[str, Any], *, protected: bool
) -> None:
    """Unless all here may go, or it was said before that this shall."""
    make_service(world, task=task)
    assert protected == world.request(SERVICE).protect


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]),
        ({"spot_weight": 3, "on_demand_weight": 0}, [{"capacityProvider": "FARGATE_SPOT", "weight": 3}]),
        (
            {"spot_weight": 3, "on_demand_weight": 2, "on_demand_base": 1},
            [
                {"capacityProvider": "FARGATE", "weight": 2, "base": 1},
                {"capacityProvider": "FARGATE_SPOT", "weight": 3},
            ],
        ),
    ],
)
def test_where_tasks_are_placed(world: World, weights: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    """On spare capacity only if asked; what has no share is not named, and no launch type, which would overrule it."""
    make_service(world, **weights)
    made = world.found(SERVICE)
    assert expected == made["capacityProviderStrategies"]
    assert "launchType" not in made


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({}, "ENABLED"),
        ({"maximum_percent": 150, "count": 2}, "ENABLED"),
        ({"minimum_healthy_percent": 0, "maximum_percent": 100}, "DISABLED"),
    ],
)
def test_tasks_move_between_zones_only_where_one_more_may_start(
    world: World, bounds: dict[str, Any], expected: str
) -> None:
    """ECS refuses a service that wants to be balanced with a maximum of 100 percent."""
    make_service(world, **bounds)
    assert expected == world.found(SERVICE)["availabilityZoneRebalancing"]


def test_how_many_are_replaced_at_once(world: World) -> None:
    """What is asked for; by default none goes before another has come."""
    make_service(world, count=4, minimum_healthy_percent=50, maximum_percent=150)
    made = world.found(SERVICE)
    assert (50, 150) == (made["deploymentMinimumHealthyPercent"], made["deploymentMaximumPercent"])


def test_it_is_in_the_subnets_for_tasks(world: World) -> None:
    """With the task's own security group, and a public address only where the network needs it."""
    make_service(world)
    assert {
        "subnets": NETWORK.task_subnets,
        "securityGroups": ["api-task-security-group-id"],
        "assignPublicIp": False,
    } == world.found(SERVICE)["networkConfiguration"]


@pytest.mark.parametrize("shell", [False, True])
def test_nobody_opens_a_shell_unasked(world: World, *, shell: bool) -> None:
    """ECS and the role agree: with one without the other there would be none."""
    make_service(world, execute_command=shell, read_only_root=not shell)
    assert shell == world.found(SERVICE)["enableExecuteCommand"]
    assert shell == ("api-task-exec" in world.each("aws:iam/rolePolicy:RolePolicy"))


@pytest.mark.parametrize("balancer", [BALANCER, None])
def test_a_worker_has_no_way_in(world: World, balancer: ExistingLoadBalancer | None) -> None:
    """Beside a load balancer or without: no target group, rule, open port or alarm, and no grace to be healthy."""
    make_service(world, port=8080, args={"load_balancer": balancer})
    made = world.found(SERVICE)
    assert {"loadBalancers", "healthCheckGracePeriodSeconds"}.isdisjoint(made)
    # What is not said, ECS leaves as it was: a service that had a way in would keep alarms that are gone.
    assert {"alarmNames": [], "enable": False, "rollback": False} == made["alarms"]
    assert not [kind for kind in world.kinds() if kind.startswith("aws:lb/")]
    assert "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" not in world.kinds()
    assert "aws:cloudwatch/metricAlarm:MetricAlarm" not in world.kinds()


def test_a_route_needs_a_load_balancer(world: World) -> None:
    """The message says what to set, and nothing is made."""
    wanted = service_args(service(**ROUTED), load_balancer=None)
    with pytest.raises(ValueError, match=r"^api has a route, and its environment no load balancer; set public$"):
        Service("api", wanted)
    assert {} == world.made


def test_ecs_is_asked_when_the_load_balancer_knows_the_targets(world: World) -> None:
    """It refuses a target group that no listener sends anything to."""
    make_service(world, **ROUTED)
    assert "api-rule" in names(world.request(SERVICE).dependencies)
