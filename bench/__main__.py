"""`make bench`: how fast retention is, beside what is wanted. Figures, and no gate: missing a target is no error."""

import argparse

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.figures import Figure, Sizes, figures

_QUICK = Sizes(images=500, rules=20, policies=10, images_with_margins=200)


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="with tiny sizes, only to see that everything runs")
    sizes = _QUICK if arguments.parse_args().quick else Sizes()
    table = Table(title="How fast retention is, in processor time", title_justify="left")
    table.add_column("what", overflow="fold")
    for column in ("measured", "target", "of target"):
        table.add_column(column, justify="right", no_wrap=True)
    progress = Console(stderr=True)
    for figure in track(figures(sizes), "Measuring", total=None, console=progress, transient=True):
        table.add_row(*_row(figure))
    Console().print(table)


def _row(figure: Figure) -> list[str]:
    measured = f"{figure.measured:,.2f} {figure.unit}"
    if figure.target is None:
        return [figure.what, measured, "", ""]
    return [figure.what, measured, f"{figure.target:g} {figure.unit}", f"{figure.measured / figure.target:.0%}"]


if __name__ == "__main__":
    main()
