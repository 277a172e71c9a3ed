"""`splitctl`: parses the command line, and turns errors that a person can mend into one message and exit code 2."""

import sys
from contextlib import suppress

import typer

from splitctl.errors import UserError
from splitctl.explain.cli import explain
from splitctl.report.cli import report
from splitctl.sandbox.cli import app as sandbox

app = typer.Typer(
    help="Operate split pipelines.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(explain)
app.command()(report)
app.add_typer(sandbox, name="sandbox")


@app.callback()
def _splitctl() -> None:
    """Operate split pipelines."""


def main() -> None:
    """Run the command line. Exit code 2: bad input, said in one message; 130: interrupted."""
    try:
        app()
    except UserError as error:
        # Where nothing can be said, the exit code still tells.
        with suppress(OSError):
            print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
