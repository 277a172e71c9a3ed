"""Texts of a policy that hold variables, such as `${aws:PrincipalTag/team}`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from iam.logic import MAYBE, NO, UNKNOWN, YES, Truth, Unknown
from iam.wildcards import MANY, Pattern, Token, Wild

Values = tuple[str | Unknown, ...] | Unknown
"""What a request says of a condition key: its values, none if the key is absent; or UNKNOWN, absent or not."""

Lookup = Callable[[str], Values]
"""Gives the values of a condition key, whose name is in lower case."""

WITH_VARIABLES = "2012-10-17"
"""The only Version of the policy language that has variables."""

_VARIABLE = re.compile(r"\$\{(?:([*?$])|([^\s{}',]+:[^{}',]+?)\s*(?:,\s*'([^']*)')?)\}|\$\{.*", re.DOTALL)


@dataclass(frozen=True)
class Variable:
    """A place that the request fills."""

    key: str
    """The condition key, in lower case."""
    default: str | None
    """What fills it if the key is absent."""

    def value(self, lookup: Lookup) -> str | Unknown | None:
        """What fills it; None if nothing does. A key with several values cannot be used, so what it does is UNKNOWN."""
        values = lookup(self.key)
        if values is UNKNOWN or len(values) > 1:
            return UNKNOWN
        return values[0] if values else self.default


_UNREADABLE = Variable("", None)
"""What begins like a variable, and is none of AWS's: nothing can be said of it, nor of what follows."""


@dataclass(frozen=True)
class Filled:
    """A pattern, all of whose variables are filled."""

    pattern: Pattern
    known: bool
    """Whether with what they hold; else a `*` stands in their place."""

    def matches(self, text: str | Unknown) -> Truth:
        """Whether `text` matches."""
        if text is UNKNOWN:
            return MAYBE
        return self._at_most(YES) if self.pattern.matches(text) else NO

    def covers(self, other: Pattern) -> Truth:
        """Whether a text of which only the pattern is known matches."""
        if self.pattern.covers(other):
            return self._at_most(YES)
        return MAYBE if self.pattern.overlaps(other) else NO

    def _at_most(self, truth: Truth) -> Truth:
        return truth if self.known else MAYBE


@dataclass(frozen=True)
class Template:
    """A text with variables in it."""

    pieces: tuple[Token | Variable, ...]
    wild: bool
    """Whether `*` and `?` are wildcards in it."""

    def fill(self, lookup: Lookup) -> Filled | None:
        """Fill the variables. None if a key that has no default is absent: such a text matches nothing.

        How a wildcard in a value is taken is written nowhere, so it counts as not known.
        """
        return self._filled(lookup) if self._constant is None else self._constant

    @cached_property
    def _constant(self) -> Filled | None:
        """What it is whatever the request, if it has no variables."""
        tokens = tuple(piece for piece in self.pieces if not isinstance(piece, Variable))
        return Filled(Pattern(tokens), known=True) if len(tokens) == len(self.pieces) else None

    def _filled(self, lookup: Lookup) -> Filled | None:
        tokens: list[Token] = []
        known = True
        for piece in self.pieces:
            if not isinstance(piece, Variable):
                tokens.append(piece)
                continue
            value = UNKNOWN if piece is _UNREADABLE else piece.value(lookup)
            if value is None:
                return None
            if value is UNKNOWN or (self.wild and not {"*", "?"}.isdisjoint(value)):
                tokens.append(MANY)
                known = False
            else:
                tokens.extend(value)
        return Filled(Pattern(tuple(tokens)), known)


def template(text: str, *, wild: bool, version: str | Unknown) -> Template:
    """Read a text of a policy that has this Version: all but 2012-10-17 take `${` as it stands."""
    if version not in (WITH_VARIABLES, UNKNOWN) or "${" not in text:
        return Template(tuple(_tokens(text, wild=wild)), wild)
    if version is UNKNOWN:
        return Template((_UNREADABLE,), wild)
    pieces: list[Token | Variable] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        character, key, default = found.groups()
        pieces += _tokens(text[end : found.start()], wild=wild)
        pieces.append(character or (Variable(key.lower(), default) if key else _UNREADABLE))
        end = found.end()
    return Template((*pieces, *_tokens(text[end:], wild=wild)), wild)


def _tokens(text: str, *, wild: bool) -> list[Token]:
    return [Wild(each) if wild and each in "*?" else each for each in text]
