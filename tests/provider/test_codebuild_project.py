"""CodeBuild projects behind the real Pulumi CLI: what a program says, and what AWS holds afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:6.0"
ROLE = "arn:aws:iam::123456789012:role/build"
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/1"


def program(more: str = "", environment: str = "", source: str = "") -> str:
    """A program with one project, and what each test adds to it."""
    return f"""
import pulumi
from pulumi_aws import codebuild
codebuild.Project("web", name="web-build", service_role="{ROLE}",
    artifacts={{"type": "NO_ARTIFACTS"}},
    environment={{"type": "LINUX_CONTAINER", "compute_type": "BUILD_GENERAL1_SMALL", "image": "{IMAGE}",
        {environment}}},
    source={{"type": "GITHUB", "location": "https://github.com/o/web.git", "buildspec": "version: 0.2", {source}}},
    {more})
"""


RICH = program(
    """
    description="Builds web", source_version="main", build_timeout=30, badge_enabled=True, concurrent_build_limit=2,
    cache={"type": "LOCAL", "modes": ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"]},
    logs_config={"cloudwatch_logs": {"group_name": "/builds/web"}},
    vpc_config={"vpc_id": "vpc-1", "subnets": ["subnet-1"], "security_group_ids": ["sg-1"]},
    secondary_sources=[{"source_identifier": "lib", "type": "S3", "location": "bucket/lib.zip"}],
    build_batch_config={"service_role": "ROLE", "restrictions": {"compute_types_alloweds": ["BUILD_GENERAL1_SMALL"]}},
    tags={"team": "blue"}""".replace("ROLE", ROLE),
    """"privileged_mode": True, "environment_variables": [
        {"name": "PLAIN", "value": "1"}, {"name": "KEY", "value": "/key", "type": "PARAMETER_STORE"}]""",
    f""""git_clone_depth": 1, "git_submodules_config": {{"fetch_submodules": True}}, "report_build_status": True,
        "auth": {{"type": "CODECONNECTIONS", "resource": "{CONNECTION}"}}""",
)


def held(sandbox: Sandbox, name: str = "web-build") -> dict[str, Any]:
    """What CodeBuild holds of a project."""
    (found,) = sandbox.aws("codebuild").batch_get_projects(names=[name])["projects"]
    return dict(found)


def test_a_bare_project_gets_the_defaults(project: Project) -> None:
    """What the program leaves out is as AWS and the official provider have it; nothing is left to do, and none left."""
    sandbox = project(program())
    sandbox.up()
    build = held(sandbox)
    assert (60, 480) == (build["timeoutInMinutes"], build["queuedTimeoutInMinutes"])
    assert {"type": "NO_CACHE"} == build["cache"]
    assert {"cloudWatchLogs": {"status": "ENABLED"}, "s3Logs": {"status": "DISABLED"}} == build["logsConfig"]
    assert "CODEBUILD" == build["environment"]["imagePullCredentialsType"]
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")
    outputs = sandbox.resources()["web"]["outputs"]
    assert build["arn"] == outputs["arn"] == sandbox.resources()["web"]["id"]
    assert (0, False) == (outputs["source"]["gitCloneDepth"], outputs["artifacts"]["encryptionDisabled"])
    assert "arn:aws:kms:eu-west-1:123456789012:alias/aws/s3" == outputs["encryptionKey"]
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == sandbox.aws("codebuild").list_projects()["projects"]


def test_a_rich_project_arrives_whole(project: Project) -> None:
    """Nested inputs reach AWS by AWS's names, a second update finds nothing to do, nor does a refresh."""
    sandbox = project(RICH)
    sandbox.up()
    build = held(sandbox)
    assert ("Builds web", "main", 30, 2) == tuple(
        build[name] for name in ("description", "sourceVersion", "timeoutInMinutes", "concurrentBuildLimit")
    )
    assert ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"] == build["cache"]["modes"]
    assert {"status": "ENABLED", "groupName": "/builds/web"} == build["logsConfig"]["cloudWatchLogs"]
    assert {"type": "CODECONNECTIONS", "resource": CONNECTION} == build["source"]["auth"]
    assert [
        {"name": "PLAIN", "value": "1", "type": "PLAINTEXT"},
        {"name": "KEY", "value": "/key", "type": "PARAMETER_STORE"},
    ] == build["environment"]["environmentVariables"]
    assert {"computeTypesAllowed": ["BUILD_GENERAL1_SMALL"]} == build["buildBatchConfig"]["restrictions"]
    assert [{"key": "team", "value": "blue"}] == build["tags"]
    assert sandbox.resources()["web"]["outputs"]["badgeUrl"] == build["badge"]["badgeRequestUrl"]
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")


def test_what_the_program_takes_away_is_reset(project: Project) -> None:
    """In place; but cache, logs and description stay as they are, as with the official provider."""
    sandbox = project(RICH)
    sandbox.up()
    before = held(sandbox)
    sandbox.write(program())
    assert {"update": ["web"]} == sandbox.planned()
    sandbox.up()
    build = held(sandbox)
    gone = {"buildBatchConfig", "concurrentBuildLimit", "sourceVersion", "vpcConfig"}
    assert gone == before.keys() - build.keys()
    assert ([], [], 60) == (build["secondarySources"], build["tags"], build["timeoutInMinutes"])
    assert {"badgeEnabled": False} == build["badge"]
    assert (False, []) == tuple(build["environment"][name] for name in ("privilegedMode", "environmentVariables"))
    assert {"type", "location", "buildspec", "insecureSsl"} == build["source"].keys()
    for name in ("cache", "logsConfig", "description", "created"):
        assert before[name] == build[name]
    assert {} == sandbox.planned("--refresh")


@pytest.mark.parametrize(
    "change",
    [
        {"description": "by hand"},
        {"timeoutInMinutes": 5},
        {"tags": []},
        {"concurrentBuildLimit": 7},
        {"source": {"type": "GITHUB", "location": "https://github.com/o/web.git", "buildspec": "other"}},
        {"environment": {"type": "ARM_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": IMAGE}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_drift_is_found_and_mended(project: Project, change: dict[str, Any]) -> None:
    """What somebody changed behind Pulumi's back shows after a refresh, and the update puts it back."""
    sandbox = project(RICH)
    sandbox.up()
    before = held(sandbox)
    sandbox.aws("codebuild").update_project(name="web-build", **change)
    assert {"update": ["web"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    assert before | {"lastModified": None} == held(sandbox) | {"lastModified": None}


def test_a_setting_switched_on_by_hand_is_drift(project: Project) -> None:
    """Leaving an input out says that it is off: on is drift."""
    sandbox = project(program())
    sandbox.up()
    sandbox.aws("codebuild").update_project(name="web-build", source=held(sandbox)["source"] | {"insecureSsl": True})
    assert {"update": ["web"]} == sandbox.planned("--refresh")


def test_another_name_is_another_project(project: Project) -> None:
    """CodeBuild cannot rename."""
    sandbox = project(program())
    sandbox.up()
    sandbox.write(program().replace("web-build", "site-build"))
    assert {"web"} == set(sandbox.planned()["replace"])
    sandbox.up()
    assert ["site-build"] == sandbox.aws("codebuild").list_projects()["projects"]


def test_artifacts_in_s3_keep_the_names_that_aws_gives_them(project: Project) -> None:
    """AWS fills in name, namespace and packaging: no difference to a program that leaves them out."""
    sandbox = project(program().replace('{"type": "NO_ARTIFACTS"}', '{"type": "S3", "location": "bucket"}'))
    sandbox.up()
    assert {"name": "web-build", "namespaceType": "NONE", "packaging": "NONE"}.items() <= held(sandbox)[
        "artifacts"
    ].items()
    assert {} == sandbox.planned("--refresh")


def test_a_project_becomes_public_and_private_again(project: Project) -> None:
    """Visibility has a call of its own."""
    sandbox = project(program(f'project_visibility="PUBLIC_READ", resource_access_role="{ROLE}"'))
    sandbox.up()
    build = held(sandbox)
    assert ("PUBLIC_READ", ROLE) == (build["projectVisibility"], build["resourceAccessRole"])
    assert sandbox.resources()["web"]["outputs"]["publicProjectAlias"] == build["publicProjectAlias"]
    assert {} == sandbox.planned("--refresh")
    sandbox.write(program())
    sandbox.up()
    assert "PRIVATE" == held(sandbox)["projectVisibility"]
    assert "resourceAccessRole" not in held(sandbox)


@pytest.mark.parametrize("by", ["name", "arn"])
@pytest.mark.parametrize("written", [program(), RICH], ids=["bare", "rich"])
def test_an_existing_project_is_imported(project: Project, written: str, by: str) -> None:
    """By its name or ARN; a program that says the same then has nothing to change."""
    sandbox = project(written)
    sandbox.up()
    identity = held(sandbox)[by]
    sandbox.pulumi("state", "delete", "urn:pulumi:test::small::aws:codebuild/project:Project::web", "--yes")
    sandbox.write(
        written.replace('name="web-build"', f'name="web-build", opts=pulumi.ResourceOptions(import_="{identity}")')
    )
    assert {"import": ["web"]} == sandbox.planned()
    sandbox.up()
    sandbox.write(written)
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == sandbox.aws("codebuild").list_projects()["projects"]


def test_what_the_sandbox_does_not_carry_out_is_said(project: Project) -> None:
    """In the preview, by the input's name."""
    sandbox = project(program().replace("LINUX_CONTAINER", "LINUX_LAMBDA_CONTAINER"))
    assert "environment.type" in sandbox.pulumi("preview", code=1)
