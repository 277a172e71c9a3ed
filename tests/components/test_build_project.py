"""The build project of an app in an environment."""

import json
from typing import Any

import pytest
import yaml

from builds.build import Build
from builds.source import S3, CodeCommit, GitHub, Source
from builds.trigger import BranchPush, TagPush, Trigger
from components.build_project import BuildProject, BuildProjectArgs
from tests.components.world import ACCOUNT, PLACE, REGISTRY, World

PROJECT = "aws:codebuild/project:Project"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
WEBHOOK = "aws:codebuild/webhook:Webhook"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
HERE = GitHub("acme", "shop")
CONNECTION = f"arn:aws:codeconnections:eu-west-1:{ACCOUNT}:connection/0123"
COMMITS = f"arn:aws:codecommit:eu-west-1:{ACCOUNT}:shop"


def make(world: World, source: Source = HERE, *, cache_prefix: str | None = None, **build: Any) -> dict[str, Any]:
    """Make the build project of `web` in `staging` and return its outputs."""
    args = BuildProjectArgs(
        app="web",
        environment="staging",
        place=PLACE,
        repository_name="web-staging",
        build=Build(source=source, **build),
        cache_prefix=cache_prefix,
    )

    def program() -> dict[str, Any]:
        made = BuildProject("web", args)
        return {"project_name": made.project_name, "role_arn": made.role_arn}

    return world.run(program)


def kinds(world: World) -> set[str]:
    """Return the types of all that was made."""
    return {kind for kind, _ in world.made}


def test_builds_run_docker_on_linux(world: World) -> None:
    """Privileged, for Docker needs that; small, half an hour at most, nothing left behind but image and logs."""
    outputs = make(world)
    assert outputs == {
        "project_name": "web-staging-build",
        "role_arn": f"arn:aws:iam::{ACCOUNT}:role/web-staging-build",
    }
    project = world.found(PROJECT)
    assert project["environment"] == {
        "type": "LINUX_CONTAINER",
        "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
        "computeType": "BUILD_GENERAL1_SMALL",
        "privilegedMode": True,
    }
    assert project["buildTimeout"] == 30
    assert project["artifacts"] == {"type": "NO_ARTIFACTS"}
    assert project["serviceRole"] == outputs["role_arn"]


def test_layers_are_kept_on_the_host(world: World) -> None:
    """A cache in a registry would need a tag that moves."""
    make(world)
    assert world.found(PROJECT)["cache"] == {"type": "LOCAL", "modes": ["LOCAL_DOCKER_LAYER_CACHE"]}


def test_the_largest_machines_keep_no_layers(world: World) -> None:
    """CodeBuild has no local cache there."""
    make(world, compute_type="BUILD_GENERAL1_2XLARGE")
    assert world.found(PROJECT)["cache"] == {"type": "NO_CACHE"}


def test_logs_go_to_a_group_that_forgets(world: World) -> None:
    """The project's own log group, made here, kept for 30 days unless asked otherwise."""
    make(world, log_days=7)
    assert (world.found(LOGS)["name"], world.found(LOGS)["retentionInDays"]) == ("/aws/codebuild/web-staging-build", 7)
    assert world.found(PROJECT)["logsConfig"] == {"cloudwatchLogs": {"groupName": "/aws/codebuild/web-staging-build"}}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (HERE, {"type": "GITHUB", "location": "https://github.com/acme/shop.git", "gitCloneDepth": 1}),
        (
            CodeCommit("shop"),
            {
                "type": "CODECOMMIT",
                "location": "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop",
            },
        ),
        (S3("acme", "shop/main.zip"), {"type": "S3", "location": "acme/shop/main.zip"}),
    ],
)
def test_sources(world: World, source: Source, expected: dict[str, Any]) -> None:
    """As CodeBuild wants each kind, with the buildspec inline: a change of the source cannot change where it pushes."""
    make(world, source)
    found = dict(world.found(PROJECT)["source"])
    spec = yaml.safe_load(found.pop("buildspec"))
    assert found == expected
    assert spec["env"]["variables"] == {
        "REPOSITORY": f"{REGISTRY}/web-staging",
        "BASE_REGISTRY": "public.ecr.aws/docker",
    }


def test_a_connection_opens_github(world: World) -> None:
    """The project uses it, and its role may."""
    make(world, connection=CONNECTION)
    assert world.found(PROJECT)["source"]["auth"] == {"type": "CODECONNECTIONS", "resource": CONNECTION}
    assert CONNECTION in world.found("aws:iam/rolePolicy:RolePolicy")["policy"]


def test_base_images_from_a_cache(world: World) -> None:
    """The Dockerfile is told the account's own registry and the cache's prefix."""
    make(world, cache_prefix="docker-hub")
    spec = yaml.safe_load(world.found(PROJECT)["source"]["buildspec"])
    assert spec["env"]["variables"]["BASE_REGISTRY"] == f"{REGISTRY}/docker-hub"


def test_only_codebuild_takes_the_role_on_and_only_for_this_project(world: World) -> None:
    """Another project of the account, or another account's, is not the one that the condition names."""
    make(world)
    (statement,) = json.loads(world.found(ROLE)["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "codebuild.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/web-staging-build"},
    }


@pytest.mark.parametrize(
    ("trigger", "head_ref"),
    [(BranchPush("main"), "^refs/heads/main$"), (TagPush("v*"), "^refs/tags/v.*$")],
)
def test_github_starts_builds_by_a_webhook(world: World, trigger: Trigger, head_ref: str) -> None:
    """For pushes to this branch, or of these tags, and for no pull request of a stranger."""
    make(world, trigger=trigger)
    webhook = world.found(WEBHOOK)
    assert (webhook["projectName"], webhook["buildType"]) == ("web-staging-build", "BUILD")
    (group,) = webhook["filterGroups"]
    assert group["filters"] == [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": head_ref}]
    assert RULE not in kinds(world)


@pytest.mark.parametrize(
    ("trigger", "kind", "name"),
    [(BranchPush("main"), "branch", "main"), (TagPush("v*"), "tag", {"wildcard": "v*"})],
)
def test_codecommit_starts_builds_by_eventbridge(world: World, trigger: Trigger, kind: str, name: object) -> None:
    """Of the commit that was pushed, by a role that can start this project and do nothing else."""
    make(world, CodeCommit("shop"), trigger=trigger)
    pattern = json.loads(world.found(RULE)["eventPattern"])
    assert pattern["resources"] == [COMMITS]
    assert (pattern["detail"]["referenceType"], pattern["detail"]["referenceName"]) == ([kind], [name])
    target = world.found(TARGET)
    assert target["arn"] == f"arn:aws:codebuild:eu-west-1:{ACCOUNT}:project/web-staging-build"
    assert json.loads(target["inputTransformer"]["inputTemplate"]) == {"sourceVersion": "<reference>^{<commit>}"}
    assert target["roleArn"] == f"arn:aws:iam::{ACCOUNT}:role/web-staging-build-trigger"
    policy = json.loads(world.made["aws:iam/rolePolicy:RolePolicy", "web-trigger-permissions"]["policy"])
    assert [(each["Action"], each["Resource"]) for each in policy["Statement"]] == [
        (["codebuild:StartBuild"], target["arn"])
    ]
    assert WEBHOOK not in kinds(world)


@pytest.mark.parametrize("source", [HERE, CodeCommit("shop"), S3("acme", "shop.zip")])
def test_without_a_trigger_a_person_starts_builds(world: World, source: Source) -> None:
    """Neither webhook nor rule."""
    make(world, source)
    assert {WEBHOOK, RULE, TARGET}.isdisjoint(kinds(world))
