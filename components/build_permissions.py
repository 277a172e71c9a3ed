"""What a build may do, and who may start it."""

from typing import Any

from builds.build import Build
from builds.source import S3, CodeCommit
from components.permissions import PULL
from components.place import Place
from components.statements import allow, document, read_secrets

PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""What a push needs of a repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""

_IMPORT = ("ecr:BatchImportUpstreamImage", "ecr:CreateRepository")
"""https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html"""


def build_policy(build: Build, place: Place, *, repository: str, log_group: str, cache_prefix: str | None) -> str:
    """Return the policy of a build's role: push to `repository`, write to `log_group`, read what it builds from.

    Nothing else: not even the log group may be made anew by a build that outlives it.
    """
    logs = place.arn("logs", f"log-group:{log_group}")
    statements = [
        # The one action that ECR has for no single repository.
        allow("Login", ["ecr:GetAuthorizationToken"], "*"),
        allow("Push", list(PUSH), place.repository_arn(repository)),
        allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs, f"{logs}:*"]),
        *_source(build, place),
        *read_secrets(build.secrets.values(), build.secrets_key, place),
    ]
    if cache_prefix:
        statements.append(allow("BaseImages", sorted({*PULL, *_IMPORT}), place.repository_arn(f"{cache_prefix}/*")))
    return document(statements)


def start_policy(project_arn: str) -> str:
    """Return the policy of the role by which EventBridge starts builds of one project."""
    return document([allow("Start", ["codebuild:StartBuild"], project_arn)])


def _source(build: Build, place: Place) -> list[dict[str, Any]]:
    if isinstance(build.source, CodeCommit):
        return [allow("Source", ["codecommit:GitPull"], place.arn("codecommit", build.source.repository))]
    if isinstance(build.source, S3):
        archive = f"arn:{place.partition}:s3:::{build.source.bucket}/{build.source.key}"
        return [allow("Source", ["s3:GetObject", "s3:GetObjectVersion"], archive)]
    if build.connection:
        # The service was renamed, and either name is in use: actions go by the name in the connection's ARN.
        # https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
        services = sorted({"codeconnections", build.connection.split(":")[2]})
        actions = [f"{service}:{action}" for service in services for action in ("GetConnection", "GetConnectionToken")]
        return [allow("Source", actions, build.connection)]
    return []
