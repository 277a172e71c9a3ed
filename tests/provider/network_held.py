"""What EC2 and Elastic Load Balancing hold, for tests of what is made there."""

from typing import Any

from tests.conftest import Sandbox


def tags(held: dict[str, Any]) -> dict[str, str]:
    """The tags of what EC2 or Elastic Load Balancing describes."""
    return {tag["Key"]: tag["Value"] for tag in held.get("Tags", [])}


def elb_tags(sandbox: Sandbox, arn: str) -> dict[str, str]:
    """The tags of what Elastic Load Balancing holds."""
    (described,) = sandbox.aws("elbv2").describe_tags(ResourceArns=[arn])["TagDescriptions"]
    return tags(described)


def groups(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The security groups that there are, but for the default ones."""
    found = sandbox.aws("ec2").describe_security_groups()["SecurityGroups"]
    return [each for each in found if each["GroupName"] != "default"]


def rules(sandbox: Sandbox, group: str) -> dict[str, dict[str, Any]]:
    """A security group's rules, by the text of whom they are about."""
    asked = [{"Name": "group-id", "Values": [group]}]
    found = sandbox.aws("ec2").describe_security_group_rules(Filters=asked)["SecurityGroupRules"]
    return {each.get("CidrIpv4") or each["ReferencedGroupInfo"]["GroupId"]: each for each in found}


def attributes(sandbox: Sandbox, arn: str) -> dict[str, str]:
    """The attributes of a load balancer or a target group."""
    elb = sandbox.aws("elbv2")
    if ":targetgroup/" in arn:
        found = elb.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
    else:
        found = elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    return {each["Key"]: each["Value"] for each in found}
