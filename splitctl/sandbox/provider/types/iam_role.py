"""aws:iam/role:Role."""

import json
from typing import Any

from pulumi_aws import iam

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.role_policies import (
    in_order,
    inline_policies,
    managed_policies,
    put_inline_policies,
    put_managed_policies,
)
from splitctl.sandbox.provider.values import Plain, Properties


class IamRole(ResourceType):
    """Who somebody or something may act as.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html.
    """

    resource, args, service = iam.Role, iam.RoleArgs, "iam"
    missing = frozenset({"NoSuchEntity"})
    replaced_by = frozenset({"name", "path"})
    defaults = {"forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"}  # noqa: RUF012
    # Left out, they are somebody else's: of RolePolicy and RolePolicyAttachment, or of people.
    computed = frozenset({"inlinePolicies", "managedPolicyArns"})
    carried = frozenset({"forceDetachPolicies"})
    documents = frozenset({"assumeRolePolicy"})
    refused = frozenset({"namePrefix"})
    auto_name = AutoName(max_length=64)

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. Policies have no order, so they get one, and another order is no change."""
        found = super().checked(name, seed, old, new, region)
        lists = {key: found[key] for key in self.computed if isinstance(found.get(key), list)}
        return found | {key: in_order(value) for key, value in lists.items()}

    def create(self, client: Any, inputs: Properties) -> str:
        asked: dict[str, Plain] = {
            "RoleName": inputs["name"],
            "Path": inputs["path"],
            "AssumeRolePolicyDocument": inputs["assumeRolePolicy"],
            "MaxSessionDuration": inputs["maxSessionDuration"],
            "Tags": tags.pairs(inputs.get("tags", {})),
        }
        if description := inputs.get("description"):
            asked["Description"] = description
        if boundary := inputs.get("permissionsBoundary"):
            asked["PermissionsBoundary"] = boundary
        made: str = client.create_role(**asked)["Role"]["RoleName"]
        with kept(self, client, made, inputs):
            self._put_policies(client, made, inputs)
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_role(RoleName=resource_id)["Role"]
        return {
            "arn": held["Arn"],
            "assumeRolePolicy": json.dumps(held["AssumeRolePolicyDocument"]),
            "createDate": held["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            "description": held.get("Description", ""),
            "forceDetachPolicies": False,
            "inlinePolicies": inline_policies(client, resource_id),
            "managedPolicyArns": managed_policies(client, resource_id),
            "maxSessionDuration": held["MaxSessionDuration"],
            "name": held["RoleName"],
            "namePrefix": "",
            "path": held["Path"],
            "permissionsBoundary": held.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
            "tags": tags.mapping(held.get("Tags", [])),
            "uniqueId": held["RoleId"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "assumeRolePolicy" in changed:
            client.update_assume_role_policy(RoleName=resource_id, PolicyDocument=inputs["assumeRolePolicy"])
        if changed & {"description", "maxSessionDuration"}:
            client.update_role(
                RoleName=resource_id,
                Description=inputs.get("description", ""),
                MaxSessionDuration=inputs["maxSessionDuration"],
            )
        if "permissionsBoundary" in changed:
            if boundary := inputs.get("permissionsBoundary"):
                client.put_role_permissions_boundary(RoleName=resource_id, PermissionsBoundary=boundary)
            else:
                client.delete_role_permissions_boundary(RoleName=resource_id)
        if changed & self.computed:
            self._put_policies(client, resource_id, inputs)
        if "tags" in changed:
            held = tags.mapping(client.get_role(RoleName=resource_id)["Role"].get("Tags", []))
            gone, added = tags.changes(held, inputs.get("tags", {}))
            if gone:
                client.untag_role(RoleName=resource_id, TagKeys=gone)
            if added:
                client.tag_role(RoleName=resource_id, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        for profile in client.list_instance_profiles_for_role(RoleName=resource_id)["InstanceProfiles"]:
            client.remove_role_from_instance_profile(
                InstanceProfileName=profile["InstanceProfileName"], RoleName=resource_id
            )
        # As the official provider does: policies that the state knows of go with the role, others hold it back.
        forced = state.get("forceDetachPolicies", False)
        if forced or state.get("inlinePolicies"):
            put_inline_policies(client, resource_id, [])
        if forced or state.get("managedPolicyArns"):
            put_managed_policies(client, resource_id, [])
        client.delete_role(RoleName=resource_id)

    def _put_policies(self, client: Any, role: str, inputs: Properties) -> None:
        if "inlinePolicies" in inputs:
            put_inline_policies(client, role, inputs["inlinePolicies"])
        if "managedPolicyArns" in inputs:
            put_managed_policies(client, role, inputs["managedPolicyArns"])
