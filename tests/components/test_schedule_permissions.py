"""What EventBridge Scheduler may do, asked of the evaluator of policies and not read off the text."""

import pytest

from components.task_permissions import schedule_policy
from iam import Answer, Document
from tests.components.asking import ROLE, answer
from tests.components.samples import CLUSTER
from tests.components.world import ACCOUNT, PLACE

HERE = f"eu-west-1:{ACCOUNT}"
FAMILY = f"arn:aws:ecs:{HERE}:task-definition/web-staging-api"
QUEUE = f"arn:aws:sqs:{HERE}:web-staging-api-missed"
ROLES = [f"{ROLE}-execution", f"{ROLE}-task"]
TO_TASKS = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
IN_CLUSTER = {"ecs:cluster": CLUSTER}
BY_RUNNING = {"ecs:CreateAction": "RunTask"}


def schedule() -> Document:
    """Return the policy of the role that starts `api` of `web` in `staging`."""
    text = schedule_policy(PLACE, family="web-staging-api", cluster_arn=CLUSTER, roles=ROLES, queue_arn=QUEUE)
    return Document.parse("schedule", text)


@pytest.mark.parametrize("revision", [1, 7, 1234])
def test_it_runs_tasks_of_its_family(revision: int) -> None:
    """Of any revision, since each release is a new one."""
    assert Answer.ALLOWED == answer(schedule(), "ecs:RunTask", f"{FAMILY}:{revision}", IN_CLUSTER)


@pytest.mark.parametrize(
    "other",
    [
        f"{FAMILY}-2:1",
        f"{FAMILY.replace('staging', 'prod')}:1",
        f"{FAMILY.replace('web', 'worker')}:1",
        f"{FAMILY.replace('eu-west-1', 'us-east-1')}:1",
        f"{FAMILY.replace(ACCOUNT, '999999999999')}:1",
    ],
)
def test_it_runs_no_other_family(other: str) -> None:
    """Not of another workload, environment, app, region or account."""
    assert Answer.DENIED == answer(schedule(), "ecs:RunTask", other, IN_CLUSTER)


def test_it_runs_them_in_one_cluster() -> None:
    """Elsewhere they would be near what they are not meant for."""
    for context in ({"ecs:cluster": f"{CLUSTER}-2"}, {}):
        assert Answer.DENIED == answer(schedule(), "ecs:RunTask", f"{FAMILY}:1", context)


def test_it_tags_what_it_runs_and_nothing_else() -> None:
    """Tasks have their tags from the start, for which ECS asks; those that run already it leaves alone."""
    task = f"{CLUSTER.replace(':cluster/', ':task/')}/0123"
    assert f"arn:aws:ecs:{HERE}:task/there/0123" == task
    assert Answer.ALLOWED == answer(schedule(), "ecs:TagResource", task, BY_RUNNING)
    assert Answer.DENIED == answer(schedule(), "ecs:TagResource", task)
    assert Answer.DENIED == answer(schedule(), "ecs:TagResource", task, {"ecs:CreateAction": "CreateService"})
    for other in (task.replace("there", "there-2"), f"{FAMILY}:1", CLUSTER):
        assert Answer.DENIED == answer(schedule(), "ecs:TagResource", other, BY_RUNNING)


def test_it_gives_the_task_its_own_roles() -> None:
    """To ECS's tasks: with another service the same roles would do what nobody asked for."""
    for role in ROLES:
        assert Answer.ALLOWED == answer(schedule(), "iam:PassRole", role, TO_TASKS)
        assert Answer.DENIED == answer(schedule(), "iam:PassRole", role)
        for service in ("ec2", "lambda", "ecs"):
            assert Answer.DENIED == answer(
                schedule(), "iam:PassRole", role, {"iam:PassedToService": f"{service}.amazonaws.com"}
            )


@pytest.mark.parametrize(
    "other",
    [
        f"arn:aws:iam::{ACCOUNT}:role/admin",
        f"{ROLE}-schedule",
        f"{ROLE}-task-2",
        f"{ROLE.replace('staging', 'prod')}-task",
        f"{ROLE.replace(ACCOUNT, '999999999999')}-task",
    ],
)
def test_it_gives_away_no_other_role(other: str) -> None:
    """Whoever changes the task definition gets no more than its own roles may."""
    assert Answer.DENIED == answer(schedule(), "iam:PassRole", other, TO_TASKS)


def test_what_could_not_be_started_is_reported_to_one_queue() -> None:
    """And not read from there."""
    assert Answer.ALLOWED == answer(schedule(), "sqs:SendMessage", QUEUE)
    assert Answer.DENIED == answer(schedule(), "sqs:SendMessage", f"{QUEUE}-2")
    assert Answer.DENIED == answer(schedule(), "sqs:ReceiveMessage", QUEUE)


@pytest.mark.parametrize(
    "action", ["StopTask", "StartTask", "UpdateService", "RegisterTaskDefinition", "ExecuteCommand"]
)
def test_it_does_nothing_else_with_ecs(action: str) -> None:
    """It starts tasks, and does not even stop them."""
    for resource in (f"{FAMILY}:1", CLUSTER, f"arn:aws:ecs:{HERE}:task/there/0123"):
        assert Answer.DENIED == answer(schedule(), f"ecs:{action}", resource, IN_CLUSTER | BY_RUNNING)
