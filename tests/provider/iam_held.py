"""What IAM holds, and what the programs of its tests begin with."""

from typing import Any

from tests.conftest import Sandbox

DOCUMENTS = """
import json, pulumi
from pulumi_aws import iam

def trust(service):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}]})

def may(*actions):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": list(actions), "Resource": "*"}]})
"""


def role(sandbox: Sandbox, name: str) -> dict[str, Any]:
    """A role, as GetRole shows it, with its tags as a mapping."""
    held = sandbox.aws("iam").get_role(RoleName=name)["Role"]
    return {**held, "Tags": {tag["Key"]: tag["Value"] for tag in held.get("Tags", [])}}


def role_names(sandbox: Sandbox) -> list[str]:
    """The roles that IAM holds."""
    return sorted(each["RoleName"] for each in sandbox.aws("iam").list_roles()["Roles"])


def inside(sandbox: Sandbox, name: str) -> dict[str, list[str]]:
    """What each of a role's inline policies allows."""
    iam = sandbox.aws("iam")
    names = iam.list_role_policies(RoleName=name)["PolicyNames"]
    documents = {each: iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in names}
    return {each: document["Statement"][0]["Action"] for each, document in documents.items()}


def attached(sandbox: Sandbox, name: str) -> list[str]:
    """The names of the policies that are attached to a role."""
    policies = sandbox.aws("iam").list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    return sorted(each["PolicyName"] for each in policies)
