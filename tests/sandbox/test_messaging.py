"""SNS and SQS in the embedded AWS."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World


def client(world: World, service: str) -> Any:
    """A client of the embedded AWS."""
    return boto3.client(
        service, region_name="eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


def attributes(sqs: Any, url: str) -> dict[str, str]:
    """What SQS holds of a queue."""
    found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return found


def test_a_subscription_by_mail_waits_to_be_confirmed(world: World) -> None:
    """Lists do not tell its ARN, it cannot be ended, and it gets nothing; confirmed, it is as any other."""
    sns = client(world, "sns")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    mail = {"TopicArn": topic, "Protocol": "https", "Endpoint": "https://127.0.0.1:1/nobody"}
    assert "pending confirmation" == sns.subscribe(**mail)["SubscriptionArn"]
    arn = sns.subscribe(**mail, ReturnSubscriptionArn=True)["SubscriptionArn"]
    assert ["PendingConfirmation"] == [each["SubscriptionArn"] for each in sns.list_subscriptions()["Subscriptions"]]
    assert sns.publish(TopicArn=topic, Message="x")["MessageId"]
    with pytest.raises(ClientError, match="pending confirmation"):
        sns.unsubscribe(SubscriptionArn=arn)
    with pytest.raises(ClientError, match="Invalid token"):
        sns.confirm_subscription(TopicArn=topic, Token="guessed")
    assert arn == sns.confirm_subscription(TopicArn=topic, Token=arn.rpartition(":")[2])["SubscriptionArn"]
    by_topic = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert [arn] == [each["SubscriptionArn"] for each in by_topic]
    held = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert ("false", "false") == (held["PendingConfirmation"], held["ConfirmationWasAuthenticated"])
    sns.unsubscribe(SubscriptionArn=arn)
    assert [] == sns.list_subscriptions()["Subscriptions"]


def test_a_subscription_within_the_account_needs_no_confirmation(world: World) -> None:
    """A queue's gets its ARN and messages at once."""
    sns, sqs = client(world, "sns"), client(world, "sqs")
    topic, url = sns.create_topic(Name="alarms")["TopicArn"], sqs.create_queue(QueueName="late")["QueueUrl"]
    arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes(sqs, url)["QueueArn"])["SubscriptionArn"]
    assert "false" == sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["PendingConfirmation"]
    sns.publish(TopicArn=topic, Message="hello")
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert "hello" == json.loads(message["Body"])["Message"]


def test_a_topic_is_not_made_again_with_other_tags(world: World) -> None:
    """The same tags, or none, give the topic that exists."""
    sns = client(world, "sns")
    blue = [{"Key": "team", "Value": "blue"}]
    arn = sns.create_topic(Name="alarms", Tags=blue)["TopicArn"]
    assert [arn, arn] == [sns.create_topic(Name="alarms", Tags=tags)["TopicArn"] for tags in (blue, [])]
    with pytest.raises(ClientError, match="already exists with different tags"):
        sns.create_topic(Name="alarms", Tags=[{"Key": "team", "Value": "red"}])


def test_a_queue_keeps_what_is_not_set(world: World) -> None:
    """Another setting leaves the policy; an empty text takes one away."""
    sqs = client(world, "sqs")
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
    url = sqs.create_queue(QueueName="jobs", Attributes={"Policy": policy})["QueueUrl"]
    allowed = json.dumps({"redrivePermission": "denyAll"})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "3", "RedriveAllowPolicy": allowed})
    held = attributes(sqs, url)
    assert ("3", policy, allowed) == (held["DelaySeconds"], held["Policy"], held["RedriveAllowPolicy"])
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": "", "RedriveAllowPolicy": ""})
    assert not {"Policy", "RedriveAllowPolicy"} & attributes(sqs, url).keys()


def test_a_queue_is_encrypted_one_way(world: World) -> None:
    """SQS's own encryption is the default; a key ends it, and it ends the key."""
    sqs = client(world, "sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    assert "true" == attributes(sqs, url)["SqsManagedSseEnabled"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": "alias/jobs"})
    assert ("alias/jobs", "false") == (
        attributes(sqs, url)["KmsMasterKeyId"],
        attributes(sqs, url)["SqsManagedSseEnabled"],
    )
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"SqsManagedSseEnabled": "true"})
    assert "KmsMasterKeyId" not in attributes(sqs, url)
