"""Where results go: tables on a terminal, lines elsewhere."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from splitctl.errors import UserError
from splitctl.explain.printable import printable

_LONGEST_TABLE = 1000
_WIDEST_IN_TABLE = 32
_WIDEST_IN_LINE = 60
_LEAST_FOR_LAST = 30
_BETWEEN = 3
_BROKEN_PIPE = 128 + 13
"""What a shell says of a program that SIGPIPE ended."""


def write(text: str) -> None:
    """Write `text` to standard output, at once.

    Raises UserError if that cannot be. If it is a pipe that nobody reads any more, the program ends, without a word and
    with exit code 141.
    """
    with _writing():
        sys.stdout.write(text)


@contextmanager
def _writing() -> Iterator[None]:
    """See to it that no failure of standard output looks like a verdict."""
    if not sys.stdout:
        raise UserError("standard output is closed: open it, or send it to a file")
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # Python writes what is left when it ends, and would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(_BROKEN_PIPE) from error
        raise UserError(f"standard output cannot be written ({error.strerror}): send it elsewhere") from error


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # Left to itself, rich ends the program with exit code 1.
        raise BrokenPipeError


class Output:
    """Standard output, in colours on a terminal; `NO_COLOR` and `FORCE_COLOR` are heeded. Shows no character raw."""

    def __init__(self) -> None:
        if isinstance(sys.stdout, TextIOWrapper):
            # In the encoding of some locales there is not every character of a document.
            sys.stdout.reconfigure(errors="backslashreplace")
        self._console = _Console(highlight=False)

    def line(self, text: str, style: str = "") -> None:
        """Print a line. It is not broken at the terminal's width, so that it can be searched."""
        self._print(Text(printable(text), style=style), soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], styles: Sequence[str] = ()) -> None:
        """Print rows of cells, the longest text last; `styles` has one for each row.

        On a terminal that is wide enough long cells are folded. Elsewhere each row is one line, which can be searched.
        So it is for more than 1000 rows: each would take half a millisecond to fold.
        """
        shown = [[printable(cell) for cell in row] for row in rows]
        styled = list(zip(shown, styles or [""] * len(shown), strict=True))
        widths = _widths([columns, *shown], _WIDEST_IN_TABLE)
        room = self._console.width - sum(widths) - _BETWEEN * len(columns)
        if not self._console.is_terminal or len(shown) > _LONGEST_TABLE or room < _LEAST_FOR_LAST:
            # One image with very many tags is no reason to fill all other lines with spaces.
            widths = _widths([columns, *shown], _WIDEST_IN_LINE)
            for row, style in ((columns, "bold"), *styled):
                self.line("  ".join(map(str.ljust, row, (*widths, 0))), style)
            return
        table = Table(box=SIMPLE_HEAD)
        for column, width in zip(columns, (*widths, None), strict=True):
            table.add_column(column, overflow="fold", width=width)
        for row, style in styled:
            table.add_row(*map(Text, row), style=style)
        self._print(table)

    def _print(self, shown: RenderableType, *, soft_wrap: bool = False) -> None:
        with _writing():
            self._console.print(shown, soft_wrap=soft_wrap)


def _widths(rows: Sequence[Sequence[str]], widest: int) -> list[int]:
    """The widths of all columns but the last."""
    return [min(widest, max(map(len, column))) for column in list(zip(*rows, strict=True))[:-1]]
