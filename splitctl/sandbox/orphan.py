"""Ends a process whose parent is gone: a killed `pulumi` takes its plugins with it."""

import os
import threading
import time
from collections.abc import Callable

_EVERY_SECONDS = 0.5


def end_with_parent(end: Callable[[], None] = lambda: os._exit(0)) -> None:
    """Call `end` (default: exit at once) within a second of the parent process's death. Returns immediately."""
    parent = os.getppid()

    def watch() -> None:
        # An orphan is handed to another process, so the parent's id changes: that holds on Linux and macOS alike.
        while os.getppid() == parent:
            time.sleep(_EVERY_SECONDS)
        end()

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()
