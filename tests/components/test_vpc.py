"""The VPC that an environment stays in."""

import pulumi
import pytest

from components.network import Network
from program.vpc import check_vpc
from tests.components.world import LOOKUPS, World

GROUPS = "aws:ec2/getSecurityGroups:getSecurityGroups"
VPCS = "aws:ec2/getVpcs:getVpcs"


def asked(
    world: World, monkeypatch: pytest.MonkeyPatch, *, there: list[str], ours: list[str], network: str | None
) -> list[str]:
    """Check an environment whose security groups are `there`; `ours` are VPCs of its own. Return what it looked up."""
    monkeypatch.setitem(LOOKUPS, GROUPS, {"vpcIds": there})
    monkeypatch.setitem(LOOKUPS, VPCS, {"ids": ours})
    tokens: list[str] = []

    def call(args: pulumi.runtime.MockCallArgs) -> object:
        assert {"split-pipelines:environment": "staging"} == args.args["tags"]
        tokens.append(args.token)
        return World.call(world, args)

    monkeypatch.setattr(world, "call", call)
    found = network and Network(vpc_id=network, task_subnets=[], public_subnets=[], assign_public_ip=False)
    world.run(lambda: {"checked": check_vpc("staging", found or None)})  # type: ignore[func-returns-value]
    return tokens


@pytest.mark.parametrize(
    ("there", "ours", "network", "looked"),
    [
        ([], [], "vpc-1", [GROUPS]),
        ([], [], None, [GROUPS]),
        (["vpc-1", "vpc-1"], [], "vpc-1", [GROUPS]),
        (["vpc-2", "vpc-1"], [], "vpc-1", [GROUPS]),
        (["vpc-1"], ["vpc-1"], None, [GROUPS, VPCS]),
    ],
)
def test_an_environment_that_stays_goes_on(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    there: list[str],
    ours: list[str],
    network: str | None,
    looked: list[str],
) -> None:
    """And so does one that is not there yet; it costs one look, and one more where the VPC is the stack's own."""
    assert looked == asked(world, monkeypatch, there=there, ours=ours, network=network)


@pytest.mark.parametrize(
    ("ours", "network", "named"),
    [([], "vpc-2", "vpc-2"), ([], None, "a VPC of its own"), (["vpc-3", "vpc-2"], None, "vpc-2, vpc-3")],
)
def test_an_environment_does_not_move(
    world: World, monkeypatch: pytest.MonkeyPatch, ours: list[str], network: str | None, named: str
) -> None:
    """One message says where it is, where it was to be, and what to do."""
    told = (
        rf'^split-pipelines:network: .* "staging" is in vpc-0, vpc-1, and this network is {named}\. .* Put the network'
    )
    with pytest.raises(ValueError, match=told):
        asked(world, monkeypatch, there=["vpc-1", "vpc-0", "vpc-1"], ours=ours, network=network)
