"""Alarms that take a new version back."""

import pytest

from tests.components.samples import ROUTED, TOPIC, make_service
from tests.components.world import World

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
SERVICE = "aws:ecs/service:Service"
OFF = {"target_5xx_per_minute": None, "connection_errors_per_minute": None}


@pytest.mark.parametrize(
    ("name", "metric", "statistic", "threshold", "minutes"),
    [
        ("api-errors", "HTTPCode_Target_5XX_Count", "Sum", 20, 1),
        ("api-connections", "TargetConnectionErrorCount", "Sum", 5, 1),
        ("api-health", "UnHealthyHostCount", "Minimum", 1, 3),
    ],
)
def test_what_rings(world: World, name: str, metric: str, statistic: str, threshold: int, minutes: int) -> None:
    """As many errors in a minute as the service says; and a task that was not healthy for three, all the time."""
    make_service(world, **ROUTED, target_5xx_per_minute=20, connection_errors_per_minute=5)
    alarm = world.made[ALARM, name]
    assert ("AWS/ApplicationELB", metric, statistic) == (alarm["namespace"], alarm["metricName"], alarm["statistic"])
    assert ("GreaterThanOrEqualToThreshold", threshold) == (alarm["comparisonOperator"], alarm["threshold"])
    assert (60, minutes, minutes) == (alarm["period"], alarm["evaluationPeriods"], alarm["datapointsToAlarm"])


def test_only_what_its_own_tasks_do_is_watched(world: World) -> None:
    """The load balancer's metrics of this target group: another service's errors take nothing back here."""
    make_service(world, **ROUTED)
    watched = {"LoadBalancer": "app/there/0123", "TargetGroup": "targetgroup/web-staging-api/4567"}
    assert 3 * [watched] == [each["dimensions"] for each in world.each(ALARM).values()]


def test_silence_is_no_error(world: World) -> None:
    """An app that nobody uses at night counts no errors, and rings no alarm."""
    make_service(world, **ROUTED)
    assert {"notBreaching"} == {each["treatMissingData"] for each in world.each(ALARM).values()}


def test_the_topic_hears_of_both_ends(world: World) -> None:
    """Of an alarm, and when it is over."""
    make_service(world, **ROUTED)
    for alarm in world.each(ALARM).values():
        assert ([TOPIC], [TOPIC]) == (alarm["alarmActions"], alarm["okActions"])


def test_every_alarm_takes_a_new_version_back(world: World) -> None:
    """ECS watches all of them while it deploys, by the names that they have."""
    make_service(world, **ROUTED)
    named = ["web-staging-api-connections", "web-staging-api-errors", "web-staging-api-health"]
    watched = world.found(SERVICE)["alarms"]
    assert (True, True) == (watched["enable"], watched["rollback"])
    assert named == sorted(watched["alarmNames"])
    assert named == sorted(each["name"] for each in world.each(ALARM).values())


@pytest.mark.parametrize(
    ("off", "names"),
    [
        (OFF, {"api-health"}),
        ({"target_5xx_per_minute": None}, {"api-health", "api-connections"}),
        ({"connection_errors_per_minute": None}, {"api-health", "api-errors"}),
    ],
)
def test_what_is_turned_off_rings_no_more(world: World, off: dict[str, None], names: set[str]) -> None:
    """The health of its tasks always does."""
    make_service(world, **ROUTED, **off)
    assert names == set(world.each(ALARM))
    assert len(names) == len(world.found(SERVICE)["alarms"]["alarmNames"])
