"""The program, where the network is to be made, too."""

import json
import runpy
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pulumi
import pytest

from tests.components.world import LOOKUPS, World
from tests.workloads.samples import DIGEST

# By pulumi_awsx itself, whoever imports its ec2.
pytestmark = pytest.mark.filterwarnings("ignore:Waiting for .*Use the DefaultVpc:DeprecationWarning")

NETWORK = "awsx:ec2:Vpc"
PRIVATE, PUBLIC = ["subnet-1", "subnet-2"], ["subnet-3", "subnet-4"]
APPS = {
    "web": {
        "services": {"api": {"port": 8080, "paths": ["/*"]}, "mailer": {}},
        "schedules": {"nightly": {"expression": "rate(1 day)"}},
    }
}


@pytest.fixture
def made(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Run the program with services and a schedule, and an image for them, in a network that it makes."""
    return make(world, monkeypatch)


def make(world: World, monkeypatch: pytest.MonkeyPatch, **config: str) -> World:
    """Run the program with `network: create`, and with what else the configuration says."""
    for lookup, found in {"Vpcs": "ids", "SecurityGroups": "vpcIds"}.items():
        monkeypatch.setitem(LOOKUPS, f"aws:ec2/get{lookup}:get{lookup}", {found: []})
    monkeypatch.setenv("SPLIT_PIPELINES_IMAGE_WEB", DIGEST)
    answer = world.new_resource

    def new_resource(args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        made, state = answer(args)
        subnets = {"vpcId": "vpc-made", "privateSubnetIds": PRIVATE, "publicSubnetIds": PUBLIC}
        return made, state | (subnets if args.typ == NETWORK else {})

    monkeypatch.setattr(world, "new_resource", new_resource)

    def program() -> dict[str, Any]:
        said = {"apps": json.dumps(APPS), "network": "create"} | config
        pulumi.runtime.set_all_config({f"split-pipelines:{key}": text for key, text in said.items()})
        runpy.run_path(str(Path(__file__).parents[2] / "__main__.py"), run_name="__main__")
        return {}

    # A context of its own: Pulumi would hand this configuration to the next test.
    copy_context().run(world.run, program)
    return world


def test_a_vpc_is_made(made: World) -> None:
    """One for all, by the component of Pulumi's own, with the environment's tags: on it, and on all that is in it."""
    tags = {"split-pipelines:environment": "staging", "split-pipelines:stack": "split-pipelines/staging"}
    assert [("network", {"tags": tags})] == list(made.each(NETWORK).items())


def test_it_belongs_to_the_stack(made: World) -> None:
    """To no app, since all share it; its parts are made by its own plugin."""
    assert "pulumi:pulumi:Stack" == made.parents()[NETWORK, "network"]
    assert made.request(NETWORK).remote


@pytest.mark.parametrize("disposable", [False, True])
def test_it_stays_under_what_runs(world: World, monkeypatch: pytest.MonkeyPatch, *, disposable: bool) -> None:
    """Protected, and its parts with it, unless all of the stack may be lost: its NAT gateways would go at once."""
    made = make(world, monkeypatch, disposable=json.dumps(disposable))
    assert (not disposable) == made.request(NETWORK).protect


def test_services_are_in_private_subnets(made: World) -> None:
    """Without public addresses: they pull through its NAT gateways."""
    networks = [each["networkConfiguration"] for each in made.each("aws:ecs/service:Service").values()]
    assert 2 * [(PRIVATE, False)] == [(each["subnets"], each["assignPublicIp"]) for each in networks]


def test_so_are_scheduled_tasks(made: World) -> None:
    """They pull the same image by the same way."""
    network = made.found("aws:scheduler/schedule:Schedule")["target"]["ecsParameters"]["networkConfiguration"]
    assert (PRIVATE, False) == (network["subnets"], network["assignPublicIp"])


def test_only_the_load_balancer_is_in_public_subnets(made: World) -> None:
    """And all that is in a VPC is in this one."""
    assert PUBLIC == made.found("aws:lb/loadBalancer:LoadBalancer")["subnets"]
    kinds = ("aws:ec2/securityGroup:SecurityGroup", "aws:lb/targetGroup:TargetGroup")
    assert 5 * ["vpc-made"] == [each["vpcId"] for kind in kinds for each in made.each(kind).values()]
