"""aws:sqs/queue:Queue."""

from typing import Any

from pulumi_aws import sqs

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties

_NUMBERS = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_RANGES = {
    "delaySeconds": (0, 900),
    "kmsDataKeyReusePeriodSeconds": (60, 86_400),
    "maxMessageSize": (1024, 1_048_576),
    "messageRetentionSeconds": (60, 1_209_600),
    "receiveWaitTimeSeconds": (0, 20),
    "visibilityTimeoutSeconds": (0, 43_200),
}
_TEXTS = {
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
}
_MANAGED = "sqsManagedSseEnabled"
_ATTRIBUTES = {**_NUMBERS, **_TEXTS, _MANAGED: "SqsManagedSseEnabled"}
_REUSE_PERIOD_SECONDS = 300  # which SQS names only where there is a key
NO_SUCH_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})


class SqsQueue(ResourceType):
    """What messages wait in. No FIFO queues.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html.
    """

    resource, args, service = sqs.Queue, sqs.QueueArgs, "sqs"
    missing = NO_SUCH_QUEUE
    replaced_by = frozenset({"fifoQueue", "name", "namePrefix"})
    defaults = {  # noqa: RUF012
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "maxMessageSize": 262144,
        "messageRetentionSeconds": 345600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
    }
    computed = frozenset(
        {"deduplicationScope", "fifoThroughputLimit", "kmsDataKeyReusePeriodSeconds", "namePrefix", "policy"}
        | {"redriveAllowPolicy", "redrivePolicy", _MANAGED}
    )
    documents = frozenset({"policy", "redriveAllowPolicy", "redrivePolicy"})
    refused = frozenset({"deduplicationScope", "fifoThroughputLimit"})
    auto_name = AutoName(max_length=80)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; numbers within SQS's ranges, one kind of encryption, and no FIFO queues."""
        found = super().problems(inputs)
        reason = "the sandbox's aws provider does not carry FIFO queues out; leave it out, or use the official provider"
        asked = [name for name in ("contentBasedDeduplication", "fifoQueue") if inputs.get(name) is True]
        found += [Problem(name, reason) for name in asked]
        for name, (least, most) in _RANGES.items():
            value = inputs.get(name)
            if isinstance(value, int) and not least <= value <= most:
                found.append(Problem(name, f"{value} is not from {least} to {most}"))
        if {"kmsMasterKeyId", _MANAGED} <= inputs.keys():
            found.append(Problem(_MANAGED, "leave it out, or kmsMasterKeyId"))
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        # `sqsManagedSseEnabled` is sent whenever it is given; elsewhere, empty is as good as left out.
        given = [name for name in _ATTRIBUTES if inputs.get(name) or (name == _MANAGED and name in inputs)]
        made: str = client.create_queue(
            QueueName=inputs["name"],
            Attributes={_ATTRIBUTES[name]: _text(inputs[name]) for name in given},
            tags=inputs.get("tags", {}),
        )["QueueUrl"]
        return made

    def find(self, client: Any, inputs: Properties) -> str | None:
        found: list[str] = client.list_queues(QueueNamePrefix=inputs.get("name", "")).get("QueueUrls", [])
        return next((url for url in found if url.rpartition("/")[2] == inputs.get("name")), None)

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_queue_attributes(QueueUrl=resource_id, AttributeNames=["All"])["Attributes"]
        name = held["QueueArn"].rpartition(":")[2]
        numbers = {ours: int(held[theirs]) for ours, theirs in _NUMBERS.items() if theirs in held}
        return {
            **dict.fromkeys(self.refused),
            "contentBasedDeduplication": False,
            "fifoQueue": False,
            "kmsDataKeyReusePeriodSeconds": _REUSE_PERIOD_SECONDS,
            **numbers,
            **{ours: held.get(theirs) or None for ours, theirs in _TEXTS.items()},
            "arn": held["QueueArn"],
            "name": name,
            "namePrefix": prefix_of(name),
            _MANAGED: held["SqsManagedSseEnabled"] == "true",
            "tags": _tags(client, resource_id),
            "url": resource_id,
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        settled = changed & _ATTRIBUTES.keys() - (self.computed - inputs.keys())
        if settled:
            asked = {_ATTRIBUTES[name]: _text(inputs.get(name, "")) for name in settled}
            client.set_queue_attributes(QueueUrl=resource_id, Attributes=asked)
        if "tags" in changed:
            gone, added = tags.changes(_tags(client, resource_id), inputs.get("tags", {}))
            if gone:
                client.untag_queue(QueueUrl=resource_id, TagKeys=gone)
            if added:
                client.tag_queue(QueueUrl=resource_id, Tags=added)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_queue(QueueUrl=resource_id)

    def imported(self, state: Properties) -> Properties:
        """As of every type. A key and SQS's own encryption exclude each other, and a key's period says nothing else."""
        found = super().imported(state)
        unsaid = {_MANAGED} if found.get("kmsMasterKeyId") else {"kmsDataKeyReusePeriodSeconds"}
        return {name: value for name, value in found.items() if name not in unsaid}


def _text(value: Plain) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tags(client: Any, url: str) -> dict[str, str]:
    found: dict[str, str] = client.list_queue_tags(QueueUrl=url).get("Tags", {})
    return found
