"""SP103: a build of staging's that means to push to prod, too. Its role does not let it yet."""

import json

import pulumi_aws as aws

BUILDSPEC = """\
version: 0.2
phases:
  build:
    commands:
      - docker build --tag shop .
      - |
        for environment in staging prod; do
          docker tag shop "$REGISTRY/shop-$environment:latest"
          docker push "$REGISTRY/shop-$environment:latest"
        done
"""

account = aws.get_caller_identity().account_id
region = aws.get_region().region
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "codebuild.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
}
push = {
    "Effect": "Allow",
    "Action": "ecr:PutImage",
    "Resource": f"arn:aws:ecr:{region}:{account}:repository/shop-staging",
}

role = aws.iam.Role(
    "build", name="build", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
)
aws.iam.RolePolicy("push", role=role.name, policy=json.dumps({"Version": "2012-10-17", "Statement": [push]}))
aws.codebuild.Project(
    "shop",
    service_role=role.arn,
    source=aws.codebuild.ProjectSourceArgs(
        type="GITHUB", location="https://github.com/your-org/shop.git", buildspec=BUILDSPEC
    ),
    artifacts=aws.codebuild.ProjectArtifactsArgs(type="NO_ARTIFACTS"),
    environment=aws.codebuild.ProjectEnvironmentArgs(
        type="LINUX_CONTAINER",
        image="aws/codebuild/amazonlinux-x86_64-standard:6.0",
        compute_type="BUILD_GENERAL1_SMALL",
        privileged_mode=True,
        environment_variables=[
            aws.codebuild.ProjectEnvironmentEnvironmentVariableArgs(
                name="REGISTRY", value=f"{account}.dkr.ecr.{region}.amazonaws.com"
            )
        ],
    ),
)
