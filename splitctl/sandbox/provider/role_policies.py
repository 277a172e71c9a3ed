"""The policies of a role that the role itself lists: all of them, and no others."""

import json
from typing import Any

from splitctl.sandbox.provider.values import Plain, Properties


def in_order(policies: list[Plain]) -> list[Plain]:
    """Inline policies, or ARNs of managed ones, in an order of their own; each document in one spelling.

    An empty inline policy asks that there be none, and is itself none.
    """
    spelt = [_spelt(policy) if isinstance(policy, dict) else policy for policy in policies]
    return sorted((policy for policy in spelt if policy), key=lambda policy: json.dumps(policy, sort_keys=True))


def inline_policies(client: Any, role: str) -> list[Plain]:
    """The role's inline policies, as inputs."""
    names = client.list_role_policies(RoleName=role)["PolicyNames"]
    held = [client.get_role_policy(RoleName=role, PolicyName=name) for name in names]
    return in_order([{"name": each["PolicyName"], "policy": json.dumps(each["PolicyDocument"])} for each in held])


def managed_policies(client: Any, role: str) -> list[Plain]:
    """The ARNs of the policies that are attached to the role."""
    attached = client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    return in_order([each["PolicyArn"] for each in attached])


def put_inline_policies(client: Any, role: str, wanted: list[Properties]) -> None:
    """Make `wanted` the role's inline policies: others go."""
    held = inline_policies(client, role)
    for name in sorted({policy["name"] for policy in held} - {policy["name"] for policy in wanted}):
        client.delete_role_policy(RoleName=role, PolicyName=name)
    for policy in wanted:
        if policy not in held:
            client.put_role_policy(RoleName=role, PolicyName=policy["name"], PolicyDocument=policy["policy"])


def put_managed_policies(client: Any, role: str, wanted: list[str]) -> None:
    """Make `wanted` what is attached to the role: other policies are detached."""
    held = managed_policies(client, role)
    for arn in sorted(set(held) - set(wanted)):
        client.detach_role_policy(RoleName=role, PolicyArn=arn)
    for arn in sorted(set(wanted) - set(held)):
        client.attach_role_policy(RoleName=role, PolicyArn=arn)


def _spelt(policy: Properties) -> Properties:
    try:
        return policy | {"policy": json.dumps(json.loads(policy["policy"]), sort_keys=True)}
    except (KeyError, TypeError, ValueError):
        return policy  # empty, of a wrong type, only known in the update, or for AWS to refuse
