"""Topics, subscriptions and queues by the real Pulumi CLI, and what SNS and SQS hold afterwards."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

PROGRAM = """
import json, pulumi
from pulumi_aws import sns, sqs
dead = sqs.Queue("dead", message_retention_seconds=1209600, sqs_managed_sse_enabled=True)
jobs = sqs.Queue("jobs", name="jobs", delay_seconds=5, tags={"team": "blue"},
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 3}))
alarms = sns.Topic("alarms", name="alarms", display_name="Alarms", kms_master_key_id="alias/sns", tags={"team": "blue"})
def may(service, action, resource):
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": resource}]})
sns.TopicPolicy("publishers", arn=alarms.arn, policy=may("cloudwatch.amazonaws.com", "sns:Publish", alarms.arn))
sqs.QueuePolicy("senders", queue_url=jobs.url, policy=may("sns.amazonaws.com", "sqs:SendMessage", jobs.arn))
sns.TopicSubscription("mail", topic=alarms.arn, protocol="email", endpoint="ops@example.com")
sns.TopicSubscription("queue", topic=alarms.arn, protocol="sqs", endpoint=jobs.arn,
    filter_policy=json.dumps({"level": ["high"]}), raw_message_delivery=True)
"""


def queue(sandbox: Sandbox, name: str = "jobs") -> dict[str, Any]:
    """What SQS holds of a queue, with its tags; empty: there is none."""
    sqs = sandbox.aws("sqs")
    for url in sqs.list_queues(QueueNamePrefix=name).get("QueueUrls", []):
        held = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {**held, "url": url, "tags": sqs.list_queue_tags(QueueUrl=url).get("Tags", {})}
    return {}


def topic(sandbox: Sandbox) -> dict[str, Any]:
    """What SNS holds of the only topic, with its tags; empty: there is none."""
    sns = sandbox.aws("sns")
    for each in sns.list_topics()["Topics"]:
        tags = sns.list_tags_for_resource(ResourceArn=each["TopicArn"])["Tags"]
        held: dict[str, Any] = sns.get_topic_attributes(TopicArn=each["TopicArn"])["Attributes"]
        return {**held, "tags": {tag["Key"]: tag["Value"] for tag in tags}}
    return {}


def subscriptions(sandbox: Sandbox) -> dict[str, str]:
    """How each protocol's subscription is listed."""
    found = sandbox.aws("sns").list_subscriptions()["Subscriptions"]
    return {each["Protocol"]: each["SubscriptionArn"] for each in found}


def statement(policy: str) -> dict[str, Any]:
    """The only statement of a policy."""
    (only,) = json.loads(policy)["Statement"]
    found: dict[str, Any] = only
    return found


def test_topics_and_queues_are_made_as_the_program_says_and_go(project: Project) -> None:
    """Every input arrives; a mail waits to be confirmed; the next preview has nothing to do; destroy leaves nothing."""
    sandbox = project(PROGRAM)
    sandbox.up()
    jobs, dead, alarms, state = queue(sandbox), queue(sandbox, "dead-"), topic(sandbox), sandbox.resources()
    assert ("5", "262144", "345600", {"team": "blue"}) == (
        jobs["DelaySeconds"],
        jobs["MaximumMessageSize"],
        jobs["MessageRetentionPeriod"],
        jobs["tags"],
    )
    assert {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 3} == json.loads(jobs["RedrivePolicy"])
    assert ("1209600", "true") == (dead["MessageRetentionPeriod"], dead["SqsManagedSseEnabled"])
    assert jobs["QueueArn"] == statement(jobs["Policy"])["Resource"]
    assert ("Alarms", "alias/sns", {"team": "blue"}) == (
        alarms["DisplayName"],
        alarms["KmsMasterKeyId"],
        alarms["tags"],
    )
    assert {"Service": "cloudwatch.amazonaws.com"} == statement(alarms["Policy"])["Principal"]
    assert "PendingConfirmation" == subscriptions(sandbox)["email"]
    mail, to_queue = state["mail"]["outputs"], state["queue"]["outputs"]
    assert (True, False) == (mail["pendingConfirmation"], to_queue["pendingConfirmation"])
    assert ("MessageAttributes", True) == (to_queue["filterPolicyScope"], to_queue["rawMessageDelivery"])
    assert (alarms["TopicArn"], jobs["url"], subscriptions(sandbox)["sqs"]) == (
        state["alarms"]["id"],
        state["jobs"]["id"],
        state["queue"]["id"],
    )
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert ({}, {}, {}, {}) == (queue(sandbox), queue(sandbox, "dead-"), topic(sandbox), subscriptions(sandbox))


def test_drift_of_topics_and_queues_is_found_and_mended(project: Project) -> None:
    """What somebody changed or took away shows, and the update puts it back; what was never said is left alone."""
    sandbox = project(PROGRAM)
    sandbox.up()
    sqs, sns, jobs, alarms = sandbox.aws("sqs"), sandbox.aws("sns"), queue(sandbox), topic(sandbox)
    sqs.set_queue_attributes(QueueUrl=jobs["url"], Attributes={"DelaySeconds": "9", "RedrivePolicy": "", "Policy": ""})
    sqs.tag_queue(QueueUrl=jobs["url"], Tags={"team": "red", "more": "x"})
    dead = queue(sandbox, "dead-")["url"]
    sqs.set_queue_attributes(QueueUrl=dead, Attributes={"RedriveAllowPolicy": '{"redrivePermission": "denyAll"}'})
    sns.set_topic_attributes(TopicArn=alarms["TopicArn"], AttributeName="KmsMasterKeyId", AttributeValue="")
    sns.set_topic_attributes(TopicArn=alarms["TopicArn"], AttributeName="Policy", AttributeValue=jobs["Policy"])
    sns.tag_resource(ResourceArn=alarms["TopicArn"], Tags=[{"Key": "more", "Value": "x"}])
    sns.unsubscribe(SubscriptionArn=subscriptions(sandbox)["sqs"])
    assert {"create": ["queue", "senders"], "update": ["alarms", "jobs", "publishers"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    now, mended = queue(sandbox), topic(sandbox)
    assert ("5", jobs["RedrivePolicy"], {"team": "blue"}) == (now["DelaySeconds"], now["RedrivePolicy"], now["tags"])
    assert statement(jobs["Policy"]) == statement(now["Policy"])
    assert "redrivePermission" in queue(sandbox, "dead-")["RedriveAllowPolicy"]
    assert (alarms["KmsMasterKeyId"], {"team": "blue"}) == (mended["KmsMasterKeyId"], mended["tags"])
    assert statement(alarms["Policy"]) == statement(mended["Policy"])
    assert {"email", "sqs"} == subscriptions(sandbox).keys()


CHANGED = {
    "delay_seconds=5,": "kms_master_key_id='alias/jobs',",
    'display_name="Alarms", kms_master_key_id="alias/sns",': "",
    '"maxReceiveCount": 3': '"maxReceiveCount": 4',
    'json.dumps({"level": ["high"]}), raw_message_delivery=True': "json.dumps({'level': ['low', 'high']})",
    "ops@example.com": "dev@example.com",
    'sns.TopicPolicy("publishers"': "0 and sns.TopicPolicy('publishers'",
    'sqs.QueuePolicy("senders"': "0 and sqs.QueuePolicy('senders'",
    "sqs_managed_sse_enabled=True": "",
}


def test_topics_and_queues_change_in_place_but_for_names(project: Project) -> None:
    """Settings come and go where they are; a policy goes without its thing; another address is another subscription."""
    sandbox = project(PROGRAM)
    sandbox.up()
    state = sandbox.resources()
    program = PROGRAM
    for old, new in CHANGED.items():
        assert old in program
        program = program.replace(old, new)
    sandbox.write(program)
    planned = sandbox.planned()
    assert (["mail"], ["alarms", "jobs", "queue"]) == (planned["replace"], planned["update"])
    sandbox.up()
    now, alarms, resources = queue(sandbox), topic(sandbox), sandbox.resources()
    assert ("0", "alias/jobs", "false") == (now["DelaySeconds"], now["KmsMasterKeyId"], now["SqsManagedSseEnabled"])
    assert 4 == json.loads(now["RedrivePolicy"])["maxReceiveCount"]
    assert "Policy" not in now
    assert ("", None) == (alarms["DisplayName"], alarms.get("KmsMasterKeyId"))
    assert "__default_policy_ID" == json.loads(alarms["Policy"])["Id"]
    held = sandbox.aws("sns").get_subscription_attributes(SubscriptionArn=resources["queue"]["id"])["Attributes"]
    assert ({"level": ["low", "high"]}, "false") == (json.loads(held["FilterPolicy"]), held["RawMessageDelivery"])
    assert state["queue"]["id"] == resources["queue"]["id"]
    assert "true" == queue(sandbox, "dead-")["SqsManagedSseEnabled"]
    sandbox.write(program.replace('name="jobs", ', "name='work', ").replace('name="alarms"', "name_prefix='alarms-'"))
    assert {"alarms", "jobs", "mail", "queue"} == set(sandbox.planned()["replace"])
    sandbox.up()
    prefix = sandbox.resources()["alarms"]["outputs"]["namePrefix"]
    assert ({}, True, "alarms-") == (queue(sandbox), bool(queue(sandbox, "work")), prefix)
    assert {} == sandbox.planned("--refresh")


IMPORT = """
import pulumi
from pulumi_aws import sns, sqs
def opts(id):
    return pulumi.ResourceOptions(import_=id if IMPORTED else None)
sqs.Queue("plain", name="plain", max_message_size=1048576, opts=opts("URL"))
sns.Topic("plain-topic", name="plain", opts=opts("ARN"))
sns.TopicSubscription("to-queue", topic="ARN", protocol="sqs", endpoint="arn:aws:sqs:eu-west-1:123456789012:plain",
    opts=opts("SUBSCRIBED"))
"""


def test_topics_and_queues_can_be_imported(project: Project) -> None:
    """By URL and ARN, with what AWS fills in by itself; afterwards there is no difference."""
    sandbox = project("")
    sqs, sns = sandbox.aws("sqs"), sandbox.aws("sns")
    url, arn = sqs.create_queue(QueueName="plain")["QueueUrl"], sns.create_topic(Name="plain")["TopicArn"]
    endpoint = "arn:aws:sqs:eu-west-1:123456789012:plain"
    subscribed = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=endpoint)["SubscriptionArn"]
    program = IMPORT.replace("URL", url).replace("SUBSCRIBED", subscribed).replace("ARN", arn)
    sandbox.write(program.replace("IMPORTED", "True"))
    assert "3 imported" in sandbox.up()
    sandbox.write(program.replace("IMPORTED", "False"))
    assert {} == sandbox.planned("--refresh")
