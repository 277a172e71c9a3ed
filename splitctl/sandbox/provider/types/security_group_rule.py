"""What an ingress and an egress rule of a security group have in common: everything but the direction."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from splitctl.sandbox.provider import ec2, tags
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Properties

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html
_NAMES: Mapping[str, str] = {
    "cidrIpv4": "CidrIpv4",
    "cidrIpv6": "CidrIpv6",
    "description": "Description",
    "fromPort": "FromPort",
    "ipProtocol": "IpProtocol",
    "prefixListId": "PrefixListId",
    "referencedSecurityGroupId": "ReferencedGroupId",
    "toPort": "ToPort",
}
_WHO = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_EVERY_PROTOCOL = "-1"
# EC2 calls those protocols by name, whoever gave their numbers.
_PROTOCOLS: Mapping[str, str] = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": _EVERY_PROTOCOL}


class SecurityGroupRule(ResourceType):
    """Who may reach the members of a security group, or whom they may reach.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html.
    """

    service = "ec2"
    missing = frozenset({"InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound"})
    replaced_by = frozenset({"securityGroupId"})

    is_egress: ClassVar[bool]
    """Whether it is about what the members ask for, and not about what they are asked for."""

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a rule is about one range, one list of them, or one group."""
        found = super().problems(inputs)
        given = [name for name in _WHO if name in inputs]
        if len(given) != 1:
            found.append(Problem(given[0] if given else _WHO[0], f"give exactly one of: {', '.join(_WHO)}"))
        return found

    def replaced(self, names: AbstractSet[str], old: Properties, new: Properties) -> frozenset[str]:
        """As of every type; and what a rule is about changes in place only while it stays of one kind."""
        of_another_kind = {name for name in _WHO if (name in old) != (name in new)}
        return super().replaced(names, old, new) | (of_another_kind & names)

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        found = super().checked(name, seed, old, new, region)
        protocol = str(found.get("ipProtocol", UNKNOWN))
        if protocol != UNKNOWN:
            found["ipProtocol"] = _PROTOCOLS.get(protocol.lower(), protocol.lower())
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        authorize = (
            client.authorize_security_group_egress if self.is_egress else client.authorize_security_group_ingress
        )
        made = authorize(
            GroupId=inputs["securityGroupId"],
            IpPermissions=[_permission(inputs)],
            **ec2.tagging("security-group-rule", inputs.get("tags", {})),
        )
        found: str = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return found

    def find(self, client: Any, inputs: Properties) -> str | None:
        """EC2 has no second rule of the same group that lets the same through."""
        asked = [{"Name": "group-id", "Values": [inputs["securityGroupId"]]}]
        for page in client.get_paginator("describe_security_group_rules").paginate(Filters=asked):
            for held in page["SecurityGroupRules"]:
                shown = _shown(held)
                same = all(shown[name] == inputs.get(name) for name in _NAMES if name != "description")
                if same and held["IsEgress"] == self.is_egress:
                    found: str = held["SecurityGroupRuleId"]
                    return found
        return None

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_security_group_rules(SecurityGroupRuleIds=[resource_id])["SecurityGroupRules"]
        if held["IsEgress"] != self.is_egress:
            raise NotThereError("DescribeSecurityGroupRules", f"rule {resource_id} of this direction")
        return _shown(held) | {
            "arn": ec2.arn(client, held["GroupOwnerId"], f"security-group-rule/{resource_id}"),
            "securityGroupId": held["GroupId"],
            "securityGroupRuleId": resource_id,
            "tags": tags.mapping(held.get("Tags", [])),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed & _NAMES.keys():
            rule = {theirs: inputs[ours] for ours, theirs in _NAMES.items() if ours in inputs}
            client.modify_security_group_rules(
                GroupId=inputs["securityGroupId"],
                SecurityGroupRules=[{"SecurityGroupRuleId": resource_id, "SecurityGroupRule": rule}],
            )
        if "tags" in changed:
            ec2.put_tags(client, resource_id, self.read(client, resource_id)["tags"], inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        revoke = client.revoke_security_group_egress if self.is_egress else client.revoke_security_group_ingress
        revoke(GroupId=state["securityGroupId"], SecurityGroupRuleIds=[resource_id])


def _permission(inputs: Properties) -> dict[str, Any]:
    """The rule as a new one is asked for.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    lists = {
        "cidrIpv4": ("IpRanges", "CidrIp"),
        "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "prefixListId": ("PrefixListIds", "PrefixListId"),
        "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    }
    described = {"Description": inputs["description"]} if inputs.get("description") else {}
    asked = {_NAMES[name]: inputs[name] for name in ("ipProtocol", "fromPort", "toPort") if name in inputs}
    return asked | {
        plural: [{member: inputs[name], **described}] for name, (plural, member) in lists.items() if name in inputs
    }


def _shown(held: dict[str, Any]) -> Properties:
    """The rule by Pulumi's names. Of every protocol there are no ports, for which EC2 says -1."""
    shown = {ours: held.get(theirs) for ours, theirs in _NAMES.items()}
    if shown["ipProtocol"] == _EVERY_PROTOCOL:
        shown |= {"fromPort": None, "toPort": None}
    return shown | {"referencedSecurityGroupId": held.get("ReferencedGroupInfo", {}).get("GroupId")}
