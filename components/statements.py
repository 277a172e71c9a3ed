"""The statements that roles' policies are made of."""

import json
from collections.abc import Collection
from typing import Any

from builds.secret import Parameter, Secret, SecretReference
from components.place import Place


def allow(sid: str, actions: list[str], resource: str | list[str]) -> dict[str, Any]:
    """Allow `actions` on `resource`."""
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}


def document(statements: list[dict[str, Any]]) -> str:
    """Make a policy of `statements`."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def trust_policy(service: str, place: Place, source_arn: str) -> str:
    """Let `service` take a role on, for nothing but `source_arn`.

    Without the condition it could be talked into using the role for somebody else:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": place.account},
            "ArnLike": {"aws:SourceArn": source_arn},
        },
    }
    return document([statement])


def read_secrets(references: Collection[SecretReference], key: str | None, place: Place) -> list[dict[str, Any]]:
    """Let a role read secrets, which `key` encrypts. Default: AWS's own key, which needs no statement."""
    parameters = {each.name.lstrip("/") for each in references if isinstance(each, Parameter)}
    secrets = {_secret_arn(each, place) for each in references if isinstance(each, Secret)}
    statements = []
    if parameters:
        arns = [place.arn("ssm", f"parameter/{name}") for name in sorted(parameters)]
        statements.append(allow("Parameters", ["ssm:GetParameters"], arns))
    if secrets:
        statements.append(allow("Secrets", ["secretsmanager:GetSecretValue"], sorted(secrets)))
    if statements and key:
        statements.append(allow("Decrypt", ["kms:Decrypt"], key))
    return statements


def _secret_arn(secret: Secret, place: Place) -> str:
    if secret.identifier.startswith("arn:"):
        return secret.identifier
    # Secrets Manager adds a hyphen and six characters of its own choice to the name.
    return place.arn("secretsmanager", f"secret:{secret.identifier}-??????")
