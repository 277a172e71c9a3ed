"""Clears up after a `pulumi` that was killed, so that the next command in its world goes on.

Killed, Pulumi leaves two things in its backend that stop or bother every later update: the stack's lock, and notes of
creates that it did not see the end of (https://www.pulumi.com/docs/support/troubleshooting/common-issues/interrupted-updates/).
The sandbox's own aws provider finds what such a create has made; with the official one a person has to.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

_ORGANIZATION = "organization"  # Pulumi's name for that of every stack in a backend of files


def clear_up(backend: Path, project: str, *, creates: bool) -> None:
    """Remove the locks of processes that are dead; with `creates`, the notes of interrupted creates as well.

    A stack that a living process uses is left alone, and so is one whose files cannot be read.
    """
    for state in (backend / ".pulumi" / "stacks" / project).glob("*.json"):
        locks = backend / ".pulumi" / "locks" / _ORGANIZATION / project / state.stem
        for lock in locks.glob("*.json"):
            if _is_left_over(lock):
                lock.unlink(missing_ok=True)
        if creates and _pending(state):
            with _locked(locks) as is_ours:
                if is_ours:
                    _forget_creates(state)


def _is_left_over(lock: Path) -> bool:
    """Whether the process that a lock names is dead, which only its own machine can tell."""
    try:
        said = json.loads(lock.read_text())
        if said["hostname"] != socket.gethostname():
            return False
        holder = psutil.Process(said["pid"])
        # A process that began after the lock was written has only got the dead one's number.
        is_another = datetime.fromtimestamp(holder.create_time(), UTC) > datetime.fromisoformat(said["timestamp"])
        return is_another or holder.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _pending(state: Path) -> list[Any]:
    try:
        return list(json.loads(state.read_text())["checkpoint"]["latest"].get("pending_operations") or [])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []  # no stack, or nothing in it yet


def _forget_creates(state: Path) -> None:
    said = json.loads(state.read_text())
    said["checkpoint"]["latest"].pop("pending_operations", None)
    new = state.with_suffix(".new")
    new.write_text(json.dumps(said))
    new.replace(state)


@contextmanager
def _locked(locks: Path) -> Iterator[bool]:
    """Hold the stack's lock as Pulumi does: whoever sees another's after writing his own gives way."""
    mine = locks / f"splitctl-{os.getpid()}.json"
    locks.mkdir(parents=True, exist_ok=True)
    holder = {"pid": os.getpid(), "username": "splitctl", "hostname": socket.gethostname()}
    mine.write_text(json.dumps(holder | {"timestamp": datetime.now(UTC).isoformat()}))
    try:
        yield list(locks.glob("*.json")) == [mine]
    finally:
        mine.unlink()
