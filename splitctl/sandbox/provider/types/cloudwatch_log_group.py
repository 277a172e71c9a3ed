"""aws:cloudwatch/logGroup:LogGroup."""

from typing import Any

from pulumi_aws import cloudwatch

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.values import Plain, Properties

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
_FOR_EVER = 0


class LogGroup(ResourceType):
    """Where logs are kept, and how long. The class DELIVERY, with rules of its own, is left to the official provider.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html.
    """

    resource, args, service = cloudwatch.LogGroup, cloudwatch.LogGroupArgs, "logs"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"logGroupClass", "name"})
    defaults = {"retentionInDays": _FOR_EVER, "skipDestroy": False}  # noqa: RUF012
    computed = frozenset({"deletionProtectionEnabled", "logGroupClass"})
    carried = frozenset({"skipDestroy"})
    allowed = {"logGroupClass": ("STANDARD", "INFREQUENT_ACCESS"), "retentionInDays": (_FOR_EVER, *_DAYS)}  # noqa: RUF012
    refused = frozenset({"deletionProtectionEnabled", "namePrefix"})
    auto_name = AutoName()

    def create(self, client: Any, inputs: Properties) -> str:
        name: str = inputs["name"]
        asked: dict[str, Plain] = {"logGroupName": name}
        if labels := inputs.get("tags"):
            asked["tags"] = labels
        if group_class := inputs.get("logGroupClass"):
            asked["logGroupClass"] = group_class
        if key := inputs.get("kmsKeyId"):
            asked["kmsKeyId"] = key
        client.create_log_group(**asked)
        if days := inputs["retentionInDays"]:
            with kept(self, client, name, inputs):
                client.put_retention_policy(logGroupName=name, retentionInDays=days)
        return name

    def read(self, client: Any, resource_id: str) -> Properties:
        held = _held(client, resource_id)
        arn = held["arn"].removesuffix(":*")
        return {
            "arn": arn,
            "deletionProtectionEnabled": False,
            "kmsKeyId": held.get("kmsKeyId"),
            "logGroupClass": held["logGroupClass"],
            "name": held["logGroupName"],
            "namePrefix": "",
            "retentionInDays": held.get("retentionInDays", _FOR_EVER),
            "skipDestroy": False,
            "tags": client.list_tags_for_resource(resourceArn=arn)["tags"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "retentionInDays" in changed:
            if days := inputs["retentionInDays"]:
                client.put_retention_policy(logGroupName=resource_id, retentionInDays=days)
            else:
                client.delete_retention_policy(logGroupName=resource_id)
        if "kmsKeyId" in changed:
            if key := inputs.get("kmsKeyId"):
                client.associate_kms_key(logGroupName=resource_id, kmsKeyId=key)
            else:
                client.disassociate_kms_key(logGroupName=resource_id)
        if "tags" in changed:
            arn = _held(client, resource_id)["arn"].removesuffix(":*")
            held = client.list_tags_for_resource(resourceArn=arn)["tags"]
            gone, added = tags.changes(held, inputs.get("tags", {}))
            if gone:
                client.untag_resource(resourceArn=arn, tagKeys=gone)
            if added:
                client.tag_resource(resourceArn=arn, tags=added)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        if not state.get("skipDestroy", False):
            client.delete_log_group(logGroupName=resource_id)


def _held(client: Any, name: str) -> Properties:
    # AWS finds them by the beginning of the name only.
    for page in client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name):
        for group in page["logGroups"]:
            if group["logGroupName"] == name:
                found: Properties = group
                return found
    raise NotThereError("DescribeLogGroups", f"log group {name}")
