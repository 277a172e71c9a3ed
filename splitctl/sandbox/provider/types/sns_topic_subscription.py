"""aws:sns/topicSubscription:TopicSubscription."""

from typing import Any

from pulumi_aws import sns

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties

_DOCUMENTS = {"deliveryPolicy": "DeliveryPolicy", "filterPolicy": "FilterPolicy", "redrivePolicy": "RedrivePolicy"}
_SCOPE = "filterPolicyScope"
_RAW = "rawMessageDelivery"
_ATTRIBUTES = {**_DOCUMENTS, _SCOPE: "FilterPolicyScope", _RAW: "RawMessageDelivery"}


class SnsTopicSubscription(ResourceType):
    """Who gets what is published to a topic. By mail or HTTP it is pending until the receiver confirms it.

    https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html.
    """

    resource, args, service = sns.TopicSubscription, sns.TopicSubscriptionArgs, "sns"
    missing = frozenset({"NotFound"})
    replaced_by = frozenset({"endpoint", "protocol", "topic"})
    defaults = {"confirmationTimeoutInMinutes": 1, "endpointAutoConfirms": False, _RAW: False}  # noqa: RUF012
    computed = frozenset({_SCOPE})
    carried = frozenset({"confirmationTimeoutInMinutes", "endpointAutoConfirms"})
    documents = frozenset(_DOCUMENTS)
    allowed = {  # noqa: RUF012
        _SCOPE: ("MessageAttributes", "MessageBody"),
        "protocol": ("application", "email", "email-json", "http", "https", "lambda", "sms", "sqs"),
    }
    refused = frozenset({"replayPolicy", "subscriptionRoleArn"})

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; no endpoint confirms anything in a sandbox."""
        found = super().problems(inputs)
        if inputs.get("endpointAutoConfirms") is True:
            reason = "nothing in the sandbox would confirm it; leave it out, or use the official provider"
            found.append(Problem("endpointAutoConfirms", reason))
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        made: str = client.subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes={_ATTRIBUTES[name]: _text(inputs[name]) for name in _ATTRIBUTES if inputs.get(name)},
            ReturnSubscriptionArn=True,  # even of one that is pending
        )["SubscriptionArn"]
        return made

    def find(self, client: Any, inputs: Properties) -> str | None:
        # Subscribing again gives the same one, and of one that is pending, lists do not tell the ARN.
        names = {"topic": "TopicArn", "protocol": "Protocol", "endpoint": "Endpoint"}
        wanted = {theirs: inputs.get(ours) for ours, theirs in names.items()}
        pages = client.get_paginator("list_subscriptions").paginate()
        for each in (found for page in pages for found in page["Subscriptions"]):
            if wanted.items() <= each.items():
                arn: str = client.subscribe(**wanted, ReturnSubscriptionArn=True)["SubscriptionArn"]
                return arn
        return None

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_subscription_attributes(SubscriptionArn=resource_id)["Attributes"]
        return {
            **dict.fromkeys(self.refused),
            **{ours: held.get(theirs) or None for ours, theirs in _ATTRIBUTES.items()},
            "arn": held["SubscriptionArn"],
            "confirmationTimeoutInMinutes": 1,
            "confirmationWasAuthenticated": held["ConfirmationWasAuthenticated"] == "true",
            "endpoint": held["Endpoint"],
            "endpointAutoConfirms": False,
            "ownerId": held["Owner"],
            "pendingConfirmation": held["PendingConfirmation"] == "true",
            "protocol": held["Protocol"],
            _RAW: held.get("RawMessageDelivery") == "true",
            "topic": held["TopicArn"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        settled = [name for name in sorted(_ATTRIBUTES) if name in changed and (name != _SCOPE or _SCOPE in inputs)]
        # A nested filter needs the scope MessageBody before it comes; a flat one must be there before that goes.
        settled.sort(key=lambda name: name == _SCOPE, reverse=inputs.get(_SCOPE) == "MessageBody")
        for name in settled:
            value = _text(inputs[name]) if name in inputs else "{}" if name == "filterPolicy" else ""
            given = {} if not value and name == "redrivePolicy" else {"AttributeValue": value}
            client.set_subscription_attributes(SubscriptionArn=resource_id, AttributeName=_ATTRIBUTES[name], **given)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        held = client.get_subscription_attributes(SubscriptionArn=resource_id)["Attributes"]
        if held["PendingConfirmation"] != "true":  # or SNS ends it, after two days or with its topic
            client.unsubscribe(SubscriptionArn=resource_id)


def _text(value: Plain) -> str:
    return value if isinstance(value, str) else str(value).lower()
