"""SP403: the tests own the machine that they run on, and whoever may look at the project has the key."""

import json

import pulumi_aws as aws

account = aws.get_caller_identity().account_id
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "codebuild.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
}

role = aws.iam.Role("tests", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
aws.codebuild.Project(
    "tests",
    name="shop-tests",
    service_role=role.arn,
    source=aws.codebuild.ProjectSourceArgs(type="GITHUB", location="https://github.com/your-org/shop.git"),
    artifacts=aws.codebuild.ProjectArtifactsArgs(type="NO_ARTIFACTS"),
    environment=aws.codebuild.ProjectEnvironmentArgs(
        type="LINUX_CONTAINER",
        image="aws/codebuild/amazonlinux-x86_64-standard:6.0",
        compute_type="BUILD_GENERAL1_SMALL",
        privileged_mode=True,
        environment_variables=[
            aws.codebuild.ProjectEnvironmentEnvironmentVariableArgs(
                name="AWS_ACCESS_KEY_ID", value="AKIAIOSFODNN7EXAMPLE"
            )
        ],
    ),
)
