"""aws:sqs/queuePolicy:QueuePolicy."""

from typing import Any

from pulumi_aws import sqs

from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.types.sqs_queue import NO_SUCH_QUEUE
from splitctl.sandbox.provider.values import Properties


class SqsQueuePolicy(ResourceType):
    """Who may use a queue.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html.
    """

    resource, args, service = sqs.QueuePolicy, sqs.QueuePolicyArgs, "sqs"
    missing = NO_SUCH_QUEUE
    replaced_by = frozenset({"queueUrl"})
    documents = frozenset({"policy"})

    def create(self, client: Any, inputs: Properties) -> str:
        url: str = inputs["queueUrl"]
        client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": inputs["policy"]})
        return url

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_queue_attributes(QueueUrl=resource_id, AttributeNames=["Policy"]).get("Attributes", {})
        if not held.get("Policy"):
            raise NotThereError("GetQueueAttributes", f"policy of queue {resource_id}")
        return {"policy": held["Policy"], "queueUrl": resource_id}

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs | {"queueUrl": resource_id})

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        self.create(client, {"queueUrl": resource_id, "policy": ""})
