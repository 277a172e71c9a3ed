"""aws:sns/topicPolicy:TopicPolicy."""

import json
from typing import Any

from pulumi_aws import sns

from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.values import Properties

_OF_A_NEW_TOPIC = "__default_policy_ID"
_OWNERS_ACTIONS = (
    "SNS:GetTopicAttributes",
    "SNS:SetTopicAttributes",
    "SNS:AddPermission",
    "SNS:RemovePermission",
    "SNS:DeleteTopic",
    "SNS:Subscribe",
    "SNS:ListSubscriptionsByTopic",
    "SNS:Publish",
)


class SnsTopicPolicy(ResourceType):
    """Who may use a topic. None can be without: the one that every new topic has counts as none.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html.
    """

    resource, args, service = sns.TopicPolicy, sns.TopicPolicyArgs, "sns"
    missing = frozenset({"NotFound"})
    replaced_by = frozenset({"arn"})
    documents = frozenset({"policy"})

    def create(self, client: Any, inputs: Properties) -> str:
        arn: str = inputs["arn"]
        client.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=inputs["policy"])
        return arn

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_topic_attributes(TopicArn=resource_id)["Attributes"]
        if json.loads(held["Policy"]).get("Id") == _OF_A_NEW_TOPIC:
            raise NotThereError("GetTopicAttributes", f"policy of topic {resource_id}")
        return {"arn": held["TopicArn"], "owner": held["Owner"], "policy": held["Policy"]}

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs | {"arn": resource_id})

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        owned = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": list(_OWNERS_ACTIONS),
            "Resource": resource_id,
            "Condition": {"StringEquals": {"AWS:SourceOwner": state["owner"]}},
        }
        policy = {"Version": "2008-10-17", "Id": _OF_A_NEW_TOPIC, "Statement": [owned]}
        self.create(client, {"arn": resource_id, "policy": json.dumps(policy)})
