"""What CodeBuild refuses in a project.

Its reasons are AWS's where they are known, and AWS's documentation in other words where they are not:
https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from splitctl.sandbox.aws.constraints import violations

_Members = Mapping[str, Any]

GIT_HOSTS = frozenset({"BITBUCKET", "GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED"})
"""The types of source that call CodeBuild back, and can be told how a build went."""

_NO_LOCATION = frozenset({"CODEPIPELINE", "NO_SOURCE"})
_GENERAL = frozenset(f"BUILD_GENERAL1_{size}" for size in ("SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"))
_LAMBDA = frozenset(f"BUILD_LAMBDA_{size}GB" for size in (1, 2, 4, 8, 10))

# Types of environment that take a few compute types only, where no fleet of one's own has others:
# https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html.
_COMPUTE_TYPES: Mapping[str, frozenset[str]] = {
    "LINUX_CONTAINER": _GENERAL,
    "ARM_CONTAINER": _GENERAL,
    "LINUX_GPU_CONTAINER": frozenset({"BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_LARGE"}),
    "LINUX_LAMBDA_CONTAINER": _LAMBDA,
    "ARM_LAMBDA_CONTAINER": _LAMBDA,
}


def refusal(operation: str, asked: _Members, project: _Members, account: str) -> str | None:
    """Why CodeBuild refuses `operation` with what is `asked`, which would lead to `project`; None if it does not."""
    return next(_refusals(operation, asked, project, account), None)


def _refusals(operation: str, asked: _Members, project: _Members, account: str) -> Iterator[str]:
    for path, constraint in violations("codebuild", operation, asked):
        yield f"1 validation error detected: Value at '{path}' failed to satisfy constraint: Member {constraint}"
    if not re.fullmatch(rf"arn:aws[\w-]*:iam::{account}:role/.+", project["serviceRole"]):
        yield "Invalid service role: Service role account ID does not match caller's account"
    yield from _of_source(project["source"])
    yield from _of_artifacts(project["artifacts"])
    yield from _of_environment(project["environment"])
    if project["cache"]["type"] == "S3" and not project["cache"].get("location"):
        yield "Invalid cache: location is required for cache type S3"


def _of_source(source: _Members) -> Iterator[str]:
    kind = source["type"]
    if kind not in _NO_LOCATION and not source.get("location"):
        yield "Project source location is required"
    if kind == "NO_SOURCE" and not source.get("buildspec"):
        yield "Source type NO_SOURCE needs a buildspec"
    if kind not in GIT_HOSTS and "reportBuildStatus" in source:
        yield f"Source type {kind} does not support ReportBuildStatus"


def _of_artifacts(artifacts: _Members) -> Iterator[str]:
    kind = artifacts["type"]
    for member in ("location", "encryptionDisabled"):
        if kind == "NO_ARTIFACTS" and member in artifacts:
            yield f"Invalid artifacts: artifact type NO_ARTIFACTS should have null {member}"
    if kind == "S3" and not artifacts.get("location"):
        yield "Invalid artifacts: artifact type S3 needs a location"


def _of_environment(environment: _Members) -> Iterator[str]:
    kind, compute = environment["type"], environment["computeType"]
    if "fleet" not in environment and compute not in _COMPUTE_TYPES.get(kind, {compute}):
        yield f"Compute type {compute} is not available for environment type {kind}"
    by_role = environment["imagePullCredentialsType"] == "SERVICE_ROLE"
    # https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
    if by_role and environment["image"].startswith("aws/codebuild/"):
        yield "An image of CodeBuild's own must be pulled with imagePullCredentialsType CODEBUILD"
