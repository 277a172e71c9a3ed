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
