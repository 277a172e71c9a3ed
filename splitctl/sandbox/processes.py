"""A world's processes: all those that carry its token, wherever they were started."""

import os

import psutil

from splitctl.sandbox.token import TOKEN_VARIABLE

_PATIENCE_SECONDS = 3.0


def of_world(token: str) -> list[psutil.Process]:
    """Every process of this user whose environment carries `token`, but not the caller and its ancestors."""
    me = psutil.Process()
    spared = {me.pid, *(parent.pid for parent in me.parents())}
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid not in spared and process.environ().get(TOKEN_VARIABLE) == token:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or somebody else's
    return found


def end_all(token: str) -> None:
    """End every process of a world: asked first, killed after three seconds. None is left when this returns."""
    processes = of_world(token)
    for process in processes:
        _quietly(process.terminate)
    _, stubborn = psutil.wait_procs(processes, timeout=_PATIENCE_SECONDS)
    for process in stubborn:
        _quietly(process.kill)
    psutil.wait_procs(stubborn, timeout=_PATIENCE_SECONDS)


def is_alive(pid: int) -> bool:
    """Whether a process with this id runs."""
    return pid == os.getpid() or psutil.pid_exists(pid)


def _quietly(act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except psutil.NoSuchProcess:
        return
