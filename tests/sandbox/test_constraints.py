"""What a service's model says of a request."""

from typing import Any

import pytest

from splitctl.sandbox.aws.constraints import violations

SECRET = "hunter2-not-a-type"


@pytest.mark.parametrize(
    ("service", "operation", "request_members", "path", "constraint"),
    [
        ("codebuild", "CreateProject", {"timeoutInMinutes": 4}, "timeoutInMinutes", "greater than or equal to 5"),
        ("codebuild", "CreateProject", {"timeoutInMinutes": 2161}, "timeoutInMinutes", "less than or equal to 2160"),
        ("codebuild", "CreateProject", {"description": 256 * "x"}, "description", "length less than or equal to 255"),
        ("codebuild", "CreateProject", {"name": "a b"}, "name", "regular expression"),
        (
            "codebuild",
            "CreateProject",
            {"environment": {"environmentVariables": [{"type": "PLAINTEXT"}, {"type": SECRET}]}},
            "environment.environmentVariables.2.member.type",
            "enum value set: [PLAINTEXT, PARAMETER_STORE, SECRETS_MANAGER]",
        ),
        ("ecr", "CreatePullThroughCacheRule", {"ecrRepositoryPrefix": "UPPER"}, "ecrRepositoryPrefix", "regular"),
    ],
)
def test_a_violation_is_named_by_its_path(
    service: str, operation: str, request_members: dict[str, Any], path: str, constraint: str
) -> None:
    """However deep, with what the member must be, and never with its value."""
    ((found, reason),) = violations(service, operation, request_members)
    assert path == found
    assert constraint in reason
    assert SECRET not in reason


def test_what_keeps_to_the_model_is_no_violation() -> None:
    """Members that the model does not know, and patterns that only Java knows, are nobody's business here."""
    request = {"name": "web", "timeoutInMinutes": 5, "tags": [{"key": "a", "value": "b"}], "unheard": 1}
    assert [] == list(violations("codebuild", "CreateProject", request))
