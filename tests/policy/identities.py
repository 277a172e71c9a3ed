"""Principals and their policies as the rules see them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policy.model import MANAGED_POLICY, PROJECT, REPOSITORY_POLICY, ROLE, Resource, Unknown
from tests.policy.resources import urn

ACCOUNT = "123456789012"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def arn(name: str, region: str = "eu-west-1") -> str:
    """Return the ARN of a repository."""
    return f"arn:aws:ecr:{region}:{ACCOUNT}:repository/{name}"


def allow(*resources: str, actions: Sequence[str] = ("ecr:PutImage",)) -> dict[str, Any]:
    """Make a statement that allows actions, by default pushes, on repositories by their names or ARNs."""
    named = [each if each == "*" or each.startswith("arn:") else arn(each) for each in resources]
    return {"Effect": "Allow", "Action": list(actions), "Resource": named}


def denying(*resources: str) -> dict[str, Any]:
    """Make a statement that denies pushes."""
    return allow(*resources) | {"Effect": "Deny"}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """Make a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def role(name: str, *, sources: Mapping[str, Sequence[str]] | None = None, **props: Any) -> Resource:
    """Make a role that is called in IAM as in the program."""
    linked = {prop: [urn(each) for each in names] for prop, names in (sources or {}).items()}
    return Resource(ROLE, name, urn(name), {"name": name, "arn": f"arn:aws:iam::{ACCOUNT}:role/{name}"} | props, linked)


def trusting(service: str | Sequence[str] = "codebuild.amazonaws.com", **conditions: Any) -> str:
    """Make the trust policy of a role that a service may assume, under conditions, one for each operator."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps(document(statement | ({"Condition": conditions} if conditions else {})))


def role_policy(name: str, of: str | Unknown, policy: Mapping[str, Any] | str | Unknown) -> Resource:
    """Make an inline policy of the role `of`."""
    text = json.dumps(policy) if isinstance(policy, Mapping) else policy
    return Resource("aws:iam/rolePolicy:RolePolicy", name, urn(name), {"role": of, "policy": text, "name": name})


def managed(name: str, policy: Mapping[str, Any]) -> Resource:
    """Make a managed policy."""
    props = {"policy": json.dumps(policy), "arn": f"arn:aws:iam::{ACCOUNT}:policy/{name}", "name": name}
    return Resource(MANAGED_POLICY, name, urn(name), props)


def attachment(name: str, of: str, policy_arn: str | Unknown = "", *, arn_of: str = "") -> Resource:
    """Attach a managed policy, by its ARN or of this program, to the role `of`."""
    attached = f"arn:aws:iam::{ACCOUNT}:policy/{arn_of}" if arn_of else policy_arn
    return Resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, urn(name), {"role": of, "policyArn": attached}
    )


def principal_policy(kind: str, name: str, policy: Mapping[str, Any]) -> list[Resource]:
    """Make a user or a group that is called `name`, and its inline policy."""
    title = kind.title()
    return [
        Resource(f"aws:iam/{kind}:{title}", name, urn(name), {"name": name}),
        Resource(
            f"aws:iam/{kind}Policy:{title}Policy",
            f"{name}-policy",
            urn(f"{name}-policy"),
            {kind: name, "policy": json.dumps(policy)},
        ),
    ]


def repository_policy(name: str, of: str | Unknown, who: str, actions: Sequence[str] | Unknown) -> Resource:
    """Make the policy of the repository `of`, which lets `who` do these actions."""
    text: str | Unknown = (
        actions
        if isinstance(actions, Unknown)
        else json.dumps(document({"Effect": "Allow", "Principal": {"AWS": who}, "Action": list(actions)}))
    )
    return Resource(REPOSITORY_POLICY, name, urn(name), {"repository": of, "policy": text})


def project(name: str, service_role: str | Unknown) -> Resource:
    """Make a build project that runs as a role, by its name or ARN."""
    return Resource(PROJECT, name, urn(name), {"name": name, "serviceRole": service_role})
