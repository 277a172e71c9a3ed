"""Requests that break a service's model are refused by the embedded AWS, as by AWS."""

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

WRONG: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    ("iam", "create_role"): (
        {"RoleName": "r" * 65, "AssumeRolePolicyDocument": "{}"},
        r"\(ValidationError\).*'roleName'.*less than or equal to 64",
    ),
    ("events", "put_targets"): (
        {"Rule": "pushed", "Targets": [{"Id": "ok", "Arn": "arn:x"}, {"Id": "not this", "Arn": "arn:x"}]},
        r"\(ValidationException\).*'targets\.2\.member\.Id'.*regular expression",
    ),
    ("logs", "create_log_group"): (
        {"logGroupName": "web", "logGroupClass": "COLD"},
        r"\(InvalidParameterException\).*'logGroupClass'.*enum value set: \[STANDARD",
    ),
}


@pytest.mark.parametrize("asked", WRONG, ids="-".join)
def test_what_the_model_rules_out_is_refused(world: World, asked: tuple[str, str]) -> None:
    """A length, a pattern deep inside, a word: each with the service's own code, the member's path, and no value."""
    service, operation = asked
    request, message = WRONG[asked]
    client = boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=world.endpoint,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"max_attempts": 0}),
    )
    with pytest.raises(ClientError, match=message):
        getattr(client, operation)(**request)
