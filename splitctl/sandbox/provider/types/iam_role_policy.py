"""aws:iam/rolePolicy:RolePolicy."""

import json
from typing import Any

from pulumi_aws import iam

from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class IamRolePolicy(ResourceType):
    """What a role may do, written into the role.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html.
    """

    resource, args, service = iam.RolePolicy, iam.RolePolicyArgs, "iam"
    missing = frozenset({"NoSuchEntity"})
    replaced_by = frozenset({"name", "role"})
    documents = frozenset({"policy"})
    refused = frozenset({"namePrefix"})
    auto_name = AutoName()

    def create(self, client: Any, inputs: Properties) -> str:
        client.put_role_policy(RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=inputs["policy"])
        return f"{inputs['role']}:{inputs['name']}"

    def expected_id(self, inputs: Properties) -> str | None:
        return f"{inputs.get('role')}:{inputs.get('name')}"

    def read(self, client: Any, resource_id: str) -> Properties:
        role, _, name = resource_id.partition(":")
        held = client.get_role_policy(RoleName=role, PolicyName=name)
        return {
            "name": held["PolicyName"],
            "namePrefix": "",
            "policy": json.dumps(held["PolicyDocument"]),
            "role": held["RoleName"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        role, _, name = resource_id.partition(":")
        client.delete_role_policy(RoleName=role, PolicyName=name)
