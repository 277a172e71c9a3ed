"""The program, from configuration to exports."""

import json
import runpy
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from tests.components.samples import CLUSTER, TOPIC
from tests.components.world import ACCOUNT, LOOKUPS, REGISTRY, World
from tests.workloads.samples import DIGEST

PROGRAM = Path(__file__).parents[2] / "__main__.py"
ECR = "aws:ecr/repository:Repository"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
OUTPUTS = "pulumi:pulumi:readStackOutputs"
LISTENER = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/app/there/{16 * '0'}/{16 * '1'}"
SHARED: dict[str, Any] = {
    "network": {"vpc": "vpc-01234567", "subnets": ["subnet-01234567"], "publicIp": True},
    "cluster": CLUSTER,
    "loadBalancer": {"listener": LISTENER, "securityGroup": "sg-01234567"},
    "alarmsTopic": TOPIC,
}
"""What the stack of an environment gives to those of its apps."""
API = {"web": {"services": {"api": {"port": 8080, "paths": ["/*"]}}}}
"""An app that needs all of that."""


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
    assert repository["tags"] == {
        "split-pipelines:app": "web",
        "split-pipelines:environment": "qa",
        "split-pipelines:disposable": "true",
    }
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


def default_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program find a default VPC, and nothing of the environment in any VPC."""
    monkeypatch.setitem(LOOKUPS, "aws:ec2/getVpc:getVpc", {"id": "vpc-1"})
    monkeypatch.setitem(LOOKUPS, "aws:ec2/getSubnets:getSubnets", {"ids": ["subnet-2", "subnet-1"]})
    monkeypatch.setitem(LOOKUPS, "aws:ec2/getSecurityGroups:getSecurityGroups", {"vpcIds": []})


def test_what_other_stacks_may_share_is_exported(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, though no app needs it here: where it is, as a configuration would say it."""
    default_network(monkeypatch)
    exports = up(world, monkeypatch, share="true")
    subnets = ["subnet-1", "subnet-2"]
    shared = {
        "network": {"vpc": "vpc-1", "subnets": subnets, "publicSubnets": subnets, "publicIp": True},
        "cluster": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/apps-staging",
        "loadBalancer": {
            "listener": f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/shared-load-balancer-http",
            "securityGroup": "shared-load-balancer-security-group-id",
        },
        "alarmsTopic": f"arn:aws:sns:eu-west-1:{ACCOUNT}:apps-staging-alarms",
        "disposable": False,
    }
    assert world.run(lambda: {"told": exports["shared"]}) == {"told": shared}


@pytest.mark.parametrize("disposable", [False, True])
def test_what_is_there_for_others_is_protected(
    world: World, monkeypatch: pytest.MonkeyPatch, *, disposable: bool
) -> None:
    """No app of this stack would keep it. A stack that is disposable may lose it."""
    default_network(monkeypatch)
    up(world, monkeypatch, share="true", disposable=json.dumps(disposable))
    made = [request for (kind, _), request in world.monitor.requests.items() if kind.startswith("aws:")]
    assert {request.protect for request in made} == {not disposable}


def test_what_another_stack_shares_is_used_and_not_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app's service is in its network, cluster and load balancer; nothing of it is looked up, or exported again."""
    monkeypatch.setenv("SPLIT_PIPELINES_IMAGE_WEB", DIGEST)
    monkeypatch.setitem(LOOKUPS, "aws:ec2/getSecurityGroups:getSecurityGroups", {"vpcIds": ["vpc-01234567"]})
    read = {"outputs": {"environment": "staging", "shared": SHARED}, "secretOutputNames": []}
    monkeypatch.setitem(LOOKUPS, OUTPUTS, read)
    monkeypatch.setattr(pulumi, "get_organization", lambda: "acme")
    exports = up(world, monkeypatch, apps=json.dumps(API), sharedFrom="shop")
    service = world.found("aws:ecs/service:Service")
    assert (service["cluster"], service["networkConfiguration"]["assignPublicIp"]) == (CLUSTER, True)
    assert service["networkConfiguration"]["subnets"] == SHARED["network"]["subnets"]
    assert world.found("aws:lb/listenerRule:ListenerRule")["listenerArn"] == LISTENER
    assert {alarm["alarmActions"][0] for alarm in world.each("aws:cloudwatch/metricAlarm:MetricAlarm").values()} == {
        TOPIC
    }
    assert not world.kinds() & {"aws:ecs/cluster:Cluster", "aws:lb/loadBalancer:LoadBalancer", "aws:sns/topic:Topic"}
    assert exports.keys() == {"environment", "repositories", "builds", "images", "sharedFrom"}
    assert exports["sharedFrom"] == "acme/split-pipelines/shop"


@pytest.mark.parametrize(("said", "asked"), [("shop", "acme/split-pipelines/shop"), ("a/b/shop", "a/b/shop")])
def test_a_stack_is_asked_for_by_its_full_name(
    world: World, monkeypatch: pytest.MonkeyPatch, said: str, asked: str
) -> None:
    """Pulumi Cloud takes no other; and what is secret there is none of this stack's."""
    names: list[str] = []
    told: list[str] = []

    def call(args: pulumi.runtime.MockCallArgs) -> Any:
        if args.token != OUTPUTS:
            return World.call(world, args)
        names.append(args.args["name"])
        return {"outputs": {"environment": "staging", "shared": SHARED}, "secretOutputNames": ["shared"]}, []

    monkeypatch.setattr(world, "call", call)
    monkeypatch.setattr(pulumi, "get_organization", lambda: "acme")
    monkeypatch.setattr(pulumi.log, "error", told.append)
    with pytest.raises(SystemExit):
        up(world, monkeypatch, apps=json.dumps(API), sharedFrom=said)
    # Itself comes first: what it was before.
    assert names == ["acme/split-pipelines/staging", asked]
    assert [f'sharedFrom: stack "{said}" shares nothing yet' in each for each in told] == [True]
    assert world.made == {}
