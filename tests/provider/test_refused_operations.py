"""Inputs that parameters, topics, queues, schedules and alarms refuse before anything happens, each by its name."""

from typing import Any

import pytest

from splitctl.sandbox.provider.types import TYPES
from splitctl.sandbox.provider.values import UNKNOWN
from tests.provider.samples import SAMPLES

ALARM, SCHEDULE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:scheduler/schedule:Schedule"
PARAMETER, QUEUE = "aws:ssm/parameter:Parameter", "aws:sqs/queue:Queue"
TOPIC, SUBSCRIPTION = "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription"
TARGET = {"arn": "arn:x", "roleArn": "arn:y"}

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (ALARM, {"metricQueries": [{"id": "m"}], "metricName": UNKNOWN}, "metricQueries", "leave it out, or metricName"),
    (
        ALARM,
        {"metricQueries": [{"id": "m", "expression": "x", "metric": {}}]},
        "metricQueries[0].metric",
        "leave it out, or expression",
    ),
    (ALARM, {"comparisonOperator": ">"}, "comparisonOperator", "'>' is none of: GreaterThanOrEqualToThreshold"),
    (ALARM, {"extendedStatistic": "p99"}, "extendedStatistic", "leave it out, or statistic"),
    (ALARM, {"thresholdMetricId": "m"}, "thresholdMetricId", "leave it out, or threshold"),
    (ALARM, {"treatMissingData": "bad"}, "treatMissingData", "'bad' is none of: breaching, notBreaching, ignore"),
    (PARAMETER, {"insecureValue": "x"}, "insecureValue", "leave it out, or value"),
    (PARAMETER, {"tier": "Cheap"}, "tier", "'Cheap' is none of: Standard, Advanced, Intelligent-Tiering"),
    (PARAMETER, {"arn": "arn:x"}, "arn", "does not carry this input out"),
    (QUEUE, {"fifoQueue": True}, "fifoQueue", "does not carry FIFO queues out"),
    (QUEUE, {"kmsMasterKeyId": "x", "sqsManagedSseEnabled": False}, "sqsManagedSseEnabled", "or kmsMasterKeyId"),
    (QUEUE, {"namePrefix": "x"}, "namePrefix", "leave it out, or name"),
    (QUEUE, {"messageRetentionSeconds": 59}, "messageRetentionSeconds", "59 is not from 60 to 1209600"),
    (SCHEDULE, {"flexibleTimeWindow": {"mode": "ON"}}, "flexibleTimeWindow.mode", "'ON' is none of: OFF, FLEXIBLE"),
    (SCHEDULE, {"state": "ON"}, "state", "'ON' is none of: ENABLED, DISABLED"),
    (
        SCHEDULE,
        {"target": {**TARGET, "sagemakerPipelineParameters": {}}},
        "target.sagemakerPipelineParameters",
        "does not carry this input out",
    ),
    (SUBSCRIPTION, {"endpointAutoConfirms": True}, "endpointAutoConfirms", "nothing in the sandbox would confirm it"),
    (SUBSCRIPTION, {"protocol": "pigeon"}, "protocol", "'pigeon' is none of: application, email"),
    (TOPIC, {"fifoTopic": True}, "fifoTopic", "does not carry FIFO topics out"),
    (TOPIC, {"tracingConfig": "Active"}, "tracingConfig", "does not carry this input out"),
]


@pytest.mark.parametrize(("token", "wrong", "path", "message"), REFUSED)
def test_a_wrong_input_is_named(token: str, wrong: dict[str, Any], path: str, message: str) -> None:
    """At the input, with what to do."""
    problems = {problem.path: problem.reason for problem in TYPES[token].problems(SAMPLES[token] | wrong)}
    assert message in problems[path]


NEEDED: list[tuple[str, str, str, str]] = [
    (ALARM, "evaluationPeriods", "evaluationPeriods", "this input is required, and missing"),
    (ALARM, "statistic", "statistic", "give this input, or extendedStatistic"),
    (PARAMETER, "value", "value", "give this input, or insecureValue"),
]


@pytest.mark.parametrize(("token", "without", "path", "message"), NEEDED)
def test_a_missing_input_is_named(token: str, without: str, path: str, message: str) -> None:
    """Where several would do, each is named."""
    (problem,) = TYPES[token].problems({k: v for k, v in SAMPLES[token].items() if k != without})
    assert (path, message) == problem


def test_a_secure_string_is_no_open_text() -> None:
    """Its value would show in the state."""
    (problem,) = TYPES[PARAMETER].problems({"name": "/web/key", "type": "SecureString", "insecureValue": "x"})
    assert ("insecureValue", "a SecureString takes value instead") == problem


def test_a_fitting_false_is_no_wish() -> None:
    """What says that it wants none of it is as good as left out."""
    assert [] == TYPES[QUEUE].problems({"name": "late", "fifoQueue": False, "contentBasedDeduplication": False})
    assert [] == TYPES[TOPIC].problems({"name": "alarms", "fifoTopic": False})
