"""What a configuration may say, and what it means."""

import json
import re
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pydantic import ValidationError

import settings
from builds.build import Build
from builds.secret import Secret
from builds.source import CodeCommit, GitHub
from builds.trigger import BranchPush
from naming.names import repository_name

PROJECT = Path(__file__).parents[2]
STACK_FILES = sorted(PROJECT.glob("Pulumi.*.yaml"))


def load(monkeypatch: pytest.MonkeyPatch, config: dict[str, str], stack: str = "staging") -> settings.Settings:
    """Load settings from what Pulumi tells a program: each top-level value as text."""
    monkeypatch.setattr(pulumi, "get_stack", lambda: stack)

    def program() -> settings.Settings:
        pulumi.runtime.set_all_config(config)
        return settings.load()

    # A context of its own: Pulumi would hand this configuration to the next test.
    return copy_context().run(program)


def test_an_app_needs_no_more_than_its_name() -> None:
    """30 builds, 7 days, ECR's own key, no readers, nothing disposable, the environment named after the stack."""
    read = settings.parse({"apps": {"web": None}}, "staging")
    assert read.model_dump() == {
        "environment": "staging",
        "shared_from": None,
        "share": False,
        "disposable": False,
        "apps": {
            "web": {
                "repository_name": None,
                "keep_builds": 30,
                "untagged_days": 7,
                "kms_key": None,
                "readers": (),
                "architecture": "x86_64",
                "build": None,
                "services": {},
                "schedules": {},
                "retire": False,
            }
        },
        "builds": None,
        "base_images": None,
        "network": "default",
        "cluster": None,
        "container_insights": False,
        "load_balancer": None,
        "certificate": None,
        "alarms_topic": None,
    }


def test_everything_can_be_said() -> None:
    """Each key's value is found under its name."""
    app: dict[str, Any] = {
        "repositoryName": "shop/web.staging",
        "keepBuilds": 5,
        "untaggedDays": 1,
        "kmsKey": "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-0123456789abcdef",
        "readers": ["123456789012", "arn:aws:iam::123456789012:role/pipelines/promote@x"],
        "architecture": "arm64",
        "build": {
            "source": "https://github.com/acme/shop",
            "connection": "arn:aws:codeconnections:eu-west-1:123456789012:connection/0123-abcd",
            "branch": None,
            "tagPattern": "v*",
            "context": "services/web",
            "dockerfile": "docker/web.Dockerfile",
            "arguments": {"VERSION": "1.0"},
            "secrets": {"NPM_TOKEN": "ssm:/shop/npm-token"},
            "secretsKmsKey": "arn:aws:kms:eu-west-1:123456789012:key/0123abcd",
            "image": "aws/codebuild/amazonlinux-aarch64-standard:3.0",
            "computeType": "BUILD_GENERAL1_LARGE",
            "timeoutMinutes": 5,
            "logDays": 365,
        },
        "services": {},
        "schedules": {},
        "retire": True,
    }
    common = {key: app["build"][key] for key in app["build"].keys() - {"context", "dockerfile", "arguments", "secrets"}}
    base_images = {
        "cachePrefix": "docker-hub",
        "credentials": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
    }
    shared = {
        "sharedFrom": None,
        "share": True,
        "network": "create",
        "cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/main",
        "containerInsights": False,
        "loadBalancer": None,
        "certificate": "arn:aws:acm:eu-west-1:123456789012:certificate/0123-abcd",
        "alarmsTopic": "arn:aws:sns:eu-west-1:123456789012:alarms",
    }
    config = {"environment": "qa", "disposable": True, "builds": common, "baseImages": base_images} | shared
    config["apps"] = {"web": app}
    read = settings.parse(config, "staging")
    assert read.model_dump(by_alias=True) == config | {"apps": {"web": app | {"readers": tuple(app["readers"])}}}


def test_a_build_needs_no_more_than_its_source() -> None:
    """Started by hand, from all of the source, in the newest image for x86, 30 minutes at most, logs kept 30 days."""
    read = settings.parse({"apps": {"web": {"build": {"source": "codecommit://shop"}}}}, "staging")
    assert read.apps["web"].as_build() == Build(source=CodeCommit("shop"))


def test_a_build_is_what_the_configuration_says() -> None:
    """Each value in its place, read for what it means."""
    said = {
        "source": "https://github.com/acme/shop",
        "branch": "main",
        "context": "web",
        "arguments": {"VERSION": "1"},
        "secrets": {"NPM_TOKEN": "secretsmanager:npm:token"},
        "computeType": "BUILD_GENERAL1_LARGE",
        "timeoutMinutes": 60,
        "logDays": 7,
    }
    read = settings.parse({"apps": {"web": {"architecture": "arm64", "build": said}}}, "staging")
    assert read.apps["web"].as_build() == Build(
        source=GitHub("acme", "shop"),
        trigger=BranchPush("main"),
        context="web",
        arguments={"VERSION": "1"},
        secrets={"NPM_TOKEN": Secret("npm", "token")},
        architecture="arm64",
        compute_type="BUILD_GENERAL1_LARGE",
        timeout_minutes=60,
        log_days=7,
    )


def test_settings_stay_as_they_were_read() -> None:
    """Assigning to a setting raises ValidationError."""
    read = settings.parse({"apps": {"web": {}}}, "staging")
    with pytest.raises(ValidationError, match="frozen"):
        read.environment = "prod"


def test_loaded_under_a_fixed_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """split-pipelines:apps is read in a project of any name, and other namespaces are left alone."""
    read = load(
        monkeypatch,
        {
            "split-pipelines:apps": '{"web": {"keepBuilds": 50}}',
            "split-pipelines:disposable": "true",
            "aws:region": "eu-west-1",
            "other-project:apps": "nothing of ours",
        },
    )
    assert (read.environment, read.disposable, read.apps["web"].keep_builds) == ("staging", True, 50)


def test_an_environment_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment may be called `true`: it is text, whatever JSON would make of it."""
    read = load(monkeypatch, {"split-pipelines:apps": '{"web": null}', "split-pipelines:environment": "true"})
    assert read.environment == "true"


def test_loaded_from_the_variable_of_pulumi(monkeypatch: pytest.MonkeyPatch) -> None:
    """PULUMI_CONFIG counts as configuration: unknown keys in it are found, too."""
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({"split-pipelines:aps": "{}"}))
    with pytest.raises(settings.ConfigurationError, match=r"aps: unknown key; did you mean apps\?"):
        load(monkeypatch, {"split-pipelines:apps": '{"web": null}'})


def test_two_stacks_come_with_the_project() -> None:
    """Staging and prod have a stack file each."""
    assert [path.name for path in STACK_FILES] == ["Pulumi.prod.yaml", "Pulumi.staging.yaml"]


@pytest.mark.parametrize("path", STACK_FILES, ids=lambda path: path.name)
def test_stack_files_are_accepted(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """At least two apps, the environment of the file's name, and nothing personal: no account, no secret."""
    values = yaml.safe_load(path.read_text())["config"]
    told = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
    read = load(monkeypatch, told, path.name.split(".")[1])
    assert len(read.apps) >= 2
    assert f"Pulumi.{read.environment}.yaml" == path.name
    assert not re.search(r"\d{12}|secure|encryptionsalt", path.read_text())


@pytest.mark.parametrize("app", ["web", "a" * 40])
def test_the_default_name_is_known_before_it_is_used(app: str) -> None:
    """An app that takes another's default name is found: both rooms make it the same way, and never cut it."""
    default = repository_name(app, "e" * 40)
    with pytest.raises(settings.ConfigurationError, match=f'share the repository "{default}"'):
        settings.parse({"apps": {app: {}, "other": {"repositoryName": default}}}, "e" * 40)


def config(**apps: Any) -> dict[str, Any]:
    """Make a configuration of these apps."""
    return {"apps": apps}


@pytest.mark.parametrize("name", ["web", "w", "web-2", "a1-b2-c3", "x" * 40])
def test_names(name: str) -> None:
    """Lower-case letters, digits and single hyphens, 40 at most."""
    assert settings.parse(config(**{name: None}), name).environment == name
