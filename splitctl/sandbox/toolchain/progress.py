"""A count that tells how far a long step has come."""

import sys
import time
from collections.abc import Callable

Progress = Callable[[str], None]

_UP_AND_CLEAR = "\x1b[1A\x1b[2K"


class Counter:
    """Tells how many of something are done: on a terminal in place, elsewhere by a line every 20 s.

    In place works with every `progress` that prints lines: an update begins by going up to the line before.
    """

    def __init__(self, progress: Progress, template: str) -> None:
        """`template` has one field, `{count}`."""
        self._progress = progress
        self._template = template
        self._terminal = sys.stderr.isatty()
        self._pause = 0.5 if self._terminal else 20.0
        self._told_at = time.monotonic()
        self._told = False
        self._count = 0

    def add(self) -> None:
        """Count one more."""
        self._count += 1
        now = time.monotonic()
        if now - self._told_at < self._pause:
            return
        again = _UP_AND_CLEAR if self._terminal and self._told else ""
        self._progress(f"{again}  {self._template.format(count=self._count)}")
        self._told_at, self._told = now, True
