"""aws:iam/policy:Policy."""

import json
from typing import Any

from pulumi_aws import iam

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
_MAX_VERSIONS = 5


class IamPolicy(ResourceType):
    """What is allowed, to attach to roles. Another document is a new version of it.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html.
    """

    resource, args, service = iam.Policy, iam.PolicyArgs, "iam"
    missing = frozenset({"NoSuchEntity"})
    replaced_by = frozenset({"description", "name", "path"})
    defaults = {"path": "/"}  # noqa: RUF012
    documents = frozenset({"policy"})
    refused = frozenset({"delayAfterPolicyCreationInMs", "namePrefix"})
    auto_name = AutoName()

    def create(self, client: Any, inputs: Properties) -> str:
        made: str = client.create_policy(
            PolicyName=inputs["name"],
            Path=inputs["path"],
            Description=inputs.get("description", ""),
            PolicyDocument=inputs["policy"],
            Tags=tags.pairs(inputs.get("tags", {})),
        )["Policy"]["Arn"]
        return made

    def find(self, client: Any, inputs: Properties) -> str | None:
        pages = client.get_paginator("list_policies").paginate(Scope="Local")
        held = [policy for page in pages for policy in page["Policies"]]
        return next((each["Arn"] for each in held if each["PolicyName"] == inputs.get("name")), None)

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_policy(PolicyArn=resource_id)["Policy"]
        version = client.get_policy_version(PolicyArn=resource_id, VersionId=held["DefaultVersionId"])
        return {
            "arn": held["Arn"],
            "attachmentCount": held["AttachmentCount"],
            "delayAfterPolicyCreationInMs": None,
            "description": held.get("Description", ""),
            "name": held["PolicyName"],
            "namePrefix": "",
            "path": held["Path"],
            "policy": json.dumps(version["PolicyVersion"]["Document"]),
            "policyId": held["PolicyId"],
            "tags": tags.mapping(held.get("Tags", [])),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "policy" in changed:
            self._make_room(client, resource_id)
            client.create_policy_version(PolicyArn=resource_id, PolicyDocument=inputs["policy"], SetAsDefault=True)
        if "tags" in changed:
            held = tags.mapping(client.get_policy(PolicyArn=resource_id)["Policy"].get("Tags", []))
            gone, added = tags.changes(held, inputs.get("tags", {}))
            if gone:
                client.untag_policy(PolicyArn=resource_id, TagKeys=gone)
            if added:
                client.tag_policy(PolicyArn=resource_id, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        for version in self._spare_versions(client, resource_id):
            client.delete_policy_version(PolicyArn=resource_id, VersionId=version["VersionId"])
        client.delete_policy(PolicyArn=resource_id)

    def _make_room(self, client: Any, arn: str) -> None:
        spare = self._spare_versions(client, arn)
        if len(spare) + 1 >= _MAX_VERSIONS:
            oldest = min(spare, key=lambda version: version["CreateDate"])
            client.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])

    def _spare_versions(self, client: Any, arn: str) -> list[Properties]:
        versions = client.list_policy_versions(PolicyArn=arn)["Versions"]
        return [version for version in versions if not version["IsDefaultVersion"]]
