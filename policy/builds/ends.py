"""How a command may end."""

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

from policy.builds.world import World

Worlds = frozenset[World]
NONE: Worlds = frozenset()

_MOST = 32


class Ends(NamedTuple):
    """The worlds in which a command may end. None at all if it never does, as `exit`."""

    succeeded: Worlds = NONE
    failed: Worlds = NONE

    @property
    def all(self) -> Worlds:
        """Both."""
        return self.succeeded | self.failed

    @classmethod
    def test(cls, answer: bool | None, world: World) -> "Ends":  # noqa: FBT001 - the answer itself
        """How a command ends that changes nothing, and succeeds or does not; None: nothing tells."""
        here = frozenset({world})
        return cls(NONE if answer is False else here, NONE if answer is True else here)

    @classmethod
    def union(cls, ends: Iterable["Ends"]) -> "Ends":
        """All of these."""
        found = cls()
        for each in ends:
            found = cls(few(found.succeeded | each.succeeded), few(found.failed | each.failed))
        return found


def few(worlds: Worlds, most: int = _MOST) -> Worlds:
    """All of them, or if they are more than `most`, one in which anything may be that differs."""
    return worlds if len(worlds) <= most else frozenset({reduce(World.merged, worlds)})
