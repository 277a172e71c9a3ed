"""A scheduled task, as EventBridge Scheduler and ECS are asked for it."""

import json
from typing import Any

import pytest

from tests.components.samples import CLUSTER, IMAGE, NETWORK, make_schedule
from tests.components.world import ACCOUNT, World, names

DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
QUEUE = "aws:sqs/queue:Queue"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
SCHEDULE = "aws:scheduler/schedule:Schedule"
QUEUE_ARN = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:web-staging-report-missed"


def test_when_it_runs(world: World) -> None:
    """By the clock that is asked for, on the minute."""
    outputs = make_schedule(world, expression="cron(30 2 * * ? *)", timezone="Europe/Berlin")
    schedule = world.found(SCHEDULE)
    assert ("web-staging-report", "default") == (schedule["name"], schedule["groupName"])
    assert "web-staging-report" == outputs["schedule_name"]
    assert ("cron(30 2 * * ? *)", "Europe/Berlin") == (
        schedule["scheduleExpression"],
        schedule["scheduleExpressionTimezone"],
    )
    assert {"mode": "OFF"} == schedule["flexibleTimeWindow"]


def test_it_may_be_late(world: World) -> None:
    """By the minutes that are asked for."""
    make_schedule(world, flexible_window_minutes=15)
    assert {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15} == world.found(SCHEDULE)["flexibleTimeWindow"]


def test_it_runs_this_very_revision(world: World) -> None:
    """Once in the cluster, and its tasks have its tags; a family alone would run what was registered last."""
    make_schedule(world)
    target = world.found(SCHEDULE)["target"]
    run = target["ecsParameters"]
    assert CLUSTER == target["arn"]
    assert f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task-definition/web-staging-report:7" == run["taskDefinitionArn"]
    assert (1, "TASK_DEFINITION", True) == (run["taskCount"], run["propagateTags"], run["enableEcsManagedTags"])
    assert IMAGE == json.loads(world.found(DEFINITION)["containerDefinitions"])[0]["image"]


@pytest.mark.parametrize(("spot", "provider"), [(False, "FARGATE"), (True, "FARGATE_SPOT")])
def test_where_it_runs(world: World, *, spot: bool, provider: str) -> None:
    """On spare capacity only if asked; no launch type, which would overrule it."""
    make_schedule(world, spot=spot)
    run = world.found(SCHEDULE)["target"]["ecsParameters"]
    assert [{"capacityProvider": provider, "weight": 1}] == run["capacityProviderStrategies"]
    assert "launchType" not in run
    assert {
        "subnets": NETWORK.task_subnets,
        "securityGroups": ["report-task-security-group-id"],
        "assignPublicIp": False,
    } == run["networkConfiguration"]


def test_what_could_not_be_started_is_kept(world: World) -> None:
    """As often and as long as is asked for it is tried again, and then kept for two weeks, encrypted."""
    outputs = make_schedule(world, retries=3, max_event_age_seconds=600)
    target = world.found(SCHEDULE)["target"]
    assert {"maximumRetryAttempts": 3, "maximumEventAgeInSeconds": 600} == target["retryPolicy"]
    assert {"arn": QUEUE_ARN} == target["deadLetterConfig"]
    queue = world.found(QUEUE)
    assert (1_209_600, True) == (queue["messageRetentionSeconds"], queue["sqsManagedSseEnabled"])
    assert outputs["queue_url"].endswith("/web-staging-report-missed")


def test_never_tried_again_is_a_wish_too(world: World) -> None:
    """No retries are not left out, for then there would be 185."""
    make_schedule(world, retries=0)
    assert 0 == world.found(SCHEDULE)["target"]["retryPolicy"]["maximumRetryAttempts"]


def test_only_scheduler_takes_its_role_on_and_only_for_this_account(world: World) -> None:
    """In the group that the schedule is in."""
    make_schedule(world)
    (statement,) = json.loads(world.made[ROLE, "report-role"]["assumeRolePolicy"])["Statement"]
    assert {"Service": "scheduler.amazonaws.com"} == statement["Principal"]
    assert {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:scheduler:eu-west-1:{ACCOUNT}:schedule-group/default"},
    } == statement["Condition"]
    assert f"arn:aws:iam::{ACCOUNT}:role/web-staging-report-schedule" == world.found(SCHEDULE)["target"]["roleArn"]


def statements(world: World) -> dict[str, Any]:
    """Return what the schedule's role may do, by the names of the statements."""
    policy = world.made[ROLE_POLICY, "report-permissions"]["policy"]
    return {each["Sid"]: each for each in json.loads(policy)["Statement"]}


def test_what_its_role_names_is_what_is_made(world: World) -> None:
    """Names made by hand and those of resources agree: family, cluster, roles and queue."""
    make_schedule(world)
    said, definition = statements(world), world.found(DEFINITION)
    assert said["Run"]["Resource"].endswith(f":task-definition/{definition['family']}:*")
    assert {"ArnEquals": {"ecs:cluster": CLUSTER}} == said["Run"]["Condition"]
    assert [definition["executionRoleArn"], definition["taskRoleArn"]] == said["PassRoles"]["Resource"]
    assert QUEUE_ARN == said["ReportFailures"]["Resource"]


def test_a_first_preview_knows_what_it_may_do(preview: World) -> None:
    """All of it, though neither cluster, queue nor roles are there."""
    make_schedule(preview)
    assert {"Run", "Tag", "PassRoles", "ReportFailures"} == set(statements(preview))
    assert IMAGE == json.loads(preview.found(DEFINITION)["containerDefinitions"])[0]["image"]


def test_it_is_due_when_its_role_may_run_it(world: World) -> None:
    """A schedule that is due at once finds the policy."""
    make_schedule(world)
    assert "report-permissions" in names(world.request(SCHEDULE).dependencies)


@pytest.mark.parametrize(("task", "protected"), [({}, True), ({"disposable": True}, False), ({"retire": True}, False)])
def test_a_schedule_that_is_lost_from_the_configuration_stays(
    world: World, task: dict[str, Any], *, protected: bool
) -> None:
    """Unless all here may go, or it was said before that this shall."""
    make_schedule(world, task)
    assert protected == world.request(SCHEDULE).protect
