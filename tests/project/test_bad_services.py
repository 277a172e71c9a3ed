"""Services that AWS would refuse, or that would bring it down, by the real Pulumi CLI: refused before anything is."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import ONE, WEB, configure, everything, up

ELSEWHERE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
BAD: dict[str, dict[str, Any]] = {
    "apps.web.services.web.port: ": {"port": 70000},
    "Fargate has no task with cpu=300": {"cpu": 300},
    "Fargate has no task with cpu=256 and memory=700": {"memory": 700},
    "graceSeconds=60 is over before": {"health": {"intervalSeconds": 60}},
}


def refused(sandbox: Sandbox, said: str, web: str = ONE) -> str:
    """Update in vain, told so by one message, with nothing made; return what was printed."""
    printed = up(sandbox, code=1, web=web)
    assert said in printed
    assert 1 == printed.partition("Diagnostics:")[2].count("error: ")
    assert "Traceback" not in printed
    assert {} == everything(sandbox)
    return printed


def test_a_bad_service_makes_nothing(this_project: Sandbox) -> None:
    """A port, a size or a health check that cannot be: one message names it, with the command that mends it."""
    for said, bad in BAD.items():
        configure(this_project, {"web": {"services": {"web": WEB | bad}}})
        assert "pulumi config set --path" in refused(this_project, said)


def test_a_bad_image_makes_nothing(this_project: Sandbox) -> None:
    """A tag is no digest, and the message says which variable holds it."""
    configure(this_project, {"web": {"services": {"web": WEB}}})
    refused(this_project, 'SPLIT_PIPELINES_IMAGE_WEB: "latest" is not the digest of an image', web="latest")


def test_a_network_or_certificate_of_elsewhere_makes_nothing(this_project: Sandbox) -> None:
    """Subnets of another VPC, and a certificate of another region, which a load balancer here could not use."""
    apps = {"web": {"services": {"web": WEB}}}
    ec2 = this_project.aws("ec2")
    mine, other = (ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")["Vpc"]["VpcId"] for number in (1, 2))
    there = [
        ec2.create_subnet(VpcId=other, CidrBlock=f"10.2.{number}.0/24", AvailabilityZone=f"eu-west-1{zone}")
        for number, zone in enumerate("ab")
    ]
    subnets = [each["Subnet"]["SubnetId"] for each in there]
    configure(this_project, apps, network={"vpc": mine, "subnets": subnets})
    refused(this_project, f"{subnets[0]} is a subnet of {other}, and not of {mine}")
    configure(this_project, apps, certificate=ELSEWHERE)
    refused(this_project, f"{ELSEWHERE} is of us-east-1, and this stack of eu-west-1")


def test_a_network_that_is_not_there_makes_nothing(this_project: Sandbox) -> None:
    """A subnet by an id that nobody has, and a region whose default VPC is gone: one message each."""
    apps = {"web": {"services": {"web": WEB}}}
    configure(this_project, apps, network={"vpc": f"vpc-{1:017}", "subnets": [f"subnet-{1:017}"]})
    refused(this_project, f"subnet-{1:017} cannot be looked up: ")
    ec2 = this_project.aws("ec2")
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    for gateway in ec2.describe_internet_gateways()["InternetGateways"]:
        ec2.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc["VpcId"])
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    configure(this_project, apps)
    refused(this_project, "the region's default VPC cannot be looked up: ")
