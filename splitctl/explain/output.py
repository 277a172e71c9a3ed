"""Where results go: tables on a terminal, lines elsewhere."""

import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from splitctl.explain.printable import printable

_LONGEST_TABLE = 1000
_WIDEST_IN_TABLE = 32
_WIDEST_IN_LINE = 60
_LEAST_FOR_LAST = 30
_BETWEEN = 3


class Output:
    """Standard output, in colours on a terminal; `NO_COLOR` and `FORCE_COLOR` are heeded. Shows no character raw."""

    def __init__(self) -> None:
        if isinstance(sys.stdout, TextIOWrapper):
            # In the encoding of some locales there is not every character of a document.
            sys.stdout.reconfigure(errors="backslashreplace")
        self._console = Console(highlight=False)

    def line(self, text: str, style: str = "") -> None:
        """Print a line. It is not broken at the terminal's width, so that it can be searched."""
        self._console.print(Text(printable(text), style=style), soft_wrap=True)

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
        self._console.print(table)


def _widths(rows: Sequence[Sequence[str]], widest: int) -> list[int]:
    """The widths of all columns but the last."""
    return [min(widest, max(map(len, column))) for column in list(zip(*rows, strict=True))[:-1]]
