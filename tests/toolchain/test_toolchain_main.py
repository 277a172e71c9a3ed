"""`python -m splitctl.sandbox.toolchain`: exit codes and streams."""

import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from splitctl.sandbox.toolchain.version import pinned_pulumi

Program = Callable[..., Path]
Setup = Callable[..., Popen[str]]


def test_made(go: Program, setup: Setup) -> None:
    """The CLI is the one line on stdout; progress goes to stderr."""
    go()
    process = setup()
    output, errors = process.communicate(timeout=30)
    assert 0 == process.returncode, errors
    assert output.startswith(f"pulumi {pinned_pulumi()} (built) /")
    assert 1 == output.count("\n")
    assert errors.startswith("Building the Pulumi CLI")


def test_user_error(program: Program, setup: Setup) -> None:
    """What the user can mend is one message on stderr, and exit code 2."""
    program("pulumi", "echo v3.1.0")
    process = setup()
    output, errors = process.communicate(timeout=30)
    assert (2, "") == (process.returncode, output)
    assert errors.startswith("error: The Pulumi CLI on PATH")
    assert 1 == errors.count("\n")


def test_ctrl_c(
    go: Program,
    folder: Path,
    builds: Callable[[], int],
    leftovers: Callable[[], list[str]],
    setup: Setup,
    until: Callable[[Callable[[], bool]], None],
    running: Callable[[], list[str]],
) -> None:
    """Ctrl-C in a build ends `go`, even a silent one, leaves nothing, and exits with 130 without a traceback."""
    go()
    (folder / "silent").touch()
    (folder / "hold").touch()
    process = setup()
    until(lambda: 1 == builds())
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert (130, "") == (process.returncode, output)
    assert "Interrupted: nothing half-made is left." == errors.splitlines()[-1]
    assert "Traceback" not in errors
    assert [] == leftovers()
    until(lambda: not running())
