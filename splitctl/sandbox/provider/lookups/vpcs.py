"""aws:ec2/getVpcs:getVpcs."""

from splitctl.sandbox.provider import ec2
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class SomeVpcs(Lookup):
    """The ids of all VPCs that the arguments leave: of none as well.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html.
    """

    token = "aws:ec2/getVpcs:getVpcs"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_vpcs").paginate(**ec2.filtering(ec2.filters(asked, {})))
        return {
            "filters": asked.get("filters", []),
            "id": client.meta.region_name,
            "ids": [each["VpcId"] for page in pages for each in page["Vpcs"]],
            "region": client.meta.region_name,
            "tags": asked.get("tags", {}),
        }
