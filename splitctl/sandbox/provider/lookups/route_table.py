"""aws:ec2/getRouteTable:getRouteTable."""

from collections.abc import Mapping
from typing import Any

from splitctl.errors import UserError
from splitctl.sandbox.provider import ec2, tags
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties

_FILTERS = {
    "gatewayId": "association.gateway-id",
    "routeTableId": "route-table-id",
    "subnetId": "association.subnet-id",
    "vpcId": "vpc-id",
}
_ROUTE: Mapping[str, str] = {
    "carrierGatewayId": "CarrierGatewayId",
    "cidrBlock": "DestinationCidrBlock",
    "coreNetworkArn": "CoreNetworkArn",
    "destinationPrefixListId": "DestinationPrefixListId",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "gatewayId": "GatewayId",
    "instanceId": "InstanceId",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "localGatewayId": "LocalGatewayId",
    "natGatewayId": "NatGatewayId",
    "networkInterfaceId": "NetworkInterfaceId",
    "odbNetworkArn": "OdbNetworkArn",
    "transitGatewayId": "TransitGatewayId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}


class OneRouteTable(Lookup):
    """The one route table that the arguments leave. A subnet without one of its own has none: it uses its VPC's main.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html.
    """

    token = "aws:ec2/getRouteTable:getRouteTable"

    def answer(self, session: Session, asked: Properties) -> Properties:
        if not asked.keys() & {*_FILTERS, "filters", "tags"}:
            raise UserError("one of route_table_id, vpc_id, subnet_id, gateway_id, filters, or tags must be assigned")
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_route_tables").paginate(**ec2.filtering(ec2.filters(asked, _FILTERS)))
        held = ec2.only_one("EC2 Route Table", [each for page in pages for each in page["RouteTables"]], asked)
        table = held["RouteTableId"]
        return {
            "arn": ec2.arn(client, held["OwnerId"], f"route-table/{table}"),
            "associations": [_association(each) for each in held["Associations"]],
            "filters": asked.get("filters", []),
            "gatewayId": asked.get("gatewayId", ""),
            "id": table,
            "ownerId": held["OwnerId"],
            "region": client.meta.region_name,
            "routeTableId": table,
            "routes": [_route(each) for each in held["Routes"] if _is_told(each)],
            "subnetId": asked.get("subnetId", ""),
            "tags": tags.mapping(held.get("Tags", [])),
            "vpcId": held["VpcId"],
        }


def _is_told(route: Mapping[str, str]) -> bool:
    """Whether the official provider tells of a route: not of those that are there by themselves."""
    gateway = route.get("GatewayId", "")
    to_endpoint = "DestinationPrefixListId" in route and gateway.startswith("vpce-")
    return gateway != "local" and route.get("Origin") != "EnableVgwRoutePropagation" and not to_endpoint


def _route(route: Mapping[str, Any]) -> Properties:
    shown = {ours: route.get(theirs, "") for ours, theirs in _ROUTE.items()} | {"vpcEndpointId": ""}
    if shown["gatewayId"].startswith("vpce-"):
        shown |= {"gatewayId": "", "vpcEndpointId": shown["gatewayId"]}
    return shown


def _association(association: Mapping[str, Any]) -> Properties:
    return {
        "gatewayId": association.get("GatewayId", ""),
        "main": association.get("Main", False),
        "routeTableAssociationId": association["RouteTableAssociationId"],
        "routeTableId": association["RouteTableId"],
        "subnetId": association.get("SubnetId", ""),
    }
