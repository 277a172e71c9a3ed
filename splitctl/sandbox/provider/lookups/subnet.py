"""aws:ec2/getSubnet:getSubnet."""

from splitctl.sandbox.provider import ec2, tags
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties

_FILTERS = {
    "availabilityZone": "availability-zone",
    "availabilityZoneId": "availability-zone-id",
    "cidrBlock": "cidr-block",
    "defaultForAz": "default-for-az",
    "id": "subnet-id",
    "ipv6CidrBlock": "ipv6-cidr-block-association.ipv6-cidr-block",
    "state": "state",
    "vpcId": "vpc-id",
}
_NAMES = {
    "assignIpv6AddressOnCreation": "AssignIpv6AddressOnCreation",
    "availabilityZone": "AvailabilityZone",
    "availabilityZoneId": "AvailabilityZoneId",
    "availableIpAddressCount": "AvailableIpAddressCount",
    "cidrBlock": "CidrBlock",
    "customerOwnedIpv4Pool": "CustomerOwnedIpv4Pool",
    "defaultForAz": "DefaultForAz",
    "enableDns64": "EnableDns64",
    "enableLniAtDeviceIndex": "EnableLniAtDeviceIndex",
    "id": "SubnetId",
    "ipv6Native": "Ipv6Native",
    "mapCustomerOwnedIpOnLaunch": "MapCustomerOwnedIpOnLaunch",
    "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
    "outpostArn": "OutpostArn",
    "ownerId": "OwnerId",
    "state": "State",
    "vpcId": "VpcId",
}
_DNS_NAMES = {
    "enableResourceNameDnsARecordOnLaunch": "EnableResourceNameDnsARecord",
    "enableResourceNameDnsAaaaRecordOnLaunch": "EnableResourceNameDnsAAAARecord",
    "privateDnsHostnameTypeOnLaunch": "HostnameType",
}


class OneSubnet(Lookup):
    """The one subnet that the arguments leave.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html.
    """

    token = "aws:ec2/getSubnet:getSubnet"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_subnets").paginate(**ec2.filtering(ec2.filters(asked, _FILTERS)))
        held = ec2.only_one("EC2 Subnet", [each for page in pages for each in page["Subnets"]], asked)
        ipv6 = [
            each
            for each in held.get("Ipv6CidrBlockAssociationSet", [])
            if each["Ipv6CidrBlockState"]["State"] == "associated"
        ]
        names = held.get("PrivateDnsNameOptionsOnLaunch", {})
        return {
            **{ours: held.get(theirs) for ours, theirs in _NAMES.items()},
            **{ours: names.get(theirs) for ours, theirs in _DNS_NAMES.items()},
            "arn": ec2.arn(client, held["OwnerId"], f"subnet/{held['SubnetId']}"),
            "filters": asked.get("filters", []),
            "ipv6CidrBlock": ipv6[0]["Ipv6CidrBlock"] if ipv6 else "",
            "ipv6CidrBlockAssociationId": ipv6[0]["AssociationId"] if ipv6 else "",
            "region": client.meta.region_name,
            "tags": tags.mapping(held.get("Tags", [])),
        }
