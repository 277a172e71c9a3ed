"""SNS's topics and subscriptions: one by mail or HTTP is pending until it is confirmed, which moto does not know.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html,
https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html and
https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html.

Nobody reads a sandbox's mails. The token that would confirm a subscription is the last part of its ARN.
"""

import copy
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.models import SNSBackend, Subscription, Topic
from moto.sns.responses import SNSResponse

_CONFIRMED_BY_SOMEBODY = frozenset({"email", "email-json", "http", "https"})


def correct() -> None:
    """Let subscriptions wait for their confirmation, and give no topic that exists other tags by creating it again."""
    _let_wait()
    _let_confirm()
    _keep_tags()


def _let_wait() -> None:
    subscribe, unsubscribe, publish = SNSBackend.subscribe, SNSBackend.unsubscribe, Subscription.publish

    def subscribe_pending(backend: SNSBackend, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
        known = set(backend.subscriptions)
        made = subscribe(backend, topic_arn, endpoint, protocol)
        if made.arn not in known and protocol in _CONFIRMED_BY_SOMEBODY:
            made.attributes |= {"PendingConfirmation": True, "ConfirmationWasAuthenticated": False}
        return made

    def unsubscribe_confirmed(backend: SNSBackend, subscription_arn: str) -> None:
        found = backend.subscriptions.get(subscription_arn)
        if found is not None and _is_pending(found):
            raise SNSInvalidParameter("Cannot unsubscribe a subscription that is pending confirmation")
        unsubscribe(backend, subscription_arn)

    def publish_if_confirmed(subscription: Subscription, *message: Any, **named: Any) -> None:
        if not _is_pending(subscription):
            publish(subscription, *message, **named)

    for owner, name, replacement in (
        (SNSBackend, "subscribe", subscribe_pending),
        (SNSBackend, "unsubscribe", unsubscribe_confirmed),
        (SNSBackend, "list_subscriptions", _without_pending_arns(SNSBackend.list_subscriptions)),
        (SNSBackend, "list_subscriptions_by_topic", _without_pending_arns(SNSBackend.list_subscriptions_by_topic)),
        (Subscription, "publish", publish_if_confirmed),
    ):
        setattr(owner, name, replacement)


def _let_confirm() -> None:
    answer = SNSResponse.subscribe

    def subscribe(response: SNSResponse) -> ActionResult:
        answered = answer(response)
        told: Any = answered.result
        found = response.backend.subscriptions[told["SubscriptionArn"]]
        if _is_pending(found) and not response._get_bool_param("ReturnSubscriptionArn"):  # noqa: SLF001 - moto's own way
            return ActionResult({"SubscriptionArn": "pending confirmation"})
        return answered

    def confirm_subscription(response: SNSResponse) -> ActionResult:
        topic, token = response._get_param("TopicArn"), response._get_param("Token")  # noqa: SLF001 - moto's own way
        if topic not in response.backend.topics:
            raise SNSNotFoundError("Topic does not exist")
        found = response.backend.subscriptions.get(f"{topic}:{token}")
        if found is None:
            raise SNSInvalidParameter("Invalid token")
        by_its_owner = bool(response._get_bool_param("AuthenticateOnUnsubscribe"))  # noqa: SLF001 - moto's own way
        found.attributes |= {"PendingConfirmation": False, "ConfirmationWasAuthenticated": by_its_owner}
        return ActionResult({"SubscriptionArn": found.arn})

    for name, replacement in (("subscribe", subscribe), ("confirm_subscription", confirm_subscription)):
        setattr(SNSResponse, name, replacement)


def _keep_tags() -> None:
    create_topic = SNSBackend.create_topic

    def create_topic_once(
        backend: SNSBackend,
        name: str,
        attributes: dict[str, str] | None = None,
        tags: dict[str, str] | None = None,
    ) -> Topic:
        topic = create_topic(backend, name, attributes, tags)
        if tags and topic._tags != tags:  # noqa: SLF001 - nothing else tells them
            raise SNSInvalidParameter("Invalid parameter: Tags Reason: Topic already exists with different tags")
        return topic

    setattr(SNSBackend, "create_topic", create_topic_once)  # noqa: B010 - mypy takes methods for constants


def _is_pending(subscription: Subscription) -> bool:
    return bool(subscription.attributes["PendingConfirmation"])


def _without_pending_arns(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Lists do not tell the ARNs of pending ones."""

    def listed(*asked: Any, **named: Any) -> tuple[list[Subscription], int | None]:
        found, token = answer(*asked, **named)
        return [_hidden(each) if _is_pending(each) else each for each in found], token

    return listed


def _hidden(subscription: Subscription) -> Subscription:
    shown = copy.copy(subscription)
    shown.arn = "PendingConfirmation"
    return shown
