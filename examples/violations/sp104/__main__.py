"""SP104: staging's build may become the role that pushes to prod, and that role lets it."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

account = aws.get_caller_identity().account_id


def policy(**statement: Any) -> str:
    """Write a policy with one statement that allows something."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})


def pusher(name: str, environment: str, principal: Mapping[str, str], **condition: Any) -> aws.iam.Role:
    """Make a role that can push to the repository of one environment, and who may assume it."""
    role = aws.iam.Role(
        name, name=name, assume_role_policy=policy(Principal=principal, Action="sts:AssumeRole", **condition)
    )
    repository = f"arn:aws:ecr:*:{account}:repository/shop-{environment}"
    aws.iam.RolePolicy(name, role=role.name, policy=policy(Action="ecr:PutImage", Resource=repository))
    return role


same_account = {"StringEquals": {"aws:SourceAccount": account}}
build = pusher("build", "staging", {"Service": "codebuild.amazonaws.com"}, Condition=same_account)
aws.iam.RolePolicy(
    "assume", role=build.name, policy=policy(Action="sts:AssumeRole", Resource=f"arn:aws:iam::{account}:role/release")
)
pusher("release", "prod", {"AWS": f"arn:aws:iam::{account}:role/build"})
