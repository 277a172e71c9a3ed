"""What runs an app's image once."""

import json
from typing import Any

import pytest

from builds.secret import parse_secret
from components.task import Task
from tests.components.samples import FULL, IMAGE, NETWORK, task_args
from tests.components.world import ACCOUNT, World, names
from tests.workloads.samples import PROXY, service, sidecar
from workloads.task import Task as Workload

DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def make(world: World, workload: Workload | None = None, **changes: Any) -> dict[str, Any]:
    """Make the task `api` of `web` in `staging`, and return its outputs."""

    def program() -> dict[str, Any]:
        made = Task("api", task_args(workload or service(name="api"), **changes))
        return {key: getattr(made, key) for key in Task.__annotations__}

    return world.run(program)


def containers(world: World) -> list[dict[str, Any]]:
    """Return what ECS is told of the containers."""
    found: list[dict[str, Any]] = json.loads(world.found(DEFINITION)["containerDefinitions"])
    return found


def test_it_is_for_fargate(world: World) -> None:
    """Of the size that is asked for, in the texts that ECS takes, and with an address of its own."""
    outputs = make(world, service(name="api", cpu=1024, memory=4096, architecture="arm64"))
    definition = world.found(DEFINITION)
    assert ("web-staging-api", ["FARGATE"]) == (definition["family"], definition["requiresCompatibilities"])
    assert ("1024", "4096", "awsvpc") == (definition["cpu"], definition["memory"], definition["networkMode"])
    assert {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"} == definition["runtimePlatform"]
    assert {
        "definition_arn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task-definition/web-staging-api:7",
        "role_name": "web-staging-api-task",
        "security_group_id": "api-security-group-id",
    } == outputs


def test_the_image_is_the_apps_own_by_digest(world: World) -> None:
    """From its repository in the same account and region, whatever the repository is called."""
    make(world, repository_name="shop/web")
    assert [IMAGE.replace("web-staging", "shop/web")] == [each["image"] for each in containers(world)]


def test_every_image_is_by_digest(world: World) -> None:
    """A sidecar's, too."""
    make(world, service(name="api", sidecars=(sidecar(), sidecar(name="agent"))))
    assert [IMAGE, PROXY, PROXY] == [each["image"] for each in containers(world)]


def test_logs_go_to_a_group_that_forgets(world: World) -> None:
    """Each workload has its own, made here and not by the first task, which could not."""
    make(world, service(name="api", log_days=7, sidecars=(sidecar(),)))
    group = world.found(LOGS)
    assert ("/split-pipelines/staging/web/api", 7) == (group["name"], group["retentionInDays"])
    logs = [each["logConfiguration"]["options"] for each in containers(world)]
    assert 2 * [(group["name"], "eu-west-1")] == [(each["awslogs-group"], each["awslogs-region"]) for each in logs]


def test_secrets_are_named_and_never_held(world: World) -> None:
    """ECS gets the place of each, in this account and region, and the key of a value in JSON behind it."""
    references = {
        "A": "ssm:/web/token",
        "B": "secretsmanager:web/db:password",
        "C": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:npm-AbCdEf",
        "D": "ssm:plain",
    }
    make(world, service(name="api", secrets={name: parse_secret(text) for name, text in references.items()}))
    (app,) = containers(world)
    assert {
        "A": f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/web/token",
        "B": f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:web/db:password::",
        "C": references["C"],
        "D": f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/plain",
    } == {each["name"]: each["valueFrom"] for each in app["secrets"]}


def test_writable_paths_are_volumes(world: World) -> None:
    """Each that a container mounts is one of the task's."""
    make(world, service(name="api", writable_paths=("/var/cache", "/var/run")))
    (app,) = containers(world)
    mounted = {each["containerPath"]: each["sourceVolume"] for each in app["mountPoints"]}
    assert {"/var/cache", "/var/run"} == set(mounted)
    assert set(mounted.values()) == {each["name"] for each in world.found(DEFINITION)["volumes"]}


def test_without_writable_paths_there_are_no_volumes(world: World) -> None:
    """Not even an empty one."""
    make(world)
    assert not world.found(DEFINITION).get("volumes")


@pytest.mark.parametrize("disposable", [False, True])
def test_old_definitions_stay(world: World, *, disposable: bool) -> None:
    """ECS rolls back to them, and one that is deregistered starts no task; only what is disposable goes."""
    make(world, disposable=disposable)
    assert (not disposable) == world.found(DEFINITION)["skipDestroy"]


def test_it_runs_as_roles_of_its_own(world: World) -> None:
    """One that ECS starts it by, and one that the app has; the former may not be what the app runs as."""
    make(world)
    definition = world.found(DEFINITION)
    arns = f"arn:aws:iam::{ACCOUNT}:role/web-staging-api-execution", f"arn:aws:iam::{ACCOUNT}:role/web-staging-api-task"
    assert arns == (definition["executionRoleArn"], definition["taskRoleArn"])


def test_only_ecs_takes_the_roles_on_and_only_for_this_account(world: World) -> None:
    """A task of another account, or in another region, is none that the condition names."""
    make(world)
    trusts = [json.loads(role["assumeRolePolicy"])["Statement"] for role in world.each(ROLE).values()]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:*"},
        },
    }
    assert 2 * [[statement]] == trusts


def test_an_app_may_do_nothing_unasked(world: World) -> None:
    """Its role has no policy: only the execution role has."""
    make(world)
    assert ["web-staging-api-execution"] == [each["role"] for each in world.each(ROLE_POLICY).values()]


def test_a_shell_is_the_apps_own_to_open(world: World) -> None:
    """With execute_command its role may talk to Session Manager, which carries it."""
    make(world, FULL)
    policy = world.made[ROLE_POLICY, "api-exec"]
    assert "web-staging-api-task" == policy["role"]
    assert "ssmmessages:OpenDataChannel" in policy["policy"]


def test_it_goes_out_and_nobody_comes_in(world: World) -> None:
    """What makes a service of it opens its port; all ways out are open, for ECR has no fixed addresses."""
    make(world)
    assert (NETWORK.vpc_id, "web-staging-api-tasks") == (world.found(GROUP)["vpcId"], world.found(GROUP)["name"])
    rule = world.found(EGRESS)
    assert ("api-security-group-id", "-1") == (rule["securityGroupId"], rule["ipProtocol"])
    assert INGRESS not in world.kinds()


def test_it_is_there_when_it_may_pull_and_log(world: World) -> None:
    """A task that starts at once finds the policy and the log group."""
    make(world)
    assert {"api-execution-permissions", "api-logs"} <= names(world.request(DEFINITION).dependencies)


def test_a_first_preview_knows_what_will_run_and_what_it_may_do(preview: World) -> None:
    """Whole containers and policies, though nothing is there yet: one unknown value would hide all of a text."""
    make(preview, FULL)
    assert [IMAGE, PROXY] == [each["image"] for each in containers(preview)]
    policies = preview.each(ROLE_POLICY)
    assert {"api-execution-permissions", "api-exec"} == set(policies)
    assert all(json.loads(each["policy"])["Statement"] for each in policies.values())
    assert all(json.loads(each["assumeRolePolicy"])["Statement"] for each in preview.each(ROLE).values())
    # Which is what there is to be seen, if anything were not known.
    assert "executionRoleArn" not in preview.found(DEFINITION)
