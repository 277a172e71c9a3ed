"""SP402: roles are for those that they are meant for."""

import json
from typing import Any

from policy.containers import TASK_DEFINITION
from policy.model import UNKNOWN, Resource
from policy.rules.sp402 import confusable_roles
from tests.policy.identities import ACCOUNT, document, role, trusting
from tests.policy.resources import urn, violators

OWN = {"aws:SourceAccount": ACCOUNT}
PROJECT = f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/web"
EXECUTION, TASK = (f"arn:aws:iam::{ACCOUNT}:role/web-{part}" for part in ("execution", "task"))


def trusted(name: str, trust: Any) -> Resource:
    """Make a role with a trust policy."""
    return role(name, assumeRolePolicy=trust)


def task(name: str, execution: Any, own: Any) -> Resource:
    """Make a task definition with an execution role and a role of its own."""
    return Resource(TASK_DEFINITION, name, urn(name), {"executionRoleArn": execution, "taskRoleArn": own})


def test_codebuild_assumes_a_role_for_its_own_account_only() -> None:
    """Passing: for one account or project, or not CodeBuild's. Failing: for whoever asks. Not known: left for later."""
    program = [
        trusted("one-account", trusting(StringEquals=OWN)),
        trusted("one-project", trusting(ArnEquals={"aws:SourceArn": PROJECT})),
        trusted("projects-of-one-account", trusting(ArnLike={"aws:SourceArn": PROJECT.replace("web", "*")})),
        trusted("of-ecs", trusting("ecs-tasks.amazonaws.com")),
        trusted("not-allowed", trusting().replace("Allow", "Deny")),
        trusted("other-action", trusting().replace("sts:AssumeRole", "sts:TagSession")),
        trusted("perhaps", document({"Effect": "Allow", "Principal": UNKNOWN, "Action": "sts:AssumeRole"})),
        trusted("unknown", UNKNOWN),
        trusted("garbage", "{"),
        trusted("another-condition", trusting(StringEquals={"aws:PrincipalTag/x": "y"})),
        trusted("for-anybody", trusting()),
        trusted("for-any-project", trusting(ArnLike={"aws:SourceArn": "arn:aws:codebuild:*:*:project/*"})),
        trusted("for-all-but-one", trusting(StringNotEquals=OWN)),
        trusted("in-a-list", trusting(["ecs-tasks.amazonaws.com", "codebuild.amazonaws.com"])),
        trusted("beside-a-good-one", json.dumps(both(trusting(StringEquals=OWN), trusting()))),
        trusted("as-data", json.loads(trusting())),
    ]
    assert {
        "for-anybody",
        "for-any-project",
        "for-all-but-one",
        "in-a-list",
        "beside-a-good-one",
        "as-data",
    } == violators(confusable_roles, program)


def both(*texts: str) -> dict[str, Any]:
    """Make one trust policy of two."""
    return document(*(statement for text in texts for statement in json.loads(text)["Statement"]))


def test_an_app_does_not_run_as_the_role_that_starts_it() -> None:
    """Passing: two roles, or one of them only. Failing: one role as both. Not known: left for later."""
    program = [
        task("two", EXECUTION, TASK),
        task("two-by-name", "web-execution", TASK),
        task("no-role-of-its-own", EXECUTION, None),
        task("started-by-none", None, TASK),
        task("neither", None, ""),
        task("unknown", UNKNOWN, UNKNOWN),
        task("half-known", EXECUTION, UNKNOWN),
        task("one", EXECUTION, EXECUTION),
        task("one-by-name", EXECUTION, "web-execution"),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("b"), {"executionRoleArn": TASK, "taskRoleArn": TASK}),
    ]
    assert {"one", "one-by-name"} == violators(confusable_roles, program)


def test_says_what_and_how() -> None:
    """The resource, what was found, and what to set."""
    assert [
        (
            "build: CodeBuild may assume it for the project of any account. Give the statement of its trust policy a "
            "condition: aws:SourceAccount is this account, or aws:SourceArn the project's ARN."
        ),
        (
            "web: its app runs as the role that ECS starts it by, and may read all that it is started with. Give it a "
            "task role of its own, or none."
        ),
    ] == [each.message for each in confusable_roles([trusted("build", trusting()), task("web", TASK, TASK)])]
