"""IAM in the embedded AWS, where moto alone is more lenient or has less."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.world import World

MAY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
TRUST = MAY.replace('"Resource": "*"', '"Principal": {"Service": "ecs.amazonaws.com"}').replace(
    "s3:*", "sts:AssumeRole"
)


@pytest.fixture
def iam(world: World) -> Any:
    """IAM, with a role `web`."""
    client = boto3.client(
        "iam", region_name="eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )
    client.create_role(RoleName="web", AssumeRolePolicyDocument=TRUST)
    return client


def test_awss_own_policies_can_be_attached(iam: Any) -> None:
    """They are there without being made, each under its path."""
    arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    iam.attach_role_policy(RoleName="web", PolicyArn=arn)
    (attached,) = iam.list_attached_role_policies(RoleName="web")["AttachedPolicies"]
    assert {"PolicyName": "AmazonECSTaskExecutionRolePolicy", "PolicyArn": arn} == attached
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]
    assert "ecr:BatchGetImage" in document["Statement"][0]["Action"]


def test_a_policy_in_use_is_not_deleted(iam: Any) -> None:
    """Neither while it is attached, however often that was asked for, nor while it has spare versions."""
    arn = iam.create_policy(PolicyName="own", PolicyDocument=MAY)["Policy"]["Arn"]
    for _ in range(2):
        iam.attach_role_policy(RoleName="web", PolicyArn=arn)
    assert 1 == iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"]
    with pytest.raises(ClientError, match=r"DeleteConflict.*attached to entities"):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_role_policy(RoleName="web", PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=MAY, SetAsDefault=True)
    with pytest.raises(ClientError, match=r"DeleteConflict.*more than one version"):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
    iam.delete_policy(PolicyArn=arn)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        iam.get_policy(PolicyArn=arn)


def test_a_role_needs_a_trust_policy(iam: Any) -> None:
    """A document that says what the role may do, instead of who may act as it, is refused."""
    with pytest.raises(ClientError, match="MalformedPolicyDocument"):
        iam.create_role(RoleName="other", AssumeRolePolicyDocument=MAY)
    assert ["web"] == [role["RoleName"] for role in iam.list_roles()["Roles"]]
