"""What a killed Pulumi leaves in its backend, and what of it may be cleared up."""

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from splitctl.sandbox.interrupted import clear_up

PENDING = [{"type": "creating", "resource": {"urn": "urn:pulumi:test::small::aws:ecr/repository:Repository::web"}}]


class Backend:
    """A backend of files that holds one stack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / ".pulumi" / "stacks" / "small" / "test.json"
        self.locks = folder / ".pulumi" / "locks" / "organization" / "small" / "test"
        for each in (self.state.parent, self.locks):
            each.mkdir(parents=True)
        self.write({"resources": [], "pending_operations": PENDING})

    def write(self, latest: Any) -> None:
        """Make this the stack's state."""
        self.state.write_text(json.dumps({"checkpoint": {"latest": latest}}))

    def lock(self, pid: int, *, hostname: str = socket.gethostname(), written: datetime | None = None) -> Path:
        """Lock the stack as Pulumi does."""
        said = {"pid": pid, "hostname": hostname, "timestamp": (written or datetime.now(UTC)).isoformat()}
        file = self.locks / f"{len(list(self.locks.iterdir()))}.json"
        file.write_text(json.dumps(said))
        return file

    @property
    def pending(self) -> list[Any]:
        """The creates that Pulumi did not see the end of."""
        return list(json.loads(self.state.read_text())["checkpoint"]["latest"].get("pending_operations", []))


@pytest.fixture
def backend(tmp_path: Path) -> Backend:
    """Make a backend whose stack has an interrupted create."""
    return Backend(tmp_path)


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_what_a_dead_process_left_is_cleared_up(backend: Backend, dead: int) -> None:
    """Its lock and its notes go, and nothing else of the state does."""
    lock = backend.lock(dead)
    clear_up(backend.folder, "small", creates=True)
    assert not lock.exists()
    assert [] == backend.pending
    assert {"resources": []} == json.loads(backend.state.read_text())["checkpoint"]["latest"]
    assert [] == list(backend.locks.iterdir())


def test_a_stack_in_use_is_left_alone(backend: Backend) -> None:
    """While its process lives, the stack's lock and notes are that process's own."""
    lock = backend.lock(os.getpid())
    clear_up(backend.folder, "small", creates=True)
    assert lock.exists()
    assert PENDING == backend.pending


def test_the_lock_of_another_machine_is_left_alone(backend: Backend, dead: int) -> None:
    """Whether that process lives, only its machine can tell."""
    lock = backend.lock(dead, hostname="elsewhere")
    clear_up(backend.folder, "small", creates=True)
    assert lock.exists()
    assert PENDING == backend.pending


def test_a_number_may_be_another_process_s_by_now(backend: Backend) -> None:
    """A living process that began after the lock was written is not the one that wrote it."""
    lock = backend.lock(os.getpid(), written=datetime.now(UTC) - timedelta(days=1000))
    clear_up(backend.folder, "small", creates=True)
    assert not lock.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}', "null"])
def test_a_lock_that_cannot_be_read_is_left_alone(backend: Backend, text: str) -> None:
    """It may be half-written by a process that lives."""
    lock = backend.lock(1)
    lock.write_text(text)
    clear_up(backend.folder, "small", creates=True)
    assert lock.exists()
    assert PENDING == backend.pending


def test_with_the_official_provider_interrupted_creates_stay_noted(backend: Backend, dead: int) -> None:
    """It does not find what they made: a person must look."""
    lock = backend.lock(dead)
    clear_up(backend.folder, "small", creates=False)
    assert not lock.exists()
    assert PENDING == backend.pending


@pytest.mark.parametrize("latest", [None, {}, {"resources": []}])
def test_a_stack_without_interrupted_creates_is_not_written(backend: Backend, latest: Any) -> None:
    """Its file stays as it is, to the byte."""
    backend.write(latest)
    before = backend.state.stat()
    clear_up(backend.folder, "small", creates=True)
    assert (before.st_mtime_ns, before.st_ino) == (backend.state.stat().st_mtime_ns, backend.state.stat().st_ino)


def test_no_backend_is_no_error(tmp_path: Path) -> None:
    """A world in which nothing has been made yet."""
    clear_up(tmp_path, "small", creates=True)
    assert [] == list(tmp_path.iterdir())
