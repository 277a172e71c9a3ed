"""The embedded AWS's process: lives as long as its standard input is open, then clears its world away.

The one who holds the other end may be killed at any line: the pipe closes all the same, and what it started goes.
"""

import contextlib
import gc
import os
import shutil
import signal
import sys
from pathlib import Path

from splitctl.sandbox.aws.server import start
from splitctl.sandbox.processes import end_all
from splitctl.sandbox.token import TOKEN_VARIABLE, WORLD_VARIABLE


def main(port: int) -> int:
    """Serve until the lifeline closes. Prints the port, or the reason why there is none."""
    # What moto brings stays: to look through it for garbage, again and again, takes up to a fifth of the time.
    gc.set_threshold(100_000)
    token, folder = os.environ[TOKEN_VARIABLE], Path(os.environ[WORLD_VARIABLE])
    try:
        server = start(port, token)
    except OSError as error:
        print(f"error: {error}", flush=True)
        return 2
    print(server.port, flush=True)
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(OSError):
        sys.stdin.buffer.read()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends anyway, but not before its world
    end_all(token)
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def _interrupt(*_: object) -> None:
    raise InterruptedError


if __name__ == "__main__":
    sys.stdout.flush()
    code = main(int(sys.argv[1]))
    # Requests may still hang in the server's threads; nobody is left to answer.
    os._exit(code)
