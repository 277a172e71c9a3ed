"""The set-up of the outage: one build pushes `latest` to staging and prod, and both keep the newest ten images.

Ten builds for staging later, the image that prod runs is gone. The policy pack refuses this program.
"""

import json

import pulumi_aws as aws

KEEP_TEN = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
    "action": {"type": "expire"},
}
BUILDSPEC = """\
version: 0.2
phases:
  pre_build:
    commands:
      - aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY
  build:
    commands:
      - docker build -t $REGISTRY/shop-staging:latest -t $REGISTRY/shop-prod:latest .
  post_build:
    commands:
      - docker push $REGISTRY/shop-staging:latest
      - docker push $REGISTRY/shop-prod:latest
"""

account = aws.get_caller_identity().account_id
region = aws.get_region().region
registry = f"{account}.dkr.ecr.{region}.amazonaws.com"

for environment in ("staging", "prod"):
    repository = aws.ecr.Repository(f"shop-{environment}", name=f"shop-{environment}")
    aws.ecr.LifecyclePolicy(
        f"shop-{environment}-keep-ten", repository=repository.name, policy=json.dumps({"rules": [KEEP_TEN]})
    )

role = aws.iam.Role(
    "shop-build-role",
    name="shop-build",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "codebuild.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
                }
            ],
        }
    ),
)
aws.iam.RolePolicy(
    "shop-build-permissions",
    role=role.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Sid": "Login", "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
                {
                    "Sid": "Push",
                    "Effect": "Allow",
                    "Action": [
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:CompleteLayerUpload",
                        "ecr:InitiateLayerUpload",
                        "ecr:PutImage",
                        "ecr:UploadLayerPart",
                    ],
                    "Resource": [
                        f"arn:aws:ecr:{region}:{account}:repository/shop-staging",
                        f"arn:aws:ecr:{region}:{account}:repository/shop-prod",
                    ],
                },
                {
                    "Sid": "Log",
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": f"arn:aws:logs:{region}:{account}:log-group:/aws/codebuild/shop-build*",
                },
            ],
        }
    ),
)
aws.codebuild.Project(
    "shop-build",
    name="shop-build",
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
            aws.codebuild.ProjectEnvironmentEnvironmentVariableArgs(name="REGISTRY", value=registry)
        ],
    ),
)
