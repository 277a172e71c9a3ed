"""aws:ec2/securityGroup:SecurityGroup."""

from typing import Any

import pulumi_aws

from splitctl.sandbox.provider import ec2, tags
from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class SecurityGroup(ResourceType):
    """Whom its members may talk to. Its rules are resources of their own; a new group has none, and lets nothing out.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html.
    """

    resource, args, service = pulumi_aws.ec2.SecurityGroup, pulumi_aws.ec2.SecurityGroupArgs, "ec2"
    missing = frozenset({"InvalidGroup.NotFound"})
    replaced_by = frozenset({"description", "name", "namePrefix", "vpcId"})
    defaults = {"description": "Managed by Pulumi", "revokeRulesOnDelete": False}  # noqa: RUF012
    computed = frozenset({"egress", "ingress", "namePrefix", "vpcId"})
    carried = frozenset({"revokeRulesOnDelete"})
    refused = frozenset({"egress", "ingress"})
    auto_name = AutoName()

    def create(self, client: Any, inputs: Properties) -> str:
        asked = {"GroupName": inputs["name"], "Description": inputs["description"]}
        if vpc := inputs.get("vpcId"):
            asked["VpcId"] = vpc
        made: str = client.create_security_group(**asked, **ec2.tagging("security-group", inputs.get("tags", {})))[
            "GroupId"
        ]
        with kept(self, client, made, inputs):
            # As the official provider does: EC2 itself lets a new group reach everything.
            _revoke(client, [rule for rule in _rules(client, "group-id", made) if rule["IsEgress"]])
        return made

    def find(self, client: Any, inputs: Properties) -> str | None:
        vpc = inputs.get("vpcId") or _default_vpc(client)
        asked = {"group-name": inputs["name"], "vpc-id": vpc}
        held = client.describe_security_groups(
            Filters=[{"Name": name, "Values": [value]} for name, value in asked.items()]
        )["SecurityGroups"]
        return held[0]["GroupId"] if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_security_groups(GroupIds=[resource_id])["SecurityGroups"]
        return {
            "arn": ec2.arn(client, held["OwnerId"], f"security-group/{resource_id}"),
            "description": held["Description"],
            "egress": [_shown(each, resource_id) for each in held["IpPermissionsEgress"]],
            "ingress": [_shown(each, resource_id) for each in held["IpPermissions"]],
            "name": held["GroupName"],
            "namePrefix": prefix_of(held["GroupName"]),
            "ownerId": held["OwnerId"],
            "revokeRulesOnDelete": False,
            "tags": tags.mapping(held.get("Tags", [])),
            "vpcId": held["VpcId"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "tags" in changed:
            ec2.put_tags(client, resource_id, self.read(client, resource_id)["tags"], inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        if state.get("revokeRulesOnDelete"):
            _revoke(client, _rules(client, "group-id", resource_id))
            _revoke(client, [rule for rule in _rules(client) if _refers_to(rule) == resource_id])
        client.delete_security_group(GroupId=resource_id)


def _default_vpc(client: Any) -> str:
    held = client.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    return held[0]["VpcId"] if held else ""


def _rules(client: Any, name: str = "", value: str = "") -> list[dict[str, Any]]:
    asked = {"Filters": [{"Name": name, "Values": [value]}]} if name else {}
    pages = client.get_paginator("describe_security_group_rules").paginate(**asked)
    return [rule for page in pages for rule in page["SecurityGroupRules"]]


def _revoke(client: Any, rules: list[dict[str, Any]]) -> None:
    for rule in rules:
        revoke = client.revoke_security_group_egress if rule["IsEgress"] else client.revoke_security_group_ingress
        revoke(GroupId=rule["GroupId"], SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])


def _refers_to(rule: dict[str, Any]) -> str | None:
    referenced: dict[str, str] = rule.get("ReferencedGroupInfo", {})
    return referenced.get("GroupId")


def _shown(permission: dict[str, Any], group: str) -> Properties:
    """Rules of one protocol and one range of ports, as the group itself shows them."""
    pairs = [pair["GroupId"] for pair in permission.get("UserIdGroupPairs", [])]
    return {
        "cidrBlocks": [each["CidrIp"] for each in permission.get("IpRanges", [])],
        "fromPort": permission.get("FromPort", 0),
        "ipv6CidrBlocks": [each["CidrIpv6"] for each in permission.get("Ipv6Ranges", [])],
        "prefixListIds": [each["PrefixListId"] for each in permission.get("PrefixListIds", [])],
        "protocol": permission["IpProtocol"],
        "securityGroups": sorted(each for each in pairs if each != group),
        "self": group in pairs,
        "toPort": permission.get("ToPort", 0),
    }
