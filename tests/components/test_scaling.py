"""How many tasks of a service run, by their load."""

from typing import Any

import pytest

from tests.components.samples import ROUTED, make_service
from tests.components.world import World, names
from workloads.scaling import Scaling

POLICY = "aws:appautoscaling/policy:Policy"
TARGET = "aws:appautoscaling/target:Target"
TRACKING = "targetTrackingScalingPolicyConfiguration"


def make(world: World, **scaling: Any) -> dict[str, dict[str, Any]]:
    """Make a service that scales from 2 to 8, and return how each policy tracks what, by the policies' names."""
    make_service(world, **ROUTED, scaling=Scaling(minimum=2, maximum=8, **scaling))
    return {each["name"]: each[TRACKING] for each in world.each(POLICY).values()}


def test_the_count_stays_within_its_bounds(world: World) -> None:
    """Of this service, in its cluster, whose name is in the cluster's ARN."""
    make(world)
    target = world.found(TARGET)
    assert (2, 8) == (target["minCapacity"], target["maxCapacity"])
    assert "service/there/web-staging-api" == target["resourceId"]
    assert ("ecs", "ecs:service:DesiredCount") == (target["serviceNamespace"], target["scalableDimension"])


def test_it_waits_for_the_service(world: World) -> None:
    """There is nothing to scale before."""
    make(world)
    assert "api-service" in names(world.request(TARGET).dependencies)


def test_by_default_cpu_is_followed_alone(world: World) -> None:
    """To 60 percent; up within a minute, down by and by."""
    assert {
        "cpu": {
            "targetValue": 60,
            "scaleInCooldown": 300,
            "scaleOutCooldown": 60,
            "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
        }
    } == make(world)


@pytest.mark.parametrize(
    ("target", "name", "metric"),
    [
        ({"memory_percent": 70}, "memory", {"predefinedMetricType": "ECSServiceAverageMemoryUtilization"}),
        (
            {"requests_per_target": 500},
            "requests",
            {
                "predefinedMetricType": "ALBRequestCountPerTarget",
                "resourceLabel": "app/there/0123/targetgroup/web-staging-api/4567",
            },
        ),
    ],
)
def test_other_targets(world: World, target: dict[str, int], name: str, metric: dict[str, str]) -> None:
    """Each is followed by its own metric: requests by those of this service's target group alone."""
    policies = make(world, cpu_percent=None, **target)
    assert {name} == set(policies)
    assert (*target.values(), metric) == (
        policies[name]["targetValue"],
        policies[name]["predefinedMetricSpecification"],
    )


def test_several_targets_are_followed_together(world: World) -> None:
    """Each by a policy of the one target, with the cooldowns that are asked for."""
    policies = make(
        world,
        cpu_percent=50,
        memory_percent=70,
        requests_per_target=500,
        scale_in_cooldown_seconds=600,
        scale_out_cooldown_seconds=0,
    )
    assert {"cpu": 50, "memory": 70, "requests": 500} == {name: each["targetValue"] for name, each in policies.items()}
    assert {(600, 0)} == {(each["scaleInCooldown"], each["scaleOutCooldown"]) for each in policies.values()}
    assert {"service/there/web-staging-api"} == {each["resourceId"] for each in world.each(POLICY).values()}


def test_a_worker_scales_too(world: World) -> None:
    """By what its tasks do, for it has no requests."""
    make_service(world, scaling=Scaling(minimum=1, maximum=3, memory_percent=80))
    assert {"api-by-cpu", "api-by-memory"} == set(world.each(POLICY))


def test_without_scaling_nothing_changes_the_count(world: World) -> None:
    """Neither target nor policy."""
    make_service(world, **ROUTED)
    assert {TARGET, POLICY}.isdisjoint(world.kinds())
