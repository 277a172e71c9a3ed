"""SP401: what builds and deploys may do what it is there for, and no more."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.model import UNKNOWN, Resource
from policy.rules.sp401 import broad_builders
from tests.policy.identities import (
    ACCOUNT,
    ADMINISTRATOR,
    allow,
    attachment,
    document,
    managed,
    project,
    role,
    role_policy,
    trusting,
)
from tests.policy.resources import violators

LOGIN = allow("*", actions=["ecr:GetAuthorizationToken"])
PUSH = allow("web-prod")
BY_TAG = {"StringEquals": {"aws:ResourceTag/split-pipelines:environment": "prod"}}


def build(name: str, *statements: Mapping[str, Any]) -> list[Resource]:
    """Make a role that a build runs as, and its policy."""
    return [
        role(name),
        role_policy(f"{name}-policy", name, document(LOGIN, PUSH, *statements)),
        project(f"{name}-x", name),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        allow("*", actions=["ecr:DescribeRegistry", "ecr:GetAuth*", "ecr:GetAccountSetting"]),
        allow("*", actions=["ecs:RegisterTaskDefinition", "ecs:DescribeServices", "ecs:List*"]),
        allow("*", actions=["codebuild:BatchGetBuilds", "iam:GetRole", "logs:*", "s3:*"]),
        allow("*", actions=["ecr:PutImage"]) | {"Condition": BY_TAG},
        allow("*", actions=["ecs:RunTask"])
        | {"Condition": {"ArnEquals": {"ecs:cluster": "arn:aws:ecs:x:y:cluster/z"}}},
        allow("web-*", actions=["ecr:*"]),
        allow(f"arn:aws:iam::{ACCOUNT}:role/web-task", actions=["iam:PassRole"]),
        {"Effect": "Deny", "NotAction": "ecr:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "NotResource": "*"},
    ],
)
def test_what_is_named_may_be_done(statement: Mapping[str, Any]) -> None:
    """Passing: what AWS has no resources for, what others look after, and what a name or a condition narrows."""
    assert set() == violators(broad_builders, build("web", statement))


@pytest.mark.parametrize(
    "statement",
    [
        allow("*", actions=["ecr:PutImage"]),
        allow("*", actions=["ecr:DescribeImages"]),
        allow("*", actions=["ecr:Get*"]),
        allow("*", actions=["ECR:*"]),
        allow("*", actions=["*"]),
        allow("*", "web-prod"),
        allow("arn:*", actions=["ecr:PutImage"]),
        allow("arn:aws:ecr:*:*:repository/*", actions=["ecr:PutImage"]),
        allow("arn:aws-cn:ecr:*:*:*", actions=["ecr:PutImage"]),
        allow("*", actions=["ecs:UpdateService"]),
        allow("*", actions=["iam:PassRole"]),
        allow("arn:aws:iam::*:role/*", actions=["iam:PassRole"]),
        allow("*", actions=["sts:AssumeRole"]),
        allow("*", actions=["codebuild:Start*"]),
        allow("*", actions=["iam:PassRole"]) | {"Condition": {"StringEquals": {"iam:PassedToService": "x"}}},
        allow("*", actions=["ecr:PutImage"]) | {"Condition": {"StringNotEquals": BY_TAG["StringEquals"]}},
        allow("*", actions=["ecr:PutImage"]) | {"Condition": {"StringEqualsIfExists": BY_TAG["StringEquals"]}},
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::web/*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::web/*"},
    ],
)
def test_nothing_is_allowed_on_everything(statement: Mapping[str, Any]) -> None:
    """Failing: what decides what runs and who may do what, allowed on everything; or all but what is named."""
    assert {"web"} == violators(broad_builders, build("web", statement))


ALL = document(allow("*", actions=["*"]))


@pytest.mark.parametrize(
    ("expected", "program"),
    [
        ({"web"}, [role("web"), role_policy("p", "web", ALL), project("b", "web")]),
        ({"web"}, [role("web", assumeRolePolicy=trusting()), role_policy("p", "web", ALL)]),
        ({"web"}, [role("web"), managed("own", ALL), attachment("a", "web", arn_of="own"), project("b", "web")]),
        ({"web"}, [role("web", inlinePolicies=[{"policy": json.dumps(ALL)}]), project("b", "web")]),
        (set(), [role("web"), role_policy("p", "web", ALL)]),
        (set(), [role("web"), role_policy("p", "web", ALL), project("b", "another")]),
        (set(), [role("web", assumeRolePolicy=trusting("ecs-tasks.amazonaws.com")), role_policy("p", "web", ALL)]),
        (set(), [role("web", assumeRolePolicy=UNKNOWN), role_policy("p", "web", ALL)]),
    ],
)
def test_only_builds_are_judged(expected: set[str], program: list[Resource]) -> None:
    """By a project that runs as the role, or by the role's trust in CodeBuild; whichever way it has its policy."""
    assert expected == violators(broad_builders, program)


@pytest.mark.parametrize(
    ("expected", "arn"),
    [
        ({"web"}, ADMINISTRATOR),
        ({"web"}, "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"),
        (set(), "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"),
        # Of these nothing is known, which SP101 says.
        (set(), f"arn:aws:iam::{ACCOUNT}:policy/elsewhere"),
        (set(), UNKNOWN),
    ],
)
def test_aws_s_own_policies_let_builds_push_everywhere(expected: set[str], arn: Any) -> None:
    """Those that let push are known, and too much for a build; others pass, as does what SP101 does not let pass."""
    assert expected == violators(broad_builders, [role("web"), attachment("a", "web", arn), project("b", "web")])


@pytest.mark.parametrize(
    ("expected", "policy"),
    [
        ({"web"}, document(allow("web-prod", actions=[UNKNOWN]))),  # type: ignore[list-item]
        ({"web"}, document({"Effect": "Allow", "Action": "ecr:PutImage", "Resource": UNKNOWN})),
        ({"web"}, document({"Effect": UNKNOWN, "Action": "s3:GetObject", "Resource": "*"})),
        (set(), UNKNOWN),
        (set(), "{"),
    ],
)
def test_what_is_not_known_may_be_anything(expected: set[str], policy: Any) -> None:
    """A part of a policy that is not known is found here; one of which nothing is known is SP101's."""
    whole = Resource("aws:iam/rolePolicy:RolePolicy", "p", "urn:p", {"role": "web", "policy": policy})
    assert expected == violators(broad_builders, [role("web"), whole, project("b", "web")])


def test_says_what_and_how() -> None:
    """Role, policy, statement, what it allows, and what to write."""
    program = [
        *build("web", allow("*", actions=["ecr:*"]) | {"Sid": "All"}, allow("*", actions=["iam:PassRole"])),
        role("worker"),
        attachment("a", "worker", ADMINISTRATOR),
        project("b", "worker"),
    ]
    why = "whoever can change what is built can use it"
    remedy = "Name the actions that it needs, and by their ARNs the resources that they are for."
    assert [
        (
            "web: web-policy, statement 3 (All), allows ecr:PutImage and 30 more such actions on everything: "
            f"{why}. {remedy}"
        ),
        f"web: web-policy, statement 4, allows iam:PassRole on everything: {why}. {remedy}",
        (
            "worker: AWS's own policy AdministratorAccess lets it push to every repository. Attach one that names the "
            "repository that it pushes to."
        ),
    ] == [each.message for each in broad_builders(program)]


@given(st.permutations([*build("web", allow("*", actions=["ecr:PutImage"])), *build("worker")]))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """Pulumi hands them over in an order that varies: the findings are the same."""
    assert {"web"} == violators(broad_builders, shuffled)
