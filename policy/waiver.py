"""A waiver: what a rule finds in one place passes for a while, because somebody answers for it."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

from iam.wildcards import MANY, Pattern
from policy.model import Rule

NEVER = ("SP101", "SP901")
"""What cannot be waived: the outage itself, and the check of waivers."""

_LONGEST = timedelta(days=90)
_LEAST_REASON = 20
_LEAST_LETTERS = 8
"""Different ones, of a reason: a sentence has them, `xxxxx` and `TODO TODO` do not."""
_LEAST_NAME = 3
_NOBODY = ("me", "n/a", "nobody", "none", "tbd", "todo", "unknown")
_PARTS = 4
_FORM = "write it as urn:pulumi:STACK::PROJECT::TYPE::NAME, which `pulumi preview --diff` shows for each resource"


@dataclass(frozen=True)
class Waiver:
    """One that is as it should be, but for its date, which may be over."""

    number: int
    """Which entry of its file it is, from 1."""
    rule: str
    """The number of rules, or the whole name of one."""
    urn: str
    """What it is for. In the name, at the end, `*` is any run of characters."""
    reason: str
    owner: str
    expires: date
    """The last day on which it holds."""

    @property
    def stack(self) -> str:
        """The beginning that the URNs of its stack and project have in common."""
        return stack_of(self.urn)

    def covers(self, rule: str, urn: str) -> bool:
        """Whether it is for what the rule of this name finds in the resource of this URN."""
        return self.names(rule) and self.is_for(urn)

    def names(self, rule: str) -> bool:
        """Whether it is for the rule of this name."""
        return self.rule in (rule, number_of(rule))

    def is_for(self, urn: str) -> bool:
        """Whether it is for the resource of this URN."""
        return self._pattern.matches(urn)

    @cached_property
    def _pattern(self) -> Pattern:
        # A `?` is a character of a name like any other.
        return Pattern(tuple(MANY if each == "*" else each for each in self.urn))


def number_of(rule: str) -> str:
    """The number that begins the name of a rule, such as SP203."""
    return rule.split("-", maxsplit=1)[0]


def stack_of(urn: str) -> str:
    """The beginning that a URN has in common with those of its stack and project.

    https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
    """
    return "::".join(urn.split("::")[:2]) + "::"


Reader = Callable[[str], str | date]
"""Makes of a text what a waiver has. Raises ValueError, which says what is wrong and what to do."""


def readers(rules: Iterable[Rule], today: date) -> Mapping[str, Reader]:
    """What reads each key of an entry, where there are these rules."""
    return {
        "rule": partial(_rule, tuple(rules)),
        "urn": _urn,
        "reason": _reason,
        "owner": _owner,
        "expires": partial(_expires, today),
    }


def _rule(rules: Iterable[Rule], text: str) -> str:
    if number_of(text) in NEVER:
        raise ValueError(f"{number_of(text)} cannot be waived; mend what it finds, and remove the entry")
    meant = [rule for rule in rules if text in (rule.name, number_of(rule.name))]
    if not meant:
        known = sorted({number_of(rule.name) for rule in rules}.difference(NEVER))
        raise ValueError(f"{json.dumps(text)} is no rule; those that there are begin with {', '.join(known)}")
    if all(rule.level == "advisory" for rule in meant):
        raise ValueError(f"{text} stops nothing, it only advises; remove the entry")
    return text


def _urn(text: str) -> str:
    parts = text.split("::", _PARTS - 1)
    # A name may be anything, even two colons.
    if len(parts) < _PARTS or not all(parts) or not re.fullmatch(r"urn:pulumi:.+", parts[0]) or not text.isprintable():
        raise ValueError(f"{json.dumps(text)} is no full URN; {_FORM}")
    *place, name = parts
    if any("*" in each for each in place):
        raise ValueError(f"{json.dumps(text)} is vague: * may stand in the name only, at the end; {_FORM}")
    if "*" in name and len(name.replace("*", "")) < _LEAST_NAME:
        raise ValueError(
            f"{json.dumps(text)} is vague: beside * the name needs {_LEAST_NAME} characters or more; name what you mean"
        )
    return text


def _reason(text: str) -> str:
    reason = _line(text)
    words = " ".join(dict.fromkeys(reason.casefold().split()))
    letters = {each for each in words if each.isalpha()}
    if len(words) < _LEAST_REASON or len(letters) < _LEAST_LETTERS:
        raise ValueError(
            f"{json.dumps(reason)} is vague; say in a sentence of {_LEAST_REASON} characters or more why this may pass"
        )
    return reason


def _owner(text: str) -> str:
    owner = _line(text)
    if not any(each.isalpha() for each in owner) or owner.casefold() in _NOBODY:
        raise ValueError(f"{json.dumps(owner)} is nobody; say who answers for it: a person or a team")
    return owner


def _line(text: str) -> str:
    """The text in one line, as it will be shown."""
    line = " ".join(text.split())
    if not line.isprintable():
        raise ValueError(f"{json.dumps(line)} has characters that cannot be shown; write it without them")
    return line


def _expires(today: date, text: str) -> date:
    last = today + _LONGEST
    try:
        # Python reads other forms, too.
        day = date.fromisoformat(text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else "")
    except ValueError:
        raise ValueError(f"{json.dumps(text)} is no date; write one such as {last}") from None
    if day > last:
        raise ValueError(f"{day} is more than {_LONGEST.days} days from today; the last day that may be is {last}")
    return day
