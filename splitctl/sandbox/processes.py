"""A world's processes: all those that carry its token, wherever they were started."""

import contextlib
import time

import psutil

from splitctl.sandbox.token import TOKEN_VARIABLE

_PATIENCE_SECONDS = 3.0
_EVERY_SECONDS = 0.05


def of_world(token: str) -> list[psutil.Process]:
    """Every process of this user whose environment carries `token`, but not the caller and its ancestors."""
    me = psutil.Process()
    spared = {me.pid, *(parent.pid for parent in me.parents())}
    return [each for each in psutil.process_iter() if each.pid not in spared and _carries(each, token)]


def end_all(token: str) -> None:
    """End every process of a world: asked first, killed after three seconds. None runs when this returns."""
    for end in (psutil.Process.terminate, psutil.Process.kill):
        for process in of_world(token):
            with contextlib.suppress(psutil.NoSuchProcess):
                end(process)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while of_world(token) and time.monotonic() < deadline:
            time.sleep(_EVERY_SECONDS)


def _carries(process: psutil.Process, token: str) -> bool:
    try:
        # One that has ended, but was not waited for yet, has no environment any more.
        return process.environ().get(TOKEN_VARIABLE) == token
    except (psutil.Error, OSError):
        return False  # gone meanwhile, or somebody else's
