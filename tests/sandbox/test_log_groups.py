"""Log groups in the embedded AWS."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000001"


@pytest.fixture
def logs(world: World) -> Any:
    """CloudWatch Logs."""
    return boto3.client(
        "logs", region_name="eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )


def test_a_group_has_a_class_and_a_key(logs: Any) -> None:
    """The class is STANDARD unless it is said; the key can be put on, changed and taken off."""
    logs.create_log_group(logGroupName="plain")
    logs.create_log_group(logGroupName="rare", logGroupClass="INFREQUENT_ACCESS")
    logs.associate_kms_key(logGroupName="rare", kmsKeyId=KEY)
    plain, rare = logs.describe_log_groups()["logGroups"]
    assert ("STANDARD", None) == (plain["logGroupClass"], plain.get("kmsKeyId"))
    assert ("INFREQUENT_ACCESS", KEY) == (rare["logGroupClass"], rare["kmsKeyId"])
    logs.disassociate_kms_key(logGroupName="rare")
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][1]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.associate_kms_key(logGroupName="none", kmsKeyId=KEY)


def test_tags_end_with_their_group(logs: Any) -> None:
    """The next group of the same name does not have them."""
    logs.create_log_group(logGroupName="web", tags={"team": "blue"})
    arn = logs.describe_log_groups()["logGroups"][0]["logGroupArn"]
    assert {"team": "blue"} == logs.list_tags_for_resource(resourceArn=arn)["tags"]
    logs.delete_log_group(logGroupName="web")
    logs.create_log_group(logGroupName="web")
    assert {} == logs.list_tags_for_resource(resourceArn=arn)["tags"]
