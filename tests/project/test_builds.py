"""Builds, by the real Pulumi CLI: what AWS holds of them, and what their roles may do."""

import json
import re
import shlex
from typing import Any

import pytest

from iam import Answer, Document, Policies, Request, evaluate
from tests.conftest import Sandbox

APPS = ("web", "worker")
ENVIRONMENTS = ("staging", "prod")
ACCOUNT = "123456789012"


def configure(sandbox: Sandbox, stack: str, key: str, value: str) -> None:
    """Set a value as a user does."""
    sandbox.pulumi("config", "set", "--stack", stack, "--path", f"split-pipelines:{key}", value)


def written_out(sandbox: Sandbox, stack: str) -> None:
    """Give web's build, which is text in the stack file, room for more: its folder, and what else is set."""
    sandbox.pulumi("config", "rm", "--stack", stack, "--path", "split-pipelines:apps.web.build")
    configure(sandbox, stack, "apps.web.build.context", "examples/web")


def projects(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """The build projects that CodeBuild holds, by name."""
    codebuild = sandbox.aws("codebuild")
    names = codebuild.list_projects()["projects"]
    held = codebuild.batch_get_projects(names=names)["projects"] if names else []
    return {each["name"]: each for each in held}


def may_push(sandbox: Sandbox, role: str, repository: str) -> bool:
    """Whether a role's policies, as IAM holds them, let it push to a repository."""
    iam = sandbox.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    texts = {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
    assert [] == iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    request = Request(
        "ecr:PutImage",
        f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{repository}",
        iam.get_role(RoleName=role)["Role"]["Arn"],
    )
    documents = tuple(Document.parse(name, text) for name, text in texts.items())
    return evaluate(request, Policies(identity=documents)).answer is not Answer.DENIED


def test_each_environment_has_builds_that_reach_no_other(this_project: Sandbox) -> None:
    """A project for each app and environment, its logs, its trigger, and a role that can push to one repository."""
    for stack in ENVIRONMENTS:
        this_project.up("--stack", stack)
    held = projects(this_project)
    repositories = [f"{app}-{environment}" for app in APPS for environment in ENVIRONMENTS]
    assert {f"{each}-build" for each in repositories} == held.keys()
    groups = this_project.aws("logs").describe_log_groups(logGroupNamePrefix="/aws/codebuild/")["logGroups"]
    assert {f"/aws/codebuild/{each}-build": 30 for each in repositories} == {
        each["logGroupName"]: each["retentionInDays"] for each in groups
    }
    for repository in repositories:
        project = held[f"{repository}-build"]
        assert f"arn:aws:iam::{ACCOUNT}:role/{repository}-build" == project["serviceRole"]
        assert "bash" in project["source"]["buildspec"]
        reference = "^refs/tags/v.*$" if repository.endswith("prod") else "^refs/heads/main$"
        filters = [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": reference}]
        (group,) = project["webhook"]["filterGroups"]
        assert filters == [{key: each[key] for key in ("type", "pattern")} for each in group]
        assert {repository} == {each for each in repositories if may_push(this_project, f"{repository}-build", each)}
    for stack in ENVIRONMENTS:
        assert {} == this_project.planned("--stack", stack)


def test_a_build_changes_in_place(this_project: Sandbox) -> None:
    """Another branch, machine or time limit: an update, after which the project is as if it had always been so."""
    this_project.up("--stack", "staging")
    before = projects(this_project)["web-staging-build"]
    written_out(this_project, "staging")
    configure(this_project, "staging", "apps.web.build.branch", "develop")
    configure(this_project, "staging", "apps.web.build.timeoutMinutes", "60")
    configure(this_project, "staging", "apps.web.build.computeType", "BUILD_GENERAL1_LARGE")
    changes = this_project.planned("--stack", "staging")
    assert {"update": ["web-build-codebuild", "web-build-trigger-webhook"]} == changes
    this_project.up("--stack", "staging")
    after = projects(this_project)["web-staging-build"]
    assert (60, "BUILD_GENERAL1_LARGE") == (after["timeoutInMinutes"], after["environment"]["computeType"])
    assert "^refs/heads/develop$" in json.dumps(after["webhook"])
    assert before["arn"] == after["arn"]
    assert {} == this_project.planned("--stack", "staging")


def test_what_builds_have_in_common_changes_all_of_them(this_project: Sandbox) -> None:
    """In place, and nothing but them; an app that says something else itself goes by that."""
    this_project.up("--stack", "staging")
    configure(this_project, "staging", "builds.branch", "develop")
    configure(this_project, "staging", "builds.timeoutMinutes", "60")
    written_out(this_project, "staging")
    configure(this_project, "staging", "apps.web.build.timeoutMinutes", "45")
    changed = [f"{app}-build-{part}" for app in APPS for part in ("codebuild", "trigger-webhook")]
    assert {"update": sorted(changed)} == this_project.planned("--stack", "staging")
    this_project.up("--stack", "staging")
    held = projects(this_project)
    assert [45, 60] == [held[f"{app}-staging-build"]["timeoutInMinutes"] for app in APPS]
    assert [True, True] == [
        "^refs/heads/develop$" in json.dumps(held[f"{app}-staging-build"]["webhook"]) for app in APPS
    ]
    assert {} == this_project.planned("--stack", "staging")


def test_codecommit_pushes_come_by_eventbridge(this_project: Sandbox) -> None:
    """From GitHub to CodeCommit: the webhook goes; a rule comes, its target the project, by a role that starts it."""
    this_project.up("--stack", "staging")
    written_out(this_project, "staging")
    configure(this_project, "staging", "apps.web.build.source", "codecommit://shop")
    this_project.up("--stack", "staging", "--policy-pack", "policy")
    project = projects(this_project)["web-staging-build"]
    assert "CODECOMMIT" == project["source"]["type"]
    assert "webhook" not in project
    events = this_project.aws("events")
    rule = events.describe_rule(Name="web-staging-build-trigger")
    assert ["main"] == json.loads(rule["EventPattern"])["detail"]["referenceName"]
    (target,) = events.list_targets_by_rule(Rule="web-staging-build-trigger")["Targets"]
    assert (project["arn"], f"arn:aws:iam::{ACCOUNT}:role/web-staging-build-trigger") == (
        target["Arn"],
        target["RoleArn"],
    )
    paths = {"reference": "$.detail.referenceFullName", "commit": "$.detail.commitId"}
    assert paths == target["InputTransformer"]["InputPathsMap"]
    assert {} == this_project.planned("--stack", "staging")


def test_base_images_by_way_of_the_own_registry(this_project: Sandbox) -> None:
    """One stack makes the cache with its credentials, the other one uses it: its builds may fill it and no more."""
    secrets = this_project.aws("secretsmanager")
    login = json.dumps({"username": "shop", "accessToken": "hush-hush"})
    secret = secrets.create_secret(Name="ecr-pullthroughcache/docker-hub", SecretString=login)["ARN"]
    for stack in ENVIRONMENTS:
        configure(this_project, stack, "baseImages.cachePrefix", "docker-hub")
    configure(this_project, "staging", "baseImages.credentials", secret)
    for stack in ENVIRONMENTS:
        this_project.up("--stack", stack)
        assert {} == this_project.planned("--stack", stack)
    (rule,) = this_project.aws("ecr").describe_pull_through_cache_rules()["pullThroughCacheRules"]
    assert ("docker-hub", "registry-1.docker.io", secret) == (
        rule["ecrRepositoryPrefix"],
        rule["upstreamRegistryUrl"],
        rule["credentialArn"],
    )
    for stack in ENVIRONMENTS:
        spec = projects(this_project)[f"web-{stack}-build"]["source"]["buildspec"]
        assert f'BASE_REGISTRY: "{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/docker-hub"\n' in spec
        assert not may_push(this_project, f"web-{stack}-build", "docker-hub/library/python")
        assert "hush-hush" not in this_project.pulumi("stack", "export", "--stack", stack, "--show-secrets")


@pytest.mark.parametrize("way", ["without-a-build", "destroyed"])
def test_a_build_goes_without_a_trace(this_project: Sandbox, way: str) -> None:
    """Project, webhook, role, policy and logs; the other environment's stay as they are."""
    configure(this_project, "staging", "disposable", "true")
    for stack in ENVIRONMENTS:
        this_project.up("--stack", stack)
    before = projects(this_project)
    if way == "destroyed":
        this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "staging")
    else:
        for app in APPS:
            path = f"split-pipelines:apps.{app}.build"
            this_project.pulumi("config", "rm", "--stack", "staging", "--path", path)
        this_project.up("--stack", "staging")
    assert {name: each for name, each in before.items() if "prod" in name} == projects(this_project)
    roles = [each["RoleName"] for each in this_project.aws("iam").list_roles()["Roles"]]
    assert sorted(f"{app}-prod-build" for app in APPS) == sorted(roles)
    groups = this_project.aws("logs").describe_log_groups()["logGroups"]
    assert sorted(f"/aws/codebuild/{app}-prod-build" for app in APPS) == [each["logGroupName"] for each in groups]


BAD = {
    "builds.source": ("https://gitlab.com/acme/shop", "is not a source that can be built"),
    "builds.tagPattern": ("v*", "at once"),
    "apps.worker.build": ("https://hush-hush@github.com/acme/shop", "a URL is no folder of the source"),
    "apps.web.build.source": ("https://gitlab.com/acme/shop", "is not a source that can be built"),
    "apps.web.build.secrets.NPM_TOKEN": ("hush-hush", "a secret itself must not be in the configuration"),
    "apps.web.build.image": ("aws/codebuild/standard:9.0", "is none of the images of CodeBuild"),
}


def test_a_bad_build_changes_nothing(this_project: Sandbox) -> None:
    """One message names the key, AWS holds nothing of the stack, and the commands in the message mend it."""
    written_out(this_project, "staging")
    for key, (value, said) in BAD.items():
        options = ["--plaintext"] if "secrets" in key else []
        path = f"split-pipelines:{key}"
        this_project.pulumi("config", "set", "--stack", "staging", *options, "--path", path, value)
        printed = this_project.up("--stack", "staging", code=1)
        assert said in printed
        assert f"'{path}'" in printed
        assert "hush-hush" not in printed
        assert {} == projects(this_project)
        assert [] == this_project.aws("ecr").describe_repositories()["repositories"]
        for command in re.findall(r"^ +(pulumi config .*)$", printed, re.MULTILINE):
            this_project.run(*shlex.split(command))
        assert this_project.planned("--stack", "staging")["create"]


def test_an_encrypted_value_is_refused(this_project: Sandbox) -> None:
    """It would stand in the clear in CodeBuild and in the state: nothing is made, and nothing of it is said."""
    written_out(this_project, "staging")
    path = "split-pipelines:apps.web.build.arguments.VERSION"
    this_project.pulumi("config", "set", "--stack", "staging", "--secret", "--path", path, "hush-hush")
    printed = this_project.up("--stack", "staging", code=1)
    assert "apps: a value in it is encrypted" in printed
    assert "hush-hush" not in printed
    assert {} == projects(this_project)
