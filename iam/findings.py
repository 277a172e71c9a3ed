"""What each statement of all policies does with a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from iam.document import Document
from iam.logic import MAYBE, NO, UNKNOWN, Truth, Unknown
from iam.principals import EVERYONE, NOBODY, PERHAPS, Naming, PrincipalElement
from iam.request import Request
from iam.statement import Effect, Statement


class Kind(StrEnum):
    """What a policy is attached to."""

    IDENTITY = "identity"
    RESOURCE = "resource"
    BOUNDARY = "boundary"
    SESSION = "session"


@dataclass(frozen=True)
class Policies:
    """The policies that bear on a request. None at all by default."""

    identity: tuple[Document, ...] = ()
    resource: Document | None = None
    boundary: Document | None = None
    """The permissions boundary."""
    session: tuple[Document, ...] = ()
    """Those that came with the session: any of them may let through what the identity's policies allow."""


@dataclass(frozen=True)
class Deciding:
    """A statement that decides, or may."""

    policy: str
    index: int
    """Which statement, from 1; 0 for all of a document of which nothing is known."""
    sid: str | None
    effect: Effect | Unknown
    kind: Kind


@dataclass(frozen=True)
class Finding:
    """What one statement does with the request."""

    deciding: Deciding
    denies: Truth
    allows: Naming
    """Whether it allows it, by how it names the principal: in every way, if it is no resource's policy."""
    flaw: str | None = None
    """Why its document is not known."""


def find(request: Request, policies: Policies) -> list[Finding]:
    """List what statements do, those that do nothing left out: by kind, then policy, then index."""
    found: list[Finding] = []
    for kind, documents in (
        (Kind.IDENTITY, policies.identity),
        (Kind.RESOURCE, _one(policies.resource)),
        (Kind.BOUNDARY, _one(policies.boundary)),
        (Kind.SESSION, policies.session),
    ):
        for document in sorted(documents, key=lambda each: each.name) if len(documents) > 1 else documents:
            found += _in_document(document, kind, request)
    return found


def _one(document: Document | None) -> tuple[Document, ...]:
    return () if document is None else (document,)


def _in_document(document: Document, kind: Kind, request: Request) -> Iterator[Finding]:
    flaw = document.resource_flaw if kind is Kind.RESOURCE else document.identity_flaw
    if flaw is not None:
        yield Finding(Deciding(document.name, 0, None, UNKNOWN, kind), MAYBE, PERHAPS, flaw)
        return
    for statement in document.statements:
        applies = statement.applies(request)
        if applies is NO:
            continue
        naming = _naming(statement, request).at_most(applies) if kind is Kind.RESOURCE else EVERYONE.at_most(applies)
        if statement.effect is UNKNOWN:
            naming = naming.at_most(MAYBE)
        yield Finding(
            Deciding(document.name, statement.index, statement.sid, statement.effect, kind),
            denies=NO if statement.effect is Effect.ALLOW else naming.at_all,
            allows=NOBODY if statement.effect is Effect.DENY else naming,
        )


def _naming(statement: Statement, request: Request) -> Naming:
    return statement.principals.names(request.caller) if isinstance(statement.principals, PrincipalElement) else PERHAPS
