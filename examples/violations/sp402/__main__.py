"""SP402: CodeBuild assumes the role for a stranger, and the app can read what its start needs."""

import json

import pulumi_aws as aws

IMAGE = f"public.ecr.aws/docker/library/nginx@sha256:{'1' * 64}"
ROLE = f"arn:aws:iam::{aws.get_caller_identity().account_id}:role/shop"

trust = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
aws.iam.Role("build", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
aws.ecs.TaskDefinition(
    "task",
    family="shop-prod",
    container_definitions=json.dumps([{"name": "shop", "image": IMAGE, "memory": 512}]),
    execution_role_arn=ROLE,
    task_role_arn=ROLE,
)
