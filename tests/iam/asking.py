"""Short ways to ask."""

from typing import Any

from iam import Answer, Document, Policies, Request, evaluate

ACCOUNT, OTHER = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/build"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/build/run-1"
USER = f"arn:aws:iam::{ACCOUNT}:user/ann"
REPOSITORY = f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/web-prod"


def document(*statements: Any, name: str = "policy", version: str = "2012-10-17") -> Document:
    """Make a document of these statements."""
    return Document.parse(name, {"Version": version, "Statement": list(statements)})


def allow(**elements: Any) -> dict[str, Any]:
    """Allow everything, but for what is said otherwise; an element of None goes."""
    return _statement("Allow", elements)


def deny(**elements: Any) -> dict[str, Any]:
    """Deny everything, but for what is said otherwise; an element of None goes."""
    return _statement("Deny", elements)


def _statement(effect: str, elements: dict[str, Any]) -> dict[str, Any]:
    for name in ("Action", "Resource"):
        elements = elements if f"Not{name}" in elements else {name: "*"} | elements
    return {"Effect": effect} | {name: each for name, each in elements.items() if each is not None}


def to(principal: Any, **elements: Any) -> dict[str, Any]:
    """Allow a principal everything about the resource that has the policy."""
    return allow(Principal=principal, Resource=None, **elements)


def push(**asked: Any) -> Request:
    """A push of an image, by a role to a repository of the same account, all of whose context is known."""
    usual: dict[str, Any] = {"action": "ecr:PutImage", "resource": REPOSITORY, "principal": ROLE, "complete": True}
    return Request(**(usual | asked))


def answer(request: Request, *identity: Any, **others: Any) -> Answer:
    """The answer to a request by statements of one identity policy and by other policies."""
    own = (document(*identity, name="own"),) if identity else ()
    return evaluate(request, Policies(identity=own, **others)).answer
