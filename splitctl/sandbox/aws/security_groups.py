"""EC2's security groups where moto stops short: rules that name a group, changes of rules, and groups in use.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from moto.ec2.exceptions import (
    DependencyViolationError,
    InvalidParameterValue,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule

_KINDS = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


def correct() -> None:
    """Show every rule's description and owner, change whatever a rule says, and delete no group that is in use."""
    delete = SecurityGroupBackend.delete_security_group

    def delete_security_group(backend: Any, name: str | None = None, group_id: str | None = None) -> None:
        found = backend.get_security_group_by_name_or_id(group_id or name)
        if found and any(_users(backend, found.id)):
            raise DependencyViolationError(f"resource {found.id} has a dependent object")
        delete(backend, name, group_id)

    for owner, name, replacement in (
        (SecurityGroupRule, "description", property(_description)),
        (SecurityGroupRule, "group_owner_id", property(lambda rule: rule.owner_id)),
        (SecurityGroupBackend, "delete_security_group", delete_security_group),
        (SecurityGroupBackend, "modify_security_group_rules", modify_security_group_rules),
    ):
        setattr(owner, name, replacement)


def modify_security_group_rules(backend: Any, group_id: str, rules: Mapping[str, Mapping[str, Any]]) -> None:
    """ModifySecurityGroupRules: each rule says what it is given, and nothing of what it said before."""
    group: SecurityGroup | None = backend.get_security_group_from_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    for rule_id, wanted in rules.items():
        rule = group.get_rule(rule_id)
        if rule is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        given = [kind for kind in _KINDS if kind in wanted]
        if given != [_kind_of(rule)]:
            raise InvalidParameterValue(
                f"Invalid rule type for security group rule '{rule_id}'. You may not specify "
                f"{', '.join(given) or 'nothing'} for an existing {_kind_of(rule)} rule."
            )
        described = {"Description": wanted["Description"]} if "Description" in wanted else {}
        rule.ip_protocol = wanted["IpProtocol"]
        every = rule.ip_protocol == "-1"
        rule.from_port = None if every else wanted.get("FromPort")
        rule.to_port = None if every else wanted.get("ToPort")
        if "ReferencedGroupId" in wanted:
            (referenced,) = backend._add_source_group([{"GroupId": wanted["ReferencedGroupId"]}], None)  # noqa: SLF001
            rule.source_group = referenced | described
        elif "PrefixListId" in wanted:
            rule.prefix_list_id = wanted["PrefixListId"]
        else:
            member = "CidrIp" if "CidrIpv4" in wanted else "CidrIpv6"
            rule.ip_range = {member: wanted[given[0]], **described}


def _description(rule: SecurityGroupRule) -> str | None:
    described: str | None = rule.ip_range.get("Description") or rule.source_group.get("Description")
    return described


def _kind_of(rule: SecurityGroupRule) -> str:
    if rule.source_group:
        return "ReferencedGroupId"
    if rule.prefix_list_id:
        return "PrefixListId"
    return "CidrIpv4" if "CidrIp" in rule.ip_range else "CidrIpv6"


def _users(backend: Any, group_id: str) -> Iterator[str]:
    """What keeps a group from being deleted: rules of other groups, load balancers, and network interfaces."""
    for groups in backend.groups.values():
        for group in groups.values():
            rules = itertools.chain(group.ingress_rules, group.egress_rules)
            if group.id != group_id and any(rule.source_group.get("GroupId") == group_id for rule in rules):
                yield group.id
    from moto.elbv2.models import elbv2_backends  # noqa: PLC0415 - that module needs this service, not the other way

    for balancer in elbv2_backends[backend.account_id][backend.region_name].load_balancers.values():
        if group_id in balancer.security_groups:
            yield balancer.arn
    for interface in backend.enis.values():
        if any(group.id == group_id for group in interface.group_set):
            yield interface.id
