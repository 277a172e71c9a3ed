"""Who may become whom, as the rules see it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policy.model import Resource
from tests.policy.identities import ACCOUNT, allow, document, role, role_policy


def role_arn(name: str, account: str = ACCOUNT) -> str:
    """Return the ARN of a role."""
    return f"arn:aws:iam::{account}:role/{name}"


def trusted(*arns: str, **conditions: Any) -> str:
    """Make the trust policy of a role that principals may assume, under conditions, one for each operator."""
    statement = {"Effect": "Allow", "Principal": {"AWS": list(arns)}, "Action": "sts:AssumeRole"}
    return json.dumps(document(statement | ({"Condition": conditions} if conditions else {})))


def assume(*roles: str) -> dict[str, Any]:
    """Make a statement that allows to assume roles, by their names."""
    return allow(*map(role_arn, roles), actions=["sts:AssumeRole"])


def holder(name: str, *statements: Mapping[str, Any], trust: Any = None, **props: Any) -> Sequence[Resource]:
    """Make a role with these statements in its policy."""
    own = {} if trust is None else {"assumeRolePolicy": trust}
    return [role(name, **own, **props), role_policy(f"{name}-policy", name, document(*statements))]
