"""The program, from configuration to exports."""

import json
import runpy
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from tests.components.world import REGISTRY, World

PROGRAM = Path(__file__).parents[2] / "__main__.py"
ECR = "aws:ecr/repository:Repository"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"


def up(world: World, monkeypatch: pytest.MonkeyPatch, **config: str) -> dict[str, Any]:
    """Run the program with these top-level values, and return what it exports."""
    exports: dict[str, Any] = {}
    monkeypatch.setattr(pulumi, "export", exports.__setitem__)

    def program() -> dict[str, Any]:
        pulumi.runtime.set_all_config({f"split-pipelines:{key}": text for key, text in config.items()})
        runpy.run_path(str(PROGRAM), run_name="__main__")
        return exports

    # A context of its own: Pulumi would hand this configuration to the next test.
    return copy_context().run(world.run, program)


def test_each_app_gets_a_repository(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """web-staging and worker-staging, exported by the names of their apps, and nothing for others."""
    exports = up(world, monkeypatch, apps='{"web": null, "worker": {"keepBuilds": 50}}')
    assert {name for kind, name in world.made if kind == ECR} == {
        "web-repository-ecr",
        "worker-repository-ecr",
    }
    assert exports == {
        "environment": "staging",
        "repositories": {"web": f"{REGISTRY}/web-staging", "worker": f"{REGISTRY}/worker-staging"},
        "builds": {},
        "images": {},
    }


def test_an_app_with_a_source_gets_a_build(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is exported by the name of its app, pushes to the app's repository, and takes base images from the cache."""
    apps = {"web": {"repositoryName": "shop/web", "build": {"source": "codecommit://shop"}}, "worker": None}
    base_images = {"cachePrefix": "hub", "credentials": f"{SECRET}ecr-pullthroughcache/hub-AbCdEf"}
    exports = up(world, monkeypatch, apps=json.dumps(apps), baseImages=json.dumps(base_images))
    assert exports["builds"] == {"web": "web-staging-build"}
    variables = yaml.safe_load(world.found("aws:codebuild/project:Project")["source"]["buildspec"])["env"]["variables"]
    assert variables == {"REPOSITORY": f"{REGISTRY}/shop/web", "BASE_REGISTRY": f"{REGISTRY}/hub"}
    rule = world.found("aws:ecr/pullThroughCacheRule:PullThroughCacheRule")
    assert (rule["ecrRepositoryPrefix"], rule["credentialArn"]) == ("hub", base_images["credentials"])


def test_a_cache_that_another_stack_makes_is_only_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials there is no rule of this stack's own."""
    apps = {"web": {"build": {"source": "codecommit://shop"}}}
    up(world, monkeypatch, apps=json.dumps(apps), baseImages='{"cachePrefix": "hub"}')
    assert "hub/*" in world.found("aws:iam/rolePolicy:RolePolicy")["policy"]
    assert not [name for kind, name in world.made if "pullThroughCache" in kind]


def test_every_setting_reaches_its_resource(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is configured for an app is what its resources say."""
    app = {
        "repositoryName": "shop/web",
        "keepBuilds": 50,
        "untaggedDays": 3,
        "kmsKey": "arn:aws:kms:eu-west-1:123456789012:key/0123abcd",
        "readers": ["210987654321"],
    }
    up(world, monkeypatch, environment="qa", disposable="true", apps=json.dumps({"web": app}))
    repository = world.made[ECR, "web-repository-ecr"]
    assert repository["name"] == "shop/web"
    assert repository["forceDelete"] is True
    assert repository["encryptionConfigurations"][0]["kmsKey"] == app["kmsKey"]
    assert repository["tags"] == {"split-pipelines:app": "web", "split-pipelines:environment": "qa"}
    lifecycle = world.made["aws:ecr/lifecyclePolicy:LifecyclePolicy", "web-repository-lifecycle"]
    counts = [rule["selection"]["countNumber"] for rule in json.loads(lifecycle["policy"])["rules"]]
    assert counts == [100_000, 50, 3]
    readers = world.made["aws:ecr/repositoryPolicy:RepositoryPolicy", "web-repository-readers"]
    assert '"AWS": "210987654321"' in readers["policy"]


def test_bad_configuration_makes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One error, and the exit code that says that it was shown, before any resource is made."""
    told: list[str] = []
    monkeypatch.setattr(pulumi.log, "error", told.append)
    with pytest.raises(SystemExit) as ended:
        up(world, monkeypatch, apps='{"web": {}, "worker": {"keepBuilds": 1}}')
    assert ended.value.code == 32
    assert [True] == ["apps.worker.keepBuilds: 1 builds are too few" in each for each in told]
    assert world.made == {}
