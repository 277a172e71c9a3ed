"""A policy document, read once.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from iam.logic import UNKNOWN, Unknown
from iam.malformed import Malformed, read_json
from iam.statement import Statement, statement
from iam.variables import WITH_VARIABLES

_DEFAULT_VERSION = "2008-10-17"


@dataclass(frozen=True)
class Document:
    """A policy document with the name that people know it by. It is made by `parse` or `unknown`."""

    name: str
    statements: tuple[Statement, ...] = ()
    flaw: str | None = None
    """Why it is not known what the document says, in one clause."""

    @classmethod
    def parse(cls, name: str, text_or_data: str | Mapping[str, Any] | Unknown) -> "Document":
        """Read a document from its JSON or from that, parsed.

        In parsed data any part may be UNKNOWN: then only that part is, and it stands for something that AWS would
        take. A document that AWS would refuse is unknown as a whole, with the reason; nothing is raised.
        """
        if text_or_data is UNKNOWN:
            return cls.unknown(name)
        try:
            data = read_json(text_or_data) if isinstance(text_or_data, str) else text_or_data
            return cls(name, _statements(data))
        except Malformed as error:
            return cls.unknown(name, str(error))

    @classmethod
    def unknown(cls, name: str, why: str = "what it says is not known") -> "Document":
        """A document that may say anything, Allow or Deny."""
        return cls(name, flaw=why)

    @cached_property
    def identity_flaw(self) -> str | None:
        """Why it is not known what the document says where no principal may be named. None if it is known."""
        flaws = [each.flaw for each in self.statements if each.flaw]
        sids = [each.sid for each in self.statements if each.sid]
        if len(set(sids)) < len(sids):
            flaws.append("two statements have one Sid")
        return self.flaw or next(iter(flaws), None)

    @cached_property
    def resource_flaw(self) -> str | None:
        """Why it is not known what the document says as the policy of a resource. None if it is known."""
        nameless = [each.index for each in self.statements if each.principals is None]
        return self.flaw or (f"statement {nameless[0]} has no principal" if nameless else None)


def _statements(data: object) -> tuple[Statement, ...]:
    if not isinstance(data, Mapping) or not {"Version", "Id", "Statement"}.issuperset(data):
        raise Malformed("it is not an object, or has an element that AWS does not know")
    version, listed = data.get("Version", _DEFAULT_VERSION), data.get("Statement")
    if version not in (_DEFAULT_VERSION, WITH_VARIABLES, UNKNOWN):
        raise Malformed("its Version is none of AWS's")
    if listed is UNKNOWN:
        raise Malformed("its statements are not known")
    statements = list(listed) if isinstance(listed, list | tuple) else [listed]
    if not statements:
        raise Malformed("it has no statement")
    return tuple(statement(index, each, version) for index, each in enumerate(statements, 1))
