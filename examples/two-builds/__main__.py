"""What `shared-build` should have been: staging and prod share nothing, so that neither can take the other one down.

Plain resources of AWS's, to show that the policy pack judges any program; the components of this project make the
same and more.
"""

import json

import pulumi_aws as aws

KEEP_PINNED = {
    "rulePriority": 1,
    "description": "Keep every pinned image: it is in use",
    "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["pin-*"],
        "countType": "imageCountMoreThan",
        "countNumber": 100000,
    },
    "action": {"type": "expire"},
}
KEEP_TEN_BUILDS = {
    "rulePriority": 2,
    "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["build-*"],
        "countType": "imageCountMoreThan",
        "countNumber": 10,
    },
    "action": {"type": "expire"},
}
BUILDSPEC = """\
version: 0.2
env:
  shell: bash
phases:
  pre_build:
    commands:
      - IMAGE="$REPOSITORY:build-$CODEBUILD_BUILD_NUMBER-${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}"
      - aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"
  build:
    commands:
      - docker buildx build --provenance=false --load --tag="$IMAGE" .
  post_build:
    commands:
      - '[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ] || exit 1'
      - docker push "$IMAGE"
"""

account = aws.get_caller_identity().account_id
region = aws.get_region().region


def pipeline(environment: str) -> None:
    """Make one environment's repository, the build that pushes to it, and the role that can push nowhere else."""
    name = f"shop-{environment}"
    repository = aws.ecr.Repository(name, name=name, image_tag_mutability="IMMUTABLE")
    aws.ecr.LifecyclePolicy(
        f"{name}-rules", repository=repository.name, policy=json.dumps({"rules": [KEEP_PINNED, KEEP_TEN_BUILDS]})
    )
    role = aws.iam.Role(
        f"{name}-build-role",
        name=f"{name}-build",
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
        f"{name}-build-permissions",
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
                            "ecr:BatchGetImage",
                            "ecr:CompleteLayerUpload",
                            "ecr:InitiateLayerUpload",
                            "ecr:PutImage",
                            "ecr:UploadLayerPart",
                        ],
                        # A known name and not an output of the repository: so the pack can judge the first preview.
                        "Resource": f"arn:aws:ecr:{region}:{account}:repository/{name}",
                    },
                    {
                        "Sid": "Log",
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": f"arn:aws:logs:{region}:{account}:log-group:/aws/codebuild/{name}-build*",
                    },
                ],
            }
        ),
    )
    aws.codebuild.Project(
        f"{name}-build",
        name=f"{name}-build",
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
                    name="REPOSITORY", value=f"{account}.dkr.ecr.{region}.amazonaws.com/{name}"
                )
            ],
        ),
    )


for each in ("staging", "prod"):
    pipeline(each)
