"""aws:ec2/getSecurityGroups:getSecurityGroups."""

from splitctl.sandbox.provider import ec2
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class SomeSecurityGroups(Lookup):
    """All security groups that the arguments leave, and for each of them its VPC: of none as well.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html.
    """

    token = "aws:ec2/getSecurityGroups:getSecurityGroups"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ec2", asked.get("region"))
        pages = client.get_paginator("describe_security_groups").paginate(**ec2.filtering(ec2.filters(asked, {})))
        held = [each for page in pages for each in page["SecurityGroups"]]
        return {
            "arns": [ec2.arn(client, each["OwnerId"], f"security-group/{each['GroupId']}") for each in held],
            "filters": asked.get("filters", []),
            "id": client.meta.region_name,
            "ids": [each["GroupId"] for each in held],
            "region": client.meta.region_name,
            "tags": asked.get("tags", {}),
            "vpcIds": [each["VpcId"] for each in held],
        }
