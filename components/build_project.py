"""What builds an app's image in one environment."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, codebuild, iam

from builds.build import Build
from builds.source import S3, CodeCommit, GitHub
from builds.trigger import BranchPush
from components.build_permissions import build_policy
from components.build_trigger import BuildTriggerArgs, start_on_push
from components.buildspec import buildspec
from components.place import Place
from components.statements import trust_policy
from naming.names import name_for
from naming.tags import tags_for

PUBLIC_BASE_REGISTRY = "public.ecr.aws/docker"
"""Docker's official images without Docker Hub's limits: https://docs.aws.amazon.com/AmazonECR/latest/public/docker-official-images.html"""

_PROJECT_LIMIT = 150
"""https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html"""
_ROLE_LIMIT = 64
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""


@dataclass(frozen=True, kw_only=True)
class BuildProjectArgs:
    """What a build project is made from. Plain values, as everywhere here: its policies must be known in a preview."""

    app: str
    environment: str
    place: Place
    repository_name: str
    """The ECR repository that it pushes to, in the same account and region."""
    build: Build
    cache_prefix: str | None = None
    """The pull-through cache that base images come from. Default: ECR's public registry, which needs none."""
    disposable: bool = False
    """Whether it is one of a stack that may be lost. Default: it is not."""


class BuildProject(pulumi.ComponentResource):
    """A CodeBuild project that pushes `build-<number>-<sha7>` to one repository, with a role that can do no more.

    Its logs are kept for as long as asked, and Docker's layers between builds on one host.
    """

    project_name: pulumi.Output[str]
    """The project's name in CodeBuild."""
    role_arn: pulumi.Output[str]
    """The ARN of the role that builds run as."""

    def __init__(self, name: str, args: BuildProjectArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:BuildProject", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        build, place = args.build, args.place
        tags = tags_for(args.app, args.environment, disposable=args.disposable)
        project_name = name_for(args.app, args.environment, "build", limit=_PROJECT_LIMIT)

        project_arn = place.arn("codebuild", f"project/{project_name}")
        log_group = f"/aws/codebuild/{project_name}"

        logs = cloudwatch.LogGroup(
            f"{name}-logs", name=log_group, retention_in_days=build.log_days, tags=tags, opts=mine
        )
        role = iam.Role(
            f"{name}-role",
            name=name_for(args.app, args.environment, "build", limit=_ROLE_LIMIT),
            description=f"What builds of {args.app} for {args.environment} run as",
            assume_role_policy=trust_policy("codebuild", place, project_arn),
            tags=tags,
            opts=mine,
        )
        policy = iam.RolePolicy(
            f"{name}-permissions",
            name="build",
            role=role.name,
            policy=build_policy(
                build,
                place,
                repository=args.repository_name,
                log_group=log_group,
                cache_prefix=args.cache_prefix,
            ),
            opts=mine,
        )
        project = codebuild.Project(
            f"{name}-codebuild",
            name=project_name,
            description=f"Builds {args.app} for {args.environment} and pushes it to {args.repository_name}",
            service_role=role.arn,
            source=_source(args),
            source_version=build.trigger.branch if isinstance(build.trigger, BranchPush) else None,
            artifacts=codebuild.ProjectArtifactsArgs(type="NO_ARTIFACTS"),
            environment=codebuild.ProjectEnvironmentArgs(
                type=build.environment_type,
                image=build.runs_in,
                compute_type=build.compute_type,
                # Docker needs it: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker.html
                privileged_mode=True,
            ),
            cache=_cache(build.compute_type),
            logs_config=codebuild.ProjectLogsConfigArgs(
                cloudwatch_logs=codebuild.ProjectLogsConfigCloudwatchLogsArgs(group_name=logs.name)
            ),
            build_timeout=build.timeout_minutes,
            tags=tags,
            # A build that starts at once must be allowed to push.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        if build.trigger and not isinstance(build.source, S3):
            start_on_push(
                f"{name}-trigger",
                BuildTriggerArgs(
                    app=args.app,
                    environment=args.environment,
                    disposable=args.disposable,
                    place=place,
                    source=build.source,
                    trigger=build.trigger,
                    project=project,
                    project_arn=project_arn,
                ),
                self,
            )

        self.project_name, self.role_arn = project.name, role.arn
        self.register_outputs({"project_name": self.project_name, "role_arn": self.role_arn})


def _cache(compute_type: str) -> codebuild.ProjectCacheArgs:
    """Layers of earlier builds, where CodeBuild can keep them: on all machines but the largest.

    https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html
    """
    if compute_type == "BUILD_GENERAL1_2XLARGE":
        return codebuild.ProjectCacheArgs(type="NO_CACHE")
    return codebuild.ProjectCacheArgs(type="LOCAL", modes=["LOCAL_DOCKER_LAYER_CACHE"])


def _source(args: BuildProjectArgs) -> codebuild.ProjectSourceArgs:
    build, place = args.build, args.place
    base_registry = f"{place.registry}/{args.cache_prefix}" if args.cache_prefix else PUBLIC_BASE_REGISTRY
    url = f"{place.registry}/{args.repository_name}"
    spec = buildspec(build, repository_url=url, base_registry=base_registry)
    match build.source:
        case GitHub() as github:
            connection = build.connection
            return codebuild.ProjectSourceArgs(
                type="GITHUB",
                location=github.url,
                buildspec=spec,
                git_clone_depth=1,
                auth=codebuild.ProjectSourceAuthArgs(type="CODECONNECTIONS", resource=connection)
                if connection
                else None,
            )
        case CodeCommit(repository):
            location = f"https://git-codecommit.{place.region}.{place.dns_suffix}/v1/repos/{repository}"
            # All of it: the commit to build may not be the newest any more.
            return codebuild.ProjectSourceArgs(type="CODECOMMIT", location=location, buildspec=spec)
        case S3(bucket, key):
            return codebuild.ProjectSourceArgs(type="S3", location=f"{bucket}/{key}", buildspec=spec)
