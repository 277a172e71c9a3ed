"""Schedules and alarms by the real Pulumi CLI, and what EventBridge Scheduler and CloudWatch hold afterwards."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

ACCOUNT = "123456789012"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dead"
CLUSTER = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/web"
TASK = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task-definition/report"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/starter"

PROGRAM = f"""
from pulumi_aws import cloudwatch, scheduler
scheduler.Schedule("report", name="report", description="nightly", schedule_expression="cron(0 3 * * ? *)",
    schedule_expression_timezone="Europe/Zurich", state="DISABLED", start_date="2031-01-01T01:00:00+01:00",
    flexible_time_window={{"mode": "FLEXIBLE", "maximum_window_in_minutes": 15}},
    target={{"arn": "{CLUSTER}", "role_arn": "{ROLE}", "dead_letter_config": {{"arn": "{QUEUE}"}},
        "retry_policy": {{"maximum_retry_attempts": 2}},
        "ecs_parameters": {{"task_definition_arn": "{TASK}", "propagate_tags": "TASK_DEFINITION",
            "capacity_provider_strategies": [{{"capacity_provider": "FARGATE_SPOT", "weight": 1}}],
            "network_configuration": {{"subnets": ["subnet-1", "subnet-2"], "security_groups": ["sg-1"]}},
            "tags": {{"team": "blue"}}}}}})
scheduler.Schedule("plain", schedule_expression="rate(1 hour)", flexible_time_window={{"mode": "OFF"}},
    target={{"arn": "{CLUSTER}", "role_arn": "{ROLE}",
        "ecs_parameters": {{"task_definition_arn": "{TASK}", "launch_type": "FARGATE",
            "network_configuration": {{"subnets": ["subnet-1"], "assign_public_ip": True}}}}}})
cloudwatch.MetricAlarm("busy", name="busy", alarm_description="too busy", namespace="AWS/ECS",
    metric_name="CPUUtilization", dimensions={{"ClusterName": "web", "ServiceName": "web"}}, statistic="Average",
    period=60, evaluation_periods=3, datapoints_to_alarm=2, threshold=90.5, treat_missing_data="notBreaching",
    comparison_operator="GreaterThanThreshold", alarm_actions=["arn:z", "arn:a"], ok_actions=["arn:a"],
    tags={{"team": "blue"}})
cloudwatch.MetricAlarm("failing", evaluation_periods=1, threshold=5, comparison_operator="GreaterThanThreshold",
    metric_queries=[
        {{"id": "rate", "expression": "failed / all * 100", "label": "failed", "return_data": True}},
        {{"id": "failed", "metric": {{"namespace": "Web", "metric_name": "Failed", "period": 60, "stat": "Sum"}}}},
        {{"id": "all", "metric": {{"namespace": "Web", "metric_name": "All", "period": 60, "stat": "Sum",
            "dimensions": {{"app": "web"}}}}}}])
"""


def schedules(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """The schedules that there are, by name."""
    client = sandbox.aws("scheduler")
    names = [each["Name"] for each in client.list_schedules()["Schedules"]]
    return {name: client.get_schedule(Name=name) for name in names}


def alarms(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """The alarms that there are, by name, with their tags."""
    client, found = sandbox.aws("cloudwatch"), {}
    for each in client.describe_alarms()["MetricAlarms"]:
        tags = client.list_tags_for_resource(ResourceARN=each["AlarmArn"])["Tags"]
        found[each["AlarmName"]] = {**each, "tags": {tag["Key"]: tag["Value"] for tag in tags}}
    return found


def test_schedules_and_alarms_are_made_as_the_program_says_and_go(project: Project) -> None:
    """Every input arrives, the next preview has nothing to do, destroy leaves nothing."""
    sandbox = project(PROGRAM)
    sandbox.up()
    report, busy = schedules(sandbox)["report"], alarms(sandbox)["busy"]
    assert ("DISABLED", "cron(0 3 * * ? *)", "Europe/Zurich", "nightly") == (
        report["State"],
        report["ScheduleExpression"],
        report["ScheduleExpressionTimezone"],
        report["Description"],
    )
    assert {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15} == report["FlexibleTimeWindow"]
    target = report["Target"]
    assert ({"Arn": QUEUE}, ROLE) == (target["DeadLetterConfig"], target["RoleArn"])
    assert {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 2} == target["RetryPolicy"]
    network = {"AssignPublicIp": "DISABLED", "SecurityGroups": ["sg-1"], "Subnets": ["subnet-1", "subnet-2"]}
    assert {
        "CapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
        "NetworkConfiguration": {"awsvpcConfiguration": network},
        "PropagateTags": "TASK_DEFINITION",
        "Tags": [{"key": "team", "value": "blue"}],
        "TaskCount": 1,
        "TaskDefinitionArn": TASK,
    } == target["EcsParameters"]
    assert (90.5, 3, 2, "notBreaching", ["arn:a", "arn:z"]) == (
        busy["Threshold"],
        busy["EvaluationPeriods"],
        busy["DatapointsToAlarm"],
        busy["TreatMissingData"],
        busy["AlarmActions"],
    )
    assert ("INSUFFICIENT_DATA", {"team": "blue"}) == (busy["StateValue"], busy["tags"])
    (failing,) = (each for name, each in alarms(sandbox).items() if name.startswith("failing-"))
    assert [("all", False), ("failed", False), ("rate", True)] == [
        (query["Id"], query["ReturnData"]) for query in failing["Metrics"]
    ]
    state = sandbox.resources()
    assert ("default/report", report["Arn"]) == (state["report"]["id"], state["report"]["outputs"]["arn"])
    assert state["plain"]["id"].startswith("default/plain-")
    assert ("busy", busy["AlarmArn"]) == (state["busy"]["id"], state["busy"]["outputs"]["arn"])
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert ({}, {}) == (schedules(sandbox), alarms(sandbox))


def test_drift_of_schedules_and_alarms_is_found_and_mended(project: Project) -> None:
    """What somebody changed shows, and the update puts it back; an alarm's state is no setting."""
    sandbox = project(PROGRAM)
    sandbox.up()
    scheduler, cloudwatch = sandbox.aws("scheduler"), sandbox.aws("cloudwatch")
    target = schedules(sandbox)["report"]["Target"]
    target["EcsParameters"]["TaskCount"] = 3
    window = {"Mode": "OFF"}
    scheduler.update_schedule(
        Name="report", ScheduleExpression="rate(1 day)", FlexibleTimeWindow=window, Target=target, State="ENABLED"
    )
    arn = alarms(sandbox)["busy"]["AlarmArn"]
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "red"}, {"Key": "more", "Value": "x"}])
    cloudwatch.set_alarm_state(AlarmName="busy", StateValue="ALARM", StateReason="tried out")
    (failing,) = (name for name in alarms(sandbox) if name != "busy")
    cloudwatch.delete_alarms(AlarmNames=[failing])
    assert {"create": ["failing"], "update": ["busy", "report"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    report, busy = schedules(sandbox)["report"], alarms(sandbox)["busy"]
    assert ("DISABLED", 1, 15) == (
        report["State"],
        report["Target"]["EcsParameters"]["TaskCount"],
        report["FlexibleTimeWindow"]["MaximumWindowInMinutes"],
    )
    assert ({"team": "blue"}, "ALARM") == (busy["tags"], busy["StateValue"])
    assert ["busy", "failing"] == sorted(name.partition("-")[0] for name in alarms(sandbox))


def test_schedules_and_alarms_change_in_place_but_for_names(project: Project) -> None:
    """Another order is no change, and a retry policy that is left out stays; another name or group replaces."""
    sandbox = project(PROGRAM)
    sandbox.up()
    changes = {
        '["arn:z", "arn:a"]': '["arn:a", "arn:z"]',
        '["subnet-1", "subnet-2"]': '["subnet-2", "subnet-1"]',
        '"retry_policy": {"maximum_retry_attempts": 2},': "",
        "2031-01-01T01:00:00+01:00": "2031-01-01T00:00:00Z",
    }
    program = PROGRAM
    for old, new in changes.items():
        assert old in program
        program = program.replace(old, new)
    sandbox.write(program.replace("2031-01-01T00:00:00Z", "2031-01-01T01:00:00+01:00"))
    assert {} == sandbox.planned()
    changes = {
        'description="nightly", ': "",
        '"FARGATE_SPOT"': '"FARGATE"',
        'alarm_description="too busy", ': "",
        "datapoints_to_alarm=2, ": "",
        "threshold=5": "threshold=7",
    }
    for old, new in changes.items():
        assert old in program
        program = program.replace(old, new)
    sandbox.write(program)
    assert {"update": ["busy", "failing", "report"]} == sandbox.planned()
    sandbox.up()
    report, busy = schedules(sandbox)["report"], alarms(sandbox)["busy"]
    assert ("FARGATE", 2, None) == (
        report["Target"]["EcsParameters"]["CapacityProviderStrategy"][0]["capacityProvider"],
        report["Target"]["RetryPolicy"]["MaximumRetryAttempts"],
        report.get("Description"),
    )
    assert (None, None) == (busy.get("AlarmDescription"), busy.get("DatapointsToAlarm"))
    assert [7] == [each["Threshold"] for name, each in alarms(sandbox).items() if name != "busy"]
    sandbox.aws("scheduler").create_schedule_group(Name="nightly")
    program = program.replace('name="busy"', 'name="hot"').replace(
        'name="report"', 'name="report", group_name="nightly"'
    )
    sandbox.write(program)
    assert {"busy", "report"} == set(sandbox.planned()["replace"])
    sandbox.up()
    assert ("hot" in alarms(sandbox), "busy" in alarms(sandbox)) == (True, False)
    assert "nightly/report" == sandbox.resources()["report"]["id"]
    assert {} == sandbox.planned("--refresh")


IMPORT = f"""
import pulumi
from pulumi_aws import cloudwatch, scheduler
def opts(id):
    return pulumi.ResourceOptions(import_=id if IMPORTED else None)
scheduler.Schedule("one", name="one", schedule_expression="rate(1 day)", flexible_time_window={{"mode": "OFF"}},
    target={{"arn": "{CLUSTER}", "role_arn": "{ROLE}", "ecs_parameters": {{"task_definition_arn": "{TASK}"}}}},
    opts=opts("default/one"))
cloudwatch.MetricAlarm("hot", name="hot", namespace="Web", metric_name="Failed", statistic="Sum", period=60,
    evaluation_periods=1, threshold=0, comparison_operator="GreaterThanThreshold", opts=opts("hot"))
"""


def test_schedules_and_alarms_can_be_imported(project: Project) -> None:
    """By `group/name` and by name; afterwards there is no difference."""
    sandbox = project("")
    target = {"Arn": CLUSTER, "RoleArn": ROLE, "EcsParameters": {"TaskDefinitionArn": TASK, "TaskCount": 1}}
    sandbox.aws("scheduler").create_schedule(
        Name="one", ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
    )
    sandbox.aws("cloudwatch").put_metric_alarm(
        AlarmName="hot",
        Namespace="Web",
        MetricName="Failed",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )
    sandbox.write(IMPORT.replace("IMPORTED", "True"))
    assert "2 imported" in sandbox.up()
    sandbox.write(IMPORT.replace("IMPORTED", "False"))
    assert {} == sandbox.planned("--refresh")
