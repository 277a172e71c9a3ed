"""The variables of a shell, as far as they are known."""

import re
from dataclasses import dataclass
from functools import cached_property

ANY = "\0"
"""Stands for any text in a value: no value of a shell's has this character."""

LONGEST = 4096
"""A value that is longer, as loops can make them, is no longer known."""

Value = str | tuple[str, ...]
"""A text, or the elements of an array."""


@dataclass(frozen=True)
class World:
    """The variables that are set at one moment, on one way through a script.

    The arguments of a function are `1`, `2` and so on, and all together `@`.
    """

    items: frozenset[tuple[str, Value]] = frozenset()

    @classmethod
    def of(cls, values: dict[str, Value]) -> "World":
        """Make one of these variables."""
        return cls(frozenset(values.items()))

    @cached_property
    def _values(self) -> dict[str, Value]:
        return dict(self.items)

    def get(self, name: str) -> Value | None:
        """The value of a variable. None if the script does not set it, nor anything else that is known."""
        return self._values.get(name)

    def put(self, name: str, value: Value) -> "World":
        """Set a variable."""
        texts = (value,) if isinstance(value, str) else value
        if sum(map(len, texts)) + len(texts) > LONGEST:
            value = ANY
        elif isinstance(value, str):
            value = re.sub(f"{ANY}+", ANY, value)
        return World.of({**self._values, name: value})

    def called_with(self, arguments: tuple[str, ...]) -> "World":
        """Set the arguments, and no others."""
        kept = {name: value for name, value in self.items if not (name == "@" or name.isdigit())}
        numbered = {str(number): each for number, each in enumerate(arguments, start=1)}
        return World.of({**kept, **numbered, "@": arguments})

    def merged(self, other: "World") -> "World":
        """What is so in both: what differs may be anything."""
        names = {name for name, _ in self.items | other.items}
        return World.of({**dict.fromkeys(names, ANY), **dict(self.items & other.items)})
