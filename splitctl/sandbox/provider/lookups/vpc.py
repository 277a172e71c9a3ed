"""aws:ec2/getVpc:getVpc."""

from typing import Any

from splitctl.sandbox.provider import ec2, tags
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties

_FILTERS = {
    "cidrBlock": "cidr",
    "default": "is-default",
    "dhcpOptionsId": "dhcp-options-id",
    "id": "vpc-id",
    "state": "state",
}
_ATTRIBUTES = ("enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics")


class OneVpc(Lookup):
    """The one VPC that the arguments leave.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html.
    """

    token = "aws:ec2/getVpc:getVpc"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_vpcs").paginate(**ec2.filtering(ec2.filters(asked, _FILTERS)))
        held = ec2.only_one("EC2 VPC", [each for page in pages for each in page["Vpcs"]], asked)
        vpc, ipv6 = held["VpcId"], held.get("Ipv6CidrBlockAssociationSet", [])
        return {
            **{name: _attribute(client, vpc, name) for name in _ATTRIBUTES},
            "arn": ec2.arn(client, held["OwnerId"], f"vpc/{vpc}"),
            "cidrBlock": held["CidrBlock"],
            "cidrBlockAssociations": [
                {
                    "associationId": each["AssociationId"],
                    "cidrBlock": each["CidrBlock"],
                    "state": each["CidrBlockState"]["State"],
                }
                for each in held.get("CidrBlockAssociationSet", [])
            ],
            "default": held["IsDefault"],
            "dhcpOptionsId": held["DhcpOptionsId"],
            "filters": asked.get("filters", []),
            "id": vpc,
            "instanceTenancy": held["InstanceTenancy"],
            "ipv6AssociationId": ipv6[0]["AssociationId"] if ipv6 else "",
            "ipv6CidrBlock": ipv6[0]["Ipv6CidrBlock"] if ipv6 else "",
            "ipv6CidrBlockAssociations": [_ipv6(each) for each in ipv6],
            "mainRouteTableId": _main_route_table(client, vpc),
            "ownerId": held["OwnerId"],
            "region": client.meta.region_name,
            "state": held["State"],
            "tags": tags.mapping(held.get("Tags", [])),
        }


def _attribute(client: Any, vpc: str, name: str) -> bool:
    answer = client.describe_vpc_attribute(VpcId=vpc, Attribute=name)
    found: bool = answer[name[0].upper() + name[1:]]["Value"]
    return found


def _main_route_table(client: Any, vpc: str) -> str:
    asked = [{"Name": "association.main", "Values": ["true"]}, {"Name": "vpc-id", "Values": [vpc]}]
    held = client.describe_route_tables(Filters=asked)["RouteTables"]
    return held[0]["RouteTableId"] if held else ""


def _ipv6(association: dict[str, Any]) -> Properties:
    return {
        "associationId": association["AssociationId"],
        "ipSource": association.get("IpSource", ""),
        "ipv6AddressAttribute": association.get("Ipv6AddressAttribute", ""),
        "ipv6CidrBlock": association["Ipv6CidrBlock"],
        "ipv6Pool": association.get("Ipv6Pool", ""),
        "networkBorderGroup": association.get("NetworkBorderGroup", ""),
        "state": association["Ipv6CidrBlockState"]["State"],
    }
