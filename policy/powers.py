"""What a statement allows on everything, though AWS lets it name what it is for."""

from collections.abc import Mapping, Sequence
from functools import cache

from iam import UNKNOWN, Effect
from iam.conditions import Condition
from iam.statement import Statement
from iam.wildcards import Pattern, matches, pattern

_PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-eusc")
_EVERYTHING: Mapping[str, str] = {
    "ecr": "ecr:*:*:repository/*",
    "ecs": "ecs:*:*:*",
    "codebuild": "codebuild:*:*:project/*",
    "iam": "iam::*:role/*",
    "sts": "iam::*:role/*",
}
"""For each service, what its actions are about, in any account and region."""

POWERS: Mapping[str, Sequence[str]] = {
    "ecr": (
        "PutImage",
        "InitiateLayerUpload",
        "UploadLayerPart",
        "CompleteLayerUpload",
        "BatchDeleteImage",
        "BatchCheckLayerAvailability",
        "BatchGetImage",
        "BatchGetRepositoryScanningConfiguration",
        "BatchImportUpstreamImage",
        "CreateRepository",
        "DeleteLifecyclePolicy",
        "DeleteRepository",
        "DeleteRepositoryPolicy",
        "DescribeImageScanFindings",
        "DescribeImages",
        "DescribeRepositories",
        "GetDownloadUrlForLayer",
        "GetLifecyclePolicy",
        "GetLifecyclePolicyPreview",
        "GetRepositoryPolicy",
        "ListImages",
        "ListTagsForResource",
        "PutImageScanningConfiguration",
        "PutImageTagMutability",
        "PutLifecyclePolicy",
        "ReplicateImage",
        "SetRepositoryPolicy",
        "StartImageScan",
        "StartLifecyclePolicyPreview",
        "TagResource",
        "UntagResource",
    ),
    "ecs": (
        "UpdateService",
        "CreateService",
        "DeleteService",
        "RunTask",
        "StartTask",
        "StopTask",
        "ExecuteCommand",
        "CreateTaskSet",
        "UpdateTaskSet",
        "DeleteTaskSet",
        "UpdateServicePrimaryTaskSet",
        "DeleteTaskDefinitions",
        "UpdateCluster",
        "UpdateClusterSettings",
        "DeleteCluster",
    ),
    "codebuild": (
        "StartBuild",
        "StartBuildBatch",
        "RetryBuild",
        "RetryBuildBatch",
        "CreateProject",
        "UpdateProject",
        "DeleteProject",
        "CreateWebhook",
        "UpdateWebhook",
        "PutResourcePolicy",
    ),
    "iam": (
        "PassRole",
        "CreateRole",
        "UpdateRole",
        "DeleteRole",
        "UpdateAssumeRolePolicy",
        "AttachRolePolicy",
        "DetachRolePolicy",
        "PutRolePolicy",
        "DeleteRolePolicy",
        "PutRolePermissionsBoundary",
        "DeleteRolePermissionsBoundary",
        "CreatePolicy",
        "CreatePolicyVersion",
        "SetDefaultPolicyVersion",
        "CreateUser",
        "CreateAccessKey",
        "AttachUserPolicy",
        "PutUserPolicy",
        "AttachGroupPolicy",
        "PutGroupPolicy",
    ),
    "sts": ("AssumeRole",),
}
"""The actions that decide what runs and who may do what, of those for which AWS lets a policy name resources.

Of ECR all, reading too: an image is read in order to be run. Left out is `ecs:RegisterTaskDefinition`, which AWS's own
examples allow on everything, and which alone runs nothing.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

_NARROWING = ("*:resourcetag/*", "ecs:cluster", "ecs:service")
"""The condition keys that say which resources, as an ARN would."""


def on_everything(statement: Statement) -> list[str]:
    """List what an Allow statement lets do to everything that there is of a kind, the gravest of each service first.

    A statement whose condition says which resources it is for allows nothing on everything.
    """
    if statement.effect is not Effect.ALLOW or any(_narrows(each) for each in statement.conditions):
        return []
    return [
        f"{service}:{action}"
        for service, actions in POWERS.items()
        if _all_of(service, statement)
        for action in actions
        if _allows(f"{service}:{action}".lower(), statement)
    ]


def _all_of(service: str, statement: Statement) -> bool:
    filled = [each.fill(lambda _: UNKNOWN) for each in statement.resources or () if each is not UNKNOWN]
    known = [each.pattern for each in filled if each and each.known]
    return any(each.covers(everything) for each in known for everything in _everything(service))


@cache
def _everything(service: str) -> list[Pattern]:
    return [pattern(f"arn:{partition}:{_EVERYTHING[service]}") for partition in _PARTITIONS]


def _allows(action: str, statement: Statement) -> bool:
    return any(each is not UNKNOWN and each.matches(action) for each in statement.actions)


def _narrows(condition: object) -> bool:
    """Whether it says which resources a statement is for."""
    return (
        isinstance(condition, Condition)
        and condition.key is not UNKNOWN
        and not (condition.if_exists or condition.operator.negated)
        and any(matches(each, condition.key) for each in _NARROWING)
    )
