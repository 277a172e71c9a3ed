"""Whether the role of a task may do that."""

from collections.abc import Mapping

from iam import Answer, Document, Policies, Request, evaluate
from tests.components.world import ACCOUNT

ROLE = f"arn:aws:iam::{ACCOUNT}:role/web-staging-api"
"""What the names of the roles of `api` begin with."""


def answer(
    document: Document,
    action: str,
    resource: str | None,
    context: Mapping[str, str] | None = None,
    *,
    theirs: Document | None = None,
) -> Answer:
    """Whether a role that has only this policy may do this; `theirs` is the policy of the resource."""
    request = Request(action, resource, ROLE, context=context or {}, complete=True)
    return evaluate(request, Policies(identity=(document,), resource=theirs)).answer


def repository(name: str, account: str = ACCOUNT, region: str = "eu-west-1") -> str:
    """Return the ARN of a repository."""
    return f"arn:aws:ecr:{region}:{account}:repository/{name}"


OTHER_REPOSITORIES = (
    repository("web-prod"),
    repository("web-staging-2"),
    repository("worker-staging"),
    repository("web-staging", region="us-east-1"),
    repository("web-staging", account="999999999999"),
    "arn:*:ecr:*:*:repository/*-prod",
)
"""Repositories that are not web's in staging: of another environment, app, region or account."""
