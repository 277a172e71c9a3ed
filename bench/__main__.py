"""`make bench`: how fast retention and previews are, beside what is wanted. Figures, no gate: a miss is no error."""

import argparse
from collections.abc import Callable, Iterator, Mapping

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench import figures, previews
from bench.figures import Figure

_QUICK = figures.Sizes(images=500, rules=20, policies=10, images_with_margins=200)
_QUICK_PREVIEWS = previews.Sizes(apps=(1, 2, 3), rounds=1)
_ROOMS: Mapping[str, Callable[[bool], Iterator[Figure]]] = {
    "retention": lambda quick: figures.figures(_QUICK if quick else figures.Sizes()),
    "previews": lambda quick: previews.figures(_QUICK_PREVIEWS if quick else previews.Sizes()),
}


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="with tiny sizes, only to see that everything runs")
    arguments.add_argument("--only", choices=_ROOMS, help="one of the two; default: both")
    asked = arguments.parse_args()
    rooms = [asked.only] if asked.only else list(_ROOMS)
    measured = (figure for room in rooms for figure in _ROOMS[room](asked.quick))
    table = Table(title=f"How fast {' and '.join(rooms)} are, in processor time", title_justify="left")
    table.add_column("what", overflow="fold")
    for column in ("measured", "target", "of target"):
        table.add_column(column, justify="right", no_wrap=True)
    progress = Console(stderr=True)
    for figure in track(measured, "Measuring", total=None, console=progress, transient=True):
        table.add_row(*_row(figure))
    Console().print(table)


def _row(figure: Figure) -> list[str]:
    measured = f"{figure.measured:,.2f} {figure.unit}"
    if figure.target is None:
        return [figure.what, measured, "", ""]
    return [figure.what, measured, f"{figure.target:g} {figure.unit}", f"{figure.measured / figure.target:.0%}"]


if __name__ == "__main__":
    main()
