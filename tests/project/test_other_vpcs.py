"""An environment that is configured into another VPC, by the real Pulumi CLI: it stays where it is."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import LIVE, ONE, TEST, WEB, configure, everything, ports, running, service, up, uri

APPS: dict[str, Any] = {"web": {"services": {"web": WEB}}}


def make_vpc(sandbox: Sandbox) -> dict[str, Any]:
    """Make a VPC with subnets in two zones, and return how a configuration names it."""
    ec2 = sandbox.aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]
        for number, zone in enumerate("ab")
    ]
    return {"vpc": vpc, "subnets": [each["SubnetId"] for each in subnets]}


def default_vpc(sandbox: Sandbox) -> str:
    """The id of the default VPC."""
    (held,) = sandbox.aws("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    return str(held["VpcId"])


def test_what_runs_stays_in_its_vpc(this_project: Sandbox) -> None:
    """One message, and nothing is changed; the old network goes on, and an environment beside it has the new one."""
    configure(this_project, APPS)
    up(this_project, web=ONE)
    before, opened, runs = everything(this_project), ports(this_project), service(this_project)
    network = make_vpc(this_project)

    for other, named in ((network, network["vpc"]), ("create", "a VPC of its own")):
        configure(this_project, APPS, network=other)
        said = up(this_project, code=1)
        told = f'"{TEST}" is in {default_vpc(this_project)}, and this network is {named}. Nothing of it can move there'
        assert told in said
        assert "protected" not in said
        assert (before, opened) == (everything(this_project), ports(this_project))
        assert runs["deployments"] == service(this_project)["deployments"]

    configure(this_project, APPS)
    assert {} == this_project.planned("--stack", TEST)
    configure(this_project, APPS, LIVE, network=network)
    up(this_project, LIVE, web=ONE)
    assert uri(ONE, "web-live") == running(this_project, "web-live-web")[1]
    groups = this_project.aws("ec2").describe_security_groups()["SecurityGroups"]
    assert {"apps-live-load-balancer", "web-live-web-tasks"} <= {
        each["GroupName"] for each in groups if each["VpcId"] == network["vpc"]
    }
    assert {} == this_project.planned("--stack", LIVE)
    assert before == everything(this_project, TEST)


def test_a_load_balancer_alone_stays_too(this_project: Sandbox) -> None:
    """Before the first image there is only that: still nothing is half done."""
    configure(this_project, APPS)
    up(this_project)
    network = make_vpc(this_project)
    before, doors = everything(this_project), this_project.aws("ec2").describe_security_group_rules()
    configure(this_project, APPS, network=network)
    assert f"this network is {network['vpc']}" in up(this_project, code=1)
    assert before == everything(this_project)
    assert doors["SecurityGroupRules"] == this_project.aws("ec2").describe_security_group_rules()["SecurityGroupRules"]
