"""What is being made: noted before AWS is asked, so that a killed update loses nothing.

Pulumi learns of a new thing when its create has returned. Killed before that, it would make the thing a second time, or
fail on its name. The next create of the same resource finds it by the note.

Notes outlive processes, not the machine: so does the world that they are about.
"""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path

from splitctl.errors import UserError
from splitctl.sandbox.provider.deployed import deployed
from splitctl.sandbox.provider.values import Properties


@dataclass(frozen=True)
class Note:
    """Something that is made, or was and Pulumi may not know it."""

    urn: str
    inputs: Properties
    """What AWS was asked for, without secrets."""
    resource_id: str | None = None
    """None: AWS has not answered yet, or nobody was there to hear it."""
    noted_at: float = 0.0


class Journal:
    """The notes of one world."""

    def __init__(self, folder: Path, backend: Path) -> None:
        """Keep notes in `folder`, made if missing. `backend`: where Pulumi keeps its state."""
        self._folder, self._backend, self._parent = folder, backend, os.getppid()
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def alone(self, urn: str) -> Iterator[None]:
        """Change a resource while no other process does, such as one that a killed update left running.

        Raises UserError in such a process itself: who asked for the change is gone.
        """
        with self._file(urn, ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.getppid() != self._parent:
                raise UserError("the Pulumi CLI that asked for this change is gone, so it is not made")
            yield

    def note(self, urn: str, inputs: Properties) -> Note:
        """Note that AWS will now be asked for this."""
        return self._write(Note(urn, inputs, noted_at=time.time()))

    def made(self, note: Note, resource_id: str) -> None:
        """Note what AWS has made of it."""
        self._write(replace(note, resource_id=resource_id))

    def forget(self, urn: str) -> None:
        """There is nothing, or Pulumi knows it."""
        self._file(urn, ".json").unlink(missing_ok=True)

    def find(self, urn: str) -> Note | None:
        """What an earlier update may have left behind under this name."""
        try:
            return Note(**json.loads(self._file(urn, ".json").read_text()))
        except FileNotFoundError:
            return None

    def settle(self) -> None:
        """Forget what Pulumi's state knows by now.

        It is read once for each stack: again for each note, many resources would take minutes.
        """
        # What is noted after this may be about a later state than the one that is read.
        asked_at, known = time.time(), cache(partial(deployed, self._backend))
        for file in self._folder.glob("*.json"):
            with file.with_suffix(".lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    note = Note(**json.loads(file.read_text()))
                except (BlockingIOError, FileNotFoundError):
                    continue  # it is being made, or another process was faster
                stack, project = note.urn.removeprefix("urn:pulumi:").split("::")[:2]
                is_made = note.resource_id and note.noted_at <= asked_at
                if is_made and (note.urn, note.resource_id) in known(project, stack):
                    file.unlink()

    def _write(self, note: Note) -> Note:
        file = self._file(note.urn, ".json")
        new = file.with_suffix(".new")
        new.write_text(json.dumps(asdict(note)))
        new.replace(file)
        return note

    def _file(self, urn: str, suffix: str) -> Path:
        return self._folder / f"{hashlib.sha256(urn.encode()).hexdigest()[:32]}{suffix}"
