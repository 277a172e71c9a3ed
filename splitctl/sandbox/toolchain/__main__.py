"""What `make setup` calls: gets a Pulumi CLI, and says on stdout which."""

import sys

from splitctl.errors import UserError

from . import find_or_make


def main() -> int:
    """Return the exit code: 0, 2 if the user has something to mend, 130 on Ctrl-C."""
    try:
        cli = find_or_make(_tell)
    except UserError as error:
        _tell(f"error: {error}")
        return 2
    except KeyboardInterrupt:
        _tell("Interrupted: nothing half-made is left.")
        return 130
    sys.stdout.write(f"pulumi {cli.version} ({cli.origin}) {cli.executable}\n")
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
