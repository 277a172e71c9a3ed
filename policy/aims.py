"""What a principal's policies may be about, by the names that ARNs end in: asking AWS's rules of each takes long."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iam import UNKNOWN, Document, Effect, Unknown
from iam.statement import Statement
from iam.variables import Template, Variable
from iam.wildcards import matches


@dataclass(frozen=True)
class Aims:
    """The names that the Allow statements for one action speak of."""

    names: frozenset[str]
    wildcards: frozenset[str]
    """In each `*` is any run of characters, `?` any one."""

    @classmethod
    def of(cls, documents: Iterable[Document], action: str) -> "Aims":
        """Collect them from policies. What is not known may be any name."""
        statements = [
            each for document in documents for each in document.statements if _may_allow(each, action.lower())
        ]
        found = {name for each in statements for name in _names(each)}
        wildcards = frozenset(each for each in found if not {"*", "?"}.isdisjoint(each))
        return cls(frozenset(found) - wildcards, wildcards)

    def __bool__(self) -> bool:
        """Whether the action may be allowed at all."""
        return bool(self.names or self.wildcards)

    def include(self, name: object) -> bool:
        """Whether what is called so may be meant. A name that is not known may be any."""
        if not isinstance(name, str):
            return bool(self)
        return name in self.names or any(matches(each, name) for each in self.wildcards)


def _may_allow(statement: Statement, action: str) -> bool:
    found = any(each is UNKNOWN or each.matches(action) for each in statement.actions)
    return statement.effect is not Effect.DENY and (statement.not_actions or found)


def _names(statement: Statement) -> Iterator[str]:
    if statement.not_resources or statement.resources is None:
        yield "*"
        return
    for resource in statement.resources:
        # A wildcard may stand for slashes, too: behind the last slash nothing but a name can follow.
        yield _text(resource).rsplit("/", 1)[-1]


def _text(resource: Template | Unknown) -> str:
    """A resource, variables as wildcards."""
    if resource is UNKNOWN:
        return "*"
    pieces = resource.pieces
    return "".join(
        "*" if isinstance(each, Variable) else each if isinstance(each, str) else each.value for each in pieces
    )
