"""Where one is in a JSON document, and what one may find there."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from retention.problems import Problem, quote

MOST = 2**31 - 1
"""ECR's API has whole numbers of 32 bits."""

Word = TypeVar("Word", bound=str)


class _Absent(Enum):
    """What is found where nothing is."""

    ABSENT = "absent"


ABSENT = _Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document. What reads it returns None if it is not as wanted, and adds that to `problems`."""

    value: object
    """ABSENT, if the document has none here."""
    problems: list[Problem]
    """Shared by all places of a document."""
    steps: tuple[str | int, ...] = ()

    @property
    def path(self) -> str:
        """Where it is, as in `$.rules[0].action`."""
        return "".join(["$", *map(_step, self.steps)])

    @property
    def is_given(self) -> bool:
        """Whether the document has a value here."""
        return self.value is not ABSENT

    def below(self, *steps: str | int, value: object = ABSENT) -> "Place":
        """A place within this one."""
        return Place(value, self.problems, (*self.steps, *steps))

    def refuse(self, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(self.path, message))

    def want(self, wanted: str) -> None:
        """Add the problem that the value is not what is `wanted`."""
        self.refuse(f"{quote(self.value)} is refused; give {wanted}" if self.is_given else f"missing; give {wanted}")

    def fields(self, *names: str, others: bool = False) -> "dict[str, Place] | None":
        """The places of an object's fields, given or not. Other keys are refused, unless it may have `others`."""
        if not isinstance(self.value, dict):
            self.want("an object")
            return None
        for key in self.value if not others else ():
            if key not in names:
                self.below(key).refuse(_unknown(key, names))
        return {name: self.below(name, value=self.value.get(name, ABSENT)) for name in names}

    def items(self, wanted: str, *, least: int = 1) -> "list[Place]":
        """The places of a list's items. A list of less than `least` is refused."""
        if not isinstance(self.value, list) or len(self.value) < least:
            self.want(wanted)
            return []
        return [self.below(at, value=item) for at, item in enumerate(self.value)]

    def text(self, wanted: str = "a text", *, least: int = 0) -> str | None:
        """A text of at least `least` characters."""
        if isinstance(self.value, str) and len(self.value) >= least:
            return self.value
        self.want(wanted)
        return None

    def word(self, *words: Word) -> Word | None:
        """One of `words`."""
        found = next((word for word in words if word == self.value), None)
        if found is None:
            *some, last = map(quote, words)
            self.want(f"{', '.join(some)} or {last}" if some else last)
        return found

    def whole(self) -> int | None:
        """A whole number of 1 or more, as ECR's API has them."""
        # To Python, `true` is a number.
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 1:
            self.want("a whole number of 1 or more")
            return None
        if self.value > MOST:
            too_much = "is more than any whole number that ECR's API has"
            self.refuse(f"{quote(self.value)} {too_much}; give {MOST} or less")
            return None
        return self.value


def _step(step: str | int) -> str:
    if isinstance(step, str) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,59}", step):
        return f".{step}"
    return f"[{quote(step)}]"


def _unknown(key: str, names: tuple[str, ...]) -> str:
    # No name is near a longer key, and comparing takes long.
    near = get_close_matches(key[:100].lower(), names, n=1)
    return f"unknown to ECR; give {near[0]} instead" if near else "unknown to ECR; take it out"
