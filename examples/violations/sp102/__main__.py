"""SP102: staging's build, which a rule starts for prod every night. Its role does not let it push there yet."""

import json

import pulumi_aws as aws

BUILDSPEC = """\
version: 0.2
phases:
  build:
    commands:
      - docker build --tag "$REGISTRY/shop-$TARGET:nightly" .
      - docker push "$REGISTRY/shop-$TARGET:nightly"
"""

account = aws.get_caller_identity().account_id
region = aws.get_region().region


def trust(service: str) -> str:
    """Let a service of AWS's assume a role for this account."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action: str, resource: str) -> str:
    """Allow an action on one resource."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


role = aws.iam.Role("build", name="build", assume_role_policy=trust("codebuild.amazonaws.com"))
aws.iam.RolePolicy(
    "push", role=role.name, policy=allow("ecr:PutImage", f"arn:aws:ecr:{region}:{account}:repository/shop-staging")
)
shop = aws.codebuild.Project(
    "shop",
    name="shop",
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
            aws.codebuild.ProjectEnvironmentEnvironmentVariableArgs(name=name, value=value)
            for name, value in {"REGISTRY": f"{account}.dkr.ecr.{region}.amazonaws.com", "TARGET": "staging"}.items()
        ],
    ),
)

starter = aws.iam.Role("start", name="start", assume_role_policy=trust("events.amazonaws.com"))
aws.iam.RolePolicy(
    "start",
    role=starter.name,
    policy=allow("codebuild:StartBuild", f"arn:aws:codebuild:{region}:{account}:project/shop"),
)
nightly = aws.cloudwatch.EventRule("nightly", schedule_expression="cron(0 3 * * ? *)")
aws.cloudwatch.EventTarget(
    "nightly",
    rule=nightly.name,
    arn=shop.arn,
    role_arn=starter.arn,
    input=json.dumps({"environmentVariablesOverride": [{"name": "TARGET", "value": "prod", "type": "PLAINTEXT"}]}),
)
