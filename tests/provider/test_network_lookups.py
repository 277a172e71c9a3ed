"""Functions that look up networks, by the real Pulumi CLI."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.provider.experimental.property_value import PropertyValue

from splitctl.errors import UserError
from splitctl.sandbox.provider.lookups.route_table import OneRouteTable
from splitctl.sandbox.provider.lookups.security_groups import SomeSecurityGroups
from splitctl.sandbox.provider.lookups.subnet import OneSubnet
from splitctl.sandbox.provider.lookups.subnets import SomeSubnets
from splitctl.sandbox.provider.lookups.vpc import OneVpc
from splitctl.sandbox.provider.lookups.vpcs import SomeVpcs
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.world import World
from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

PROGRAM = """
import pulumi
from pulumi_aws import ec2
vpc = ec2.get_vpc(default=True)
pulumi.export("vpc", {"id": vpc.id, "cidr": vpc.cidr_block, "dns": vpc.enable_dns_support})
found = ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}], tags={"of": "us"})
pulumi.export("subnets", found.ids)
subnet = ec2.get_subnet(id=found.ids[0])
pulumi.export("subnet", {"vpc": subnet.vpc_id, "public": subnet.map_public_ip_on_launch, "cidr": subnet.cidr_block})
pulumi.export("zone", ec2.get_subnet(availability_zone=subnet.availability_zone, default_for_az=True).id)
main = ec2.get_route_table(vpc_id=vpc.id, filters=[{"name": "association.main", "values": ["true"]}])
pulumi.export("main", [main.id == vpc.main_route_table_id, main.associations[0].main])
pulumi.export("routes", [[route.cidr_block, route.gateway_id[:4]] for route in main.routes])
groups = ec2.get_security_groups(tags={"of": "us"}, filters=[{"name": "vpc-id", "values": [vpc.id]}])
pulumi.export("groups", {"ids": groups.ids, "arns": groups.arns, "vpcs": groups.vpc_ids})
pulumi.export("vpcs", [ec2.get_vpcs().ids, ec2.get_vpcs(tags={"of": "us"}).ids])
pulumi.export("there", ec2.get_vpc(default=True, region="eu-west-2").arn)
"""


def test_a_program_finds_its_network(project: Project) -> None:
    """The default VPC, subnets and security groups by tags, one subnet, its way to the internet, another region."""
    sandbox = project(PROGRAM)
    client = sandbox.aws("ec2")
    subnet = client.describe_subnets()["Subnets"][0]
    other = client.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = [
        client.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        for name, vpc in (("one", subnet["VpcId"]), ("two", other))
    ]
    client.create_tags(Resources=[subnet["SubnetId"], other, *made], Tags=[{"Key": "of", "Value": "us"}])
    sandbox.up()
    said: dict[str, Any] = json.loads(sandbox.run("pulumi", "stack", "output", "--json").stdout)
    assert {"id": subnet["VpcId"], "cidr": "172.31.0.0/16", "dns": True} == said["vpc"]
    assert [subnet["SubnetId"]] == said["subnets"]
    arn = f"arn:aws:ec2:eu-west-1:123456789012:security-group/{made[0]}"
    assert {"ids": made[:1], "arns": [arn], "vpcs": [subnet["VpcId"]]} == said["groups"]
    assert [{subnet["VpcId"], other}, {other}] == [set(ids) for ids in said["vpcs"]]
    assert {"vpc": subnet["VpcId"], "public": True, "cidr": subnet["CidrBlock"]} == said["subnet"]
    assert subnet["SubnetId"] == said["zone"]
    assert [True, True] == said["main"]
    assert [["0.0.0.0/0", "igw-"]] == said["routes"]
    assert said["there"].startswith("arn:aws:ec2:eu-west-2:123456789012:vpc/")


def test_what_is_not_there_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing found is an error, and so is more than one; where several are asked for, none is an answer."""
    for name, value in {"ENDPOINT_URL": world.endpoint, "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    session = Session({"region": PropertyValue("eu-west-1")})
    nobody = {"tags": {"of": "nobody"}}
    for several in (SomeSecurityGroups(), SomeSubnets(), SomeVpcs()):
        assert [] == several.answer(session, nobody)["ids"]
    for lookup, what in ((OneVpc(), "EC2 VPC"), (OneSubnet(), "EC2 Subnet"), (OneRouteTable(), "EC2 Route Table")):
        with pytest.raises(UserError, match=f"no matching {what} found"):
            lookup.answer(session, nobody)
    with pytest.raises(UserError, match="no matching EC2 VPC found"):
        OneVpc().answer(session, {"id": "vpc-12345678"})
    with pytest.raises(UserError, match="multiple EC2 Subnets matched"):
        OneSubnet().answer(session, {})
    with pytest.raises(UserError, match="one of route_table_id"):
        OneRouteTable().answer(session, {})
