"""Systems Manager's parameters, EventBridge Scheduler and CloudWatch's alarms in the embedded AWS."""

import re
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

TARGET = {"Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "RoleArn": "arn:aws:iam::123456789012:role/starter"}
DAILY: dict[str, Any] = {
    "Name": "daily",
    "ScheduleExpression": "rate(1 day)",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "Target": TARGET,
}


def client(world: World, service: str) -> Any:
    """A client of the embedded AWS."""
    return boto3.client(
        service, region_name="eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"Name": "web/image"}, "must be a fully qualified name"),
    ({"Name": "/web/image", "AllowedPattern": "[0-9]+"}, r"ParameterPatternMismatchException.*\[0-9\]\+"),
    ({"Name": "/web/image", "Value": "x" * 4097}, "maximum parameter value of 4096"),
    ({"Name": "/web/large", "Tier": "Standard"}, "You can't downgrade"),
]


def test_parameters_are_checked(world: World) -> None:
    """Names, patterns, sizes and tiers that Systems Manager refuses, and paths that are none."""
    ssm = client(world, "ssm")
    ssm.put_parameter(Name="/web/large", Value="x" * 4097, Type="String", Tier="Advanced")
    for wrong, message in REFUSED:
        with pytest.raises(ClientError, match=message):
            ssm.put_parameter(**{"Value": "x", "Type": "String", "Overwrite": True, **wrong})
    with pytest.raises(ClientError, match="must begin with a forward slash"):
        ssm.get_parameters_by_path(Path="web")
    assert ["/web/large"] == [each["Name"] for each in ssm.describe_parameters()["Parameters"]]


def test_a_tier_that_is_left_to_aws_follows_the_value(world: World) -> None:
    """Standard as long as that is enough, and never back; and a key belongs to a SecureString only."""
    ssm = client(world, "ssm")
    for size, type_, tier, key in (
        (1, "SecureString", "Standard", "alias/aws/ssm"),
        (4097, "String", "Advanced", None),
        (1, "String", "Advanced", None),
    ):
        ssm.put_parameter(Name="any", Value="x" * size, Type=type_, Tier="Intelligent-Tiering", Overwrite=True)
        (held,) = ssm.describe_parameters()["Parameters"]
        assert (tier, key) == (held["Tier"], held.get("KeyId"))


def test_an_alarm_begins_without_data_and_keeps_its_state(world: World) -> None:
    """An update changes settings, neither state nor tags."""
    cloudwatch = client(world, "cloudwatch")
    alarm = {"AlarmName": "busy", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"}
    metric = {"MetricName": "CPU", "Namespace": "Web", "Statistic": "Sum", "Period": 60}
    cloudwatch.put_metric_alarm(**alarm, **metric, Threshold=1, Tags=[{"Key": "team", "Value": "blue"}])
    (held,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert "INSUFFICIENT_DATA" == held["StateValue"]
    cloudwatch.set_alarm_state(AlarmName="busy", StateValue="ALARM", StateReason="tried out")
    cloudwatch.put_metric_alarm(**alarm, **metric, Threshold=2, Tags=[{"Key": "team", "Value": "red"}])
    (now,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert ("ALARM", "tried out", 2) == (now["StateValue"], now["StateReason"], now["Threshold"])
    assert [{"Key": "team", "Value": "blue"}] == cloudwatch.list_tags_for_resource(ResourceARN=now["AlarmArn"])["Tags"]


TIMES = (
    "rate(5 minutes)",
    "rate(1 day)",
    "cron(0 3 * * ? *)",
    "cron(15 10 ? * 6L 2027-2029)",
    "at(2031-02-28T01:02:03)",
)
NO_TIMES = (
    "rate(0 days)",
    "rate(1 fortnight)",
    "cron(0 3 * * ?)",
    "cron(0 3 * * * *)",
    "at(2031-02-30T01:02:03)",
    "every day",
)


def test_a_schedule_says_a_time(world: World) -> None:
    """A rate, a cron expression of six fields with one day left open, or a moment; in a zone that exists."""
    scheduler = client(world, "scheduler")
    scheduler.create_schedule(**DAILY)
    for expression in TIMES:
        scheduler.update_schedule(**DAILY | {"ScheduleExpression": expression})
    for expression in NO_TIMES:
        with pytest.raises(ClientError, match=re.escape(f"Invalid Schedule Expression {expression}.")):
            scheduler.update_schedule(**DAILY | {"ScheduleExpression": expression})
    assert TIMES[-1] == scheduler.get_schedule(Name="daily")["ScheduleExpression"]
    for wrong in (
        {"ScheduleExpressionTimezone": "Europe/Nowhere"},
        {"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}},
        {"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}},
    ):
        with pytest.raises(ClientError, match="ValidationException"):
            scheduler.create_schedule(**DAILY | wrong | {"Name": "other"})
    assert ["daily"] == [each["Name"] for each in scheduler.list_schedules()["Schedules"]]


def test_a_schedule_has_what_aws_fills_in(world: World) -> None:
    """After an update as well, which forgets what it does not name; a group that does not exist is an error."""
    scheduler = client(world, "scheduler")
    scheduler.create_schedule(**DAILY, ActionAfterCompletion="DELETE", State="DISABLED")
    assert "DELETE" == scheduler.get_schedule(Name="daily")["ActionAfterCompletion"]
    scheduler.update_schedule(**DAILY)
    held = scheduler.get_schedule(Name="daily")
    assert ("NONE", "ENABLED") == (held["ActionAfterCompletion"], held["State"])
    scheduler.update_schedule(**DAILY, ActionAfterCompletion="DELETE")
    assert "DELETE" == scheduler.get_schedule(Name="daily")["ActionAfterCompletion"]
    with pytest.raises(ClientError, match=r"ResourceNotFoundException.*group nightly does not exist"):
        scheduler.create_schedule(**DAILY, GroupName="nightly")
