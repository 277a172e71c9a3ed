"""Running a program for a bounded time, and leaving nothing of it behind."""

import os
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class StepError(Exception):
    """Why a step failed. Another way may still lead there, so this is not yet the user's business."""


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    called: str = "",
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] = lambda _line: None,
) -> str:
    """Run `command` without a terminal and return its stdout. `on_line` gets its stderr, line by line.

    It runs in a process group of its own, all of which is killed after `seconds`, on Ctrl-C and on any other
    exception. If this process itself is killed, the next line that the program writes to stderr ends it.
    Raises StepError, with the last lines of stderr, if the program cannot be started, fails or takes too
    long; it names the step `called`, by default the command's first two words.
    """
    name = called or f"`{' '.join(map(str, command[:2]))}`"
    late = threading.Event()
    last: deque[str] = deque(maxlen=5)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as stdout:
        try:
            process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise StepError(f"{name} cannot be started: {error.strerror}") from error

        def expire() -> None:
            late.set()
            _kill_group(process)

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        with process:
            try:
                timer.start()
                for line in process.stderr or ():
                    last.append(line.rstrip())
                    on_line(line.rstrip())
                code = process.wait()
            except BaseException:
                _kill_group(process)
                raise
            finally:
                timer.cancel()
        if late.is_set():
            raise StepError(f"{name} did not end within {seconds:g} s")
        if code != 0:
            raise StepError(f"{name} failed with exit code {code}: " + (" / ".join(filter(None, last)) or "no message"))
        stdout.seek(0)
        return stdout.read()


def _kill_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
        os.killpg(process.pid, signal.SIGKILL)
