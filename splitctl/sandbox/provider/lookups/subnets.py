"""aws:ec2/getSubnets:getSubnets."""

from splitctl.sandbox.provider import ec2
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class SomeSubnets(Lookup):
    """The ids of all subnets that the arguments leave: of none as well.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html.
    """

    token = "aws:ec2/getSubnets:getSubnets"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_subnets").paginate(**ec2.filtering(ec2.filters(asked, {})))
        return {
            "filters": asked.get("filters", []),
            "id": client.meta.region_name,
            "ids": [each["SubnetId"] for page in pages for each in page["Subnets"]],
            "region": client.meta.region_name,
            "tags": asked.get("tags", {}),
        }
