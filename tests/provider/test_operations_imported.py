"""Parameters, topics, queues, schedules and alarms that exist already, taken in by `pulumi import`."""

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

ARN = "arn:aws:{}:eu-west-1:123456789012:{}"
QUEUE, TOPIC = ARN.format("sqs", "jobs"), ARN.format("sns", "alarms")
MAY = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": QUEUE}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [MAY]})


def made(sandbox: Sandbox) -> dict[str, str]:
    """Makes one of each without Pulumi. The ids, by type."""
    sqs, sns, ssm = (sandbox.aws(service) for service in ("sqs", "sns", "ssm"))
    ssm.put_parameter(Name="/web/key", Value="Geheim", Type="SecureString", Description="a key")
    url: str = sqs.create_queue(QueueName="jobs", Attributes={"Policy": POLICY, "DelaySeconds": "3"})["QueueUrl"]
    sns.create_topic(Name="alarms", Attributes={"DisplayName": "Alarms"}, Tags=[{"Key": "team", "Value": "blue"}])
    sns.set_topic_attributes(TopicArn=TOPIC, AttributeName="Policy", AttributeValue=POLICY)
    subscribed: str = sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=QUEUE)["SubscriptionArn"]
    network = {"awsvpcConfiguration": {"Subnets": ["subnet-1"], "AssignPublicIp": "ENABLED"}}
    task = {"TaskDefinitionArn": ARN.format("ecs", "task-definition/report"), "NetworkConfiguration": network}
    sandbox.aws("scheduler").create_schedule(
        Name="report",
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": ARN.format("ecs", "cluster/web"),
            "RoleArn": "arn:aws:iam::123456789012:role/starter",
            "EcsParameters": task | {"TaskCount": 1},
        },
    )
    count = {"Metric": {"Namespace": "Web", "MetricName": "Failed"}, "Period": 60, "Stat": "Sum"}
    sandbox.aws("cloudwatch").put_metric_alarm(
        AlarmName="failing",
        EvaluationPeriods=1,
        Threshold=0.5,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[TOPIC],
        Metrics=[
            {"Id": "twice", "Expression": "failed * 2", "ReturnData": True},
            {"Id": "failed", "MetricStat": count, "ReturnData": False},
        ],
    )
    return {
        "aws:cloudwatch/metricAlarm:MetricAlarm": "failing",
        "aws:scheduler/schedule:Schedule": "default/report",
        "aws:sns/topic:Topic": TOPIC,
        "aws:sns/topicPolicy:TopicPolicy": TOPIC,
        "aws:sns/topicSubscription:TopicSubscription": subscribed,
        "aws:sqs/queue:Queue": url,
        "aws:sqs/queuePolicy:QueuePolicy": url,
        "aws:ssm/parameter:Parameter": "/web/key",
    }


def test_the_program_that_an_import_prints_has_nothing_to_do(project: Project) -> None:
    """Each type is described in full, with what AWS filled in; afterwards a destroy removes all."""
    sandbox = project("")
    found: list[dict[str, Any]] = [
        {"type": token, "name": token.rpartition(":")[2].lower(), "id": resource_id}
        for token, resource_id in made(sandbox).items()
    ]
    (sandbox.folder / "all.json").write_text(json.dumps({"resources": found}))
    command = ("pulumi", "--non-interactive", "import", "--file", "all.json", "--protect=false", "--yes")
    printed = sandbox.run(*command).stdout
    assert "Geheim" not in printed
    sandbox.write(printed[printed.index("import pulumi\n") :])
    sandbox.pulumi("config", "set", "--secret", "parameter-value", "Geheim")  # for which the program asks
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == sandbox.aws("sns").list_topics()["Topics"]
    assert "QueueUrls" not in sandbox.aws("sqs").list_queues()
    assert [] == sandbox.aws("ssm").describe_parameters()["Parameters"]
    assert [] == sandbox.aws("scheduler").list_schedules()["Schedules"]
    assert [] == sandbox.aws("cloudwatch").describe_alarms()["MetricAlarms"]
