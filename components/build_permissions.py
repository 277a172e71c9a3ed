"""What a build may do, and who may start it."""

import json
from typing import Any

from builds.build import Build
from builds.secret import Parameter, Secret
from builds.source import S3, CodeCommit
from components.permissions import PULL
from components.place import Place

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
        _allow("Login", ["ecr:GetAuthorizationToken"], "*"),
        _allow("Push", list(PUSH), place.repository_arn(repository)),
        _allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs, f"{logs}:*"]),
        *_source(build, place),
        *_secrets(build, place),
    ]
    if cache_prefix:
        statements.append(_allow("BaseImages", sorted({*PULL, *_IMPORT}), place.repository_arn(f"{cache_prefix}/*")))
    return _document(statements)


def start_policy(project_arn: str) -> str:
    """Return the policy of the role by which EventBridge starts builds of one project."""
    return _document([_allow("Start", ["codebuild:StartBuild"], project_arn)])


def trust_policy(service: str, place: Place, source_arn: str) -> str:
    """Let `service` take a role on, for nothing but `source_arn`.

    Without the condition it could be talked into using the role for somebody else:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": place.account},
            "ArnLike": {"aws:SourceArn": source_arn},
        },
    }
    return _document([statement])


def _source(build: Build, place: Place) -> list[dict[str, Any]]:
    if isinstance(build.source, CodeCommit):
        return [_allow("Source", ["codecommit:GitPull"], place.arn("codecommit", build.source.repository))]
    if isinstance(build.source, S3):
        archive = f"arn:{place.partition}:s3:::{build.source.bucket}/{build.source.key}"
        return [_allow("Source", ["s3:GetObject", "s3:GetObjectVersion"], archive)]
    if build.connection:
        # The service was renamed, and either name is in use: actions go by the name in the connection's ARN.
        # https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
        services = sorted({"codeconnections", build.connection.split(":")[2]})
        actions = [f"{service}:{action}" for service in services for action in ("GetConnection", "GetConnectionToken")]
        return [_allow("Source", actions, build.connection)]
    return []


def _secrets(build: Build, place: Place) -> list[dict[str, Any]]:
    references = build.secrets.values()
    parameters = {each.name.lstrip("/") for each in references if isinstance(each, Parameter)}
    secrets = {_secret_arn(each, place) for each in references if isinstance(each, Secret)}
    statements = []
    if parameters:
        arns = [place.arn("ssm", f"parameter/{name}") for name in sorted(parameters)]
        statements.append(_allow("Parameters", ["ssm:GetParameters"], arns))
    if secrets:
        statements.append(_allow("Secrets", ["secretsmanager:GetSecretValue"], sorted(secrets)))
    if statements and build.secrets_key:
        statements.append(_allow("Decrypt", ["kms:Decrypt"], build.secrets_key))
    return statements


def _secret_arn(secret: Secret, place: Place) -> str:
    if secret.identifier.startswith("arn:"):
        return secret.identifier
    # Secrets Manager adds a hyphen and six characters of its own choice to the name.
    return place.arn("secretsmanager", f"secret:{secret.identifier}-??????")


def _allow(sid: str, actions: list[str], resource: str | list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
