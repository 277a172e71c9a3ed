"""Inputs that a type refuses before anything happens, each by its name."""

from typing import Any

import pytest

from splitctl.sandbox.provider.types import TYPES
from tests.provider.samples import SAMPLES

GROUP, ROLE = "aws:cloudwatch/logGroup:LogGroup", "aws:iam/role:Role"
RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (GROUP, {"retentionInDays": 31}, "retentionInDays", "31 is none of: 0, 1, 3, 5"),
    (GROUP, {"logGroupClass": "DELIVERY"}, "logGroupClass", "'DELIVERY' is none of: STANDARD, INFREQUENT_ACCESS"),
    (GROUP, {"deletionProtectionEnabled": True}, "deletionProtectionEnabled", "does not carry this input out"),
    (ROLE, {"namePrefix": "x"}, "namePrefix", "does not carry this input out"),
    (RULE, {"isEnabled": False}, "isEnabled", "does not carry this input out"),
    (RULE, {"eventBusName": "orders"}, "eventBusName", "'orders' is none of: default"),
    (RULE, {"state": "ON"}, "state", "'ON' is none of: ENABLED, DISABLED"),
    (TARGET, {"ecsTarget": {"taskDefinitionArn": "arn:x"}}, "ecsTarget", "does not carry this input out"),
    (TARGET, {"eventBusName": "orders"}, "eventBusName", "'orders' is none of: default"),
    (TARGET, {"input": "{}", "inputPath": "$.detail"}, "inputPath", "leave it out, or input"),
]


@pytest.mark.parametrize(("token", "wrong", "path", "message"), REFUSED)
def test_a_wrong_input_is_named(token: str, wrong: dict[str, Any], path: str, message: str) -> None:
    """One problem, at the input, that says what to do; what else the program says is right."""
    (problem,) = TYPES[token].problems(SAMPLES[token] | wrong)
    assert path == problem.path
    assert message in problem.reason


def test_a_rule_needs_something_to_wait_for() -> None:
    """Neither pattern nor schedule: it would never set anything off."""
    (problem,) = TYPES[RULE].problems({"name": "pushed"})
    assert ("eventPattern", "give this input, or scheduleExpression, or both") == problem
