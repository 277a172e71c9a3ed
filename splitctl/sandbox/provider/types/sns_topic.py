"""aws:sns/topic:Topic."""

from typing import Any

from pulumi_aws import sns

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties

_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
}
_SERVICES = ("application", "firehose", "http", "lambda", "sqs")
_FEEDBACK = ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate")


class SnsTopic(ResourceType):
    """What messages are published to. No FIFO topics, and nothing about how deliveries are logged.

    https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html and
    https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html.
    """

    resource, args, service = sns.Topic, sns.TopicArgs, "sns"
    missing = frozenset({"NotFound"})
    replaced_by = frozenset({"fifoTopic", "name", "namePrefix"})
    defaults = {"contentBasedDeduplication": False, "fifoTopic": False}  # noqa: RUF012
    computed = frozenset({"fifoThroughputScope", "namePrefix", "policy", "signatureVersion", "tracingConfig"})
    documents = frozenset({"deliveryPolicy", "policy"})
    refused = frozenset(
        {"archivePolicy", "fifoThroughputScope", "maximumMessageSize", "signatureVersion", "tracingConfig"}
        | {f"{service}{setting}" for service in _SERVICES for setting in _FEEDBACK}
    )
    auto_name = AutoName(max_length=256)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; FIFO topics are left to the official provider."""
        reason = "the sandbox's aws provider does not carry FIFO topics out; leave it out, or use the official provider"
        asked = [name for name in self.defaults if inputs.get(name) is True]
        return super().problems(inputs) + [Problem(name, reason) for name in asked]

    def create(self, client: Any, inputs: Properties) -> str:
        made: str = client.create_topic(Name=inputs["name"], Tags=tags.pairs(inputs.get("tags", {})))["TopicArn"]
        with kept(self, client, made, inputs):
            self._put(client, made, {name: inputs[name] for name in _ATTRIBUTES if inputs.get(name)})
        return made

    def find(self, client: Any, inputs: Properties) -> str | None:
        pages = client.get_paginator("list_topics").paginate()
        arns: list[str] = [topic["TopicArn"] for page in pages for topic in page["Topics"]]
        return next((arn for arn in arns if arn.rpartition(":")[2] == inputs.get("name")), None)

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_topic_attributes(TopicArn=resource_id)["Attributes"]
        name = held["TopicArn"].rpartition(":")[2]
        return {
            **dict.fromkeys(self.refused),
            **self.defaults,
            **{ours: held.get(theirs) or None for ours, theirs in _ATTRIBUTES.items()},
            "arn": held["TopicArn"],
            "beginningArchiveTime": "",
            "name": name,
            "namePrefix": prefix_of(name),
            "owner": held["Owner"],
            "tags": _tags(client, resource_id),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        # A topic always has a policy: the one that is left out stays.
        settled = changed & _ATTRIBUTES.keys() - ({"policy"} - inputs.keys())
        self._put(client, resource_id, {name: inputs.get(name, "") for name in sorted(settled)})
        if "tags" in changed:
            gone, added = tags.changes(_tags(client, resource_id), inputs.get("tags", {}))
            if gone:
                client.untag_resource(ResourceArn=resource_id, TagKeys=gone)
            if added:
                client.tag_resource(ResourceArn=resource_id, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_topic(TopicArn=resource_id)

    def _put(self, client: Any, arn: str, settings: Properties) -> None:
        for name, value in settings.items():
            client.set_topic_attributes(TopicArn=arn, AttributeName=_ATTRIBUTES[name], AttributeValue=value)


def _tags(client: Any, arn: str) -> dict[str, str]:
    return tags.mapping(client.list_tags_for_resource(ResourceArn=arn)["Tags"])
