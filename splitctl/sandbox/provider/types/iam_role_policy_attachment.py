"""aws:iam/rolePolicyAttachment:RolePolicyAttachment."""

from typing import Any

from pulumi_aws import iam

from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.values import Properties


class IamRolePolicyAttachment(ResourceType):
    """What a role may do, by a policy that is somewhere else.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html.
    """

    resource, args, service = iam.RolePolicyAttachment, iam.RolePolicyAttachmentArgs, "iam"
    missing = frozenset({"NoSuchEntity"})
    replaced_by = frozenset({"policyArn", "role"})

    def create(self, client: Any, inputs: Properties) -> str:
        client.attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return f"{inputs['role']}/{inputs['policyArn']}"

    def expected_id(self, inputs: Properties) -> str | None:
        return f"{inputs.get('role')}/{inputs.get('policyArn')}"

    def read(self, client: Any, resource_id: str) -> Properties:
        role, _, arn = resource_id.partition("/")
        attached = client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        if arn not in {each["PolicyArn"] for each in attached}:
            raise NotThereError("ListAttachedRolePolicies", f"policy {arn} attached to {role}")
        return {"policyArn": arn, "role": role}

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        raise AssertionError(f"an attachment is replaced, never updated: {sorted(changed)}")

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        role, _, arn = resource_id.partition("/")
        client.detach_role_policy(RoleName=role, PolicyArn=arn)

    def deleted_before_replaced(self, old: Properties, new: Properties) -> bool:
        """Yes: the new one may be the same attachment, and the deletion of the old one would undo it."""
        return True
