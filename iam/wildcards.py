"""Patterns of texts, in which `*` is any run of characters, even none, and `?` is any single one.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html

A pattern is run as a machine whose places are its characters, all places that can be reached at once held in the bits
of one number. So every question costs one step for each character of the other side, whatever the wildcards.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Final


class Wild(Enum):
    """A wildcard."""

    ONE = "?"
    MANY = "*"


ONE: Final = Wild.ONE
MANY: Final = Wild.MANY
Token = str | Wild
"""One part of a pattern: a character that stands for itself, or a wildcard."""


@dataclass(frozen=True)
class _Machine:
    """A pattern's places: place n is behind n characters."""

    letters: dict[str, int]
    """For each character, the places from which it leads on."""
    ones: int
    """The places from which any character leads on."""
    loops: int
    """The places at which any character may be dropped."""
    skips: int
    """The places at which a run of any length may be dropped: those in a gap that has a `*` somewhere."""
    last: int


@dataclass(frozen=True)
class Pattern:
    """A pattern, as tokens: here a `*` may also stand for itself."""

    tokens: tuple[Token, ...]

    @cached_property
    def text(self) -> str | None:
        """The only text that matches; None if the pattern has wildcards."""
        characters = [token for token in self.tokens if isinstance(token, str)]
        return "".join(characters) if len(characters) == len(self.tokens) else None

    def matches(self, text: str) -> bool:
        """Whether `text` matches."""
        return self.text == text if self.text is not None else self._regex.match(text) is not None

    def covers(self, other: "Pattern") -> bool:
        """Whether every text that matches `other` matches this pattern."""
        if other.text is not None:
            return self.matches(other.text)
        machine, places = self._machine, 1
        for token in other.ordered:
            if token is MANY:
                places &= machine.skips
            else:
                # What stands for any character may be one that this pattern does not name.
                steps = machine.ones if token is ONE else machine.ones | machine.letters.get(token, 0)
                places = (places & steps) << 1 | places & machine.loops
            if not places:
                break
        return places & machine.last != 0

    def overlaps(self, other: "Pattern") -> bool:
        """Whether some text matches both."""
        if other.text is not None:
            return self.matches(other.text)
        machine, places = self._machine, 1
        everywhere = 2 * machine.last - 1
        for token in other.tokens:
            if token is MANY:
                # Some run leads from the first place reached to every later one.
                places = -(places & -places) & everywhere
            elif token is ONE:
                places = (places << 1 | places & machine.loops) & everywhere
            else:
                steps = machine.ones | machine.letters.get(token, 0)
                places = (places & steps) << 1 | places & machine.loops
            if not places:
                break
        return places & machine.last != 0

    def fields(self, count: int) -> tuple["Pattern", ...]:
        """Split at the first colons that stand for themselves, into at most `count` patterns."""
        colons = [place for place, each in enumerate(self.tokens) if each == ":"][: count - 1]
        starts, ends = [0, *(colon + 1 for colon in colons)], [*colons, len(self.tokens)]
        return tuple(Pattern(self.tokens[start:end]) for start, end in zip(starts, ends, strict=True))

    @cached_property
    def ordered(self) -> list[Token]:
        """The tokens, each run of wildcards in one form that means the same: every `?`, then one `*` if any."""
        tokens: list[Token] = []
        many = False
        for token in self.tokens:
            if token is MANY:
                many = True
                continue
            if many and token is not ONE:
                tokens.append(MANY)
                many = False
            tokens.append(token)
        return [*tokens, MANY] if many else tokens

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        """The pattern as a regular expression that never goes back: a later match of a middle part gains nothing."""
        pieces = [""]
        for token in self.ordered:
            if token is MANY:
                pieces.append("")
            else:
                pieces[-1] += "." if token is ONE else re.escape(token)
        first, *middle = pieces
        end = f".*{middle.pop()}" if middle else ""
        body = "".join(f"(?>.*?{piece})" for piece in middle)
        return re.compile(rf"{first}{body}{end}\Z", re.DOTALL)

    @cached_property
    def _machine(self) -> _Machine:
        letters: dict[str, int] = {}
        ones = loops = skips = 0
        gap = place = 1
        for token in self.ordered:
            if token is MANY:
                loops |= place
                skips |= 2 * place - gap
                continue
            if token is ONE:
                ones |= place
            else:
                letters[token] = letters.get(token, 0) | place
                gap = 2 * place
            place *= 2
        return _Machine(letters, ones, loops, skips, place)


@lru_cache(maxsize=4096)
def pattern(text: str) -> Pattern:
    """Read a pattern: every `*` and `?` in it is a wildcard."""
    return Pattern(tuple(Wild(each) if each in "*?" else each for each in text))


def matches(text_pattern: str, text: str) -> bool:
    """Whether `text` matches the pattern."""
    return pattern(text_pattern).matches(text)


def covers(wide: str, narrow: str) -> bool:
    """Whether every text that matches the pattern `narrow` matches the pattern `wide`."""
    return pattern(wide).covers(pattern(narrow))


def overlaps(one: str, other: str) -> bool:
    """Whether some text matches both patterns."""
    return pattern(one).overlaps(pattern(other))
