"""The per-user cache: folders that are complete, or not there."""

import fcntl
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from splitctl.errors import UserError

from .progress import Progress

_MANIFEST = "manifest.json"
_PARTIAL = ".partial-"  # begins the names of folders that are being made


@dataclass(frozen=True)
class Entry:
    """A folder of the cache whose every file is as it was made."""

    folder: Path
    origin: str  # how it was made: "installed", "built"


def cache_root() -> Path:
    """Return the user's cache: `$XDG_CACHE_HOME/split-pipelines`, by default `~/.cache/split-pipelines`.

    As the XDG specification demands, a relative XDG_CACHE_HOME is ignored. The folder need not exist.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "split-pipelines"


def entry_name(what: str, version: object) -> str:
    """Name the entry of one version on this operating system and processor."""
    return f"{what}-{version}-{platform.system().lower()}-{platform.machine().lower()}"


def find(name: str) -> Entry | None:
    """Return the entry called `name`, or None if there is none or a byte of it has changed.

    Every file is hashed every time: 0.1 s for a CLI of 115 MB, which is less than starting it takes.
    """
    folder = cache_root() / name
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        intact = all(_fingerprint(folder / file) == known for file, known in manifest["files"].items())
        return Entry(folder, str(manifest["origin"])) if intact else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def obtain(name: str, make: Callable[[Path, Path], str], progress: Progress) -> Entry:
    """Return the entry called `name`. If there is no intact one, make it, in one process at a time.

    `make(entry, scratch)` fills the folder `entry`, may use the folder `scratch`, and returns the origin. The
    entry takes its place in one rename, after all of it has reached the disk. Raises UserError if the cache
    cannot be written; errors of `make` come through, and leave nothing.
    """
    if entry := find(name):
        return entry
    try:
        with _lock(progress):
            if entry := find(name):  # made by another process meanwhile
                return entry
            _sweep()
            place = cache_root() / name
            if place.exists():
                progress(f"{place} is damaged: making it again.")
            partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=cache_root()))
            try:
                new, scratch = partial / "entry", partial / "scratch"
                new.mkdir()
                scratch.mkdir()
                origin = make(new, scratch)
                _seal(new, origin)
                if place.exists():
                    place.rename(partial / "damaged")
                new.rename(place)
                _sync(cache_root())
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise UserError(
            f"The cache {cache_root()} cannot be written: {error}. Make it writable and make room, or set "
            "XDG_CACHE_HOME to a folder that is."
        ) from error
    return Entry(place, origin)


@contextmanager
def _lock(progress: Progress) -> Iterator[None]:
    """Hold the cache's one lock. The kernel releases it when its holder ends, however that ends."""
    cache_root().mkdir(parents=True, exist_ok=True)
    with (cache_root() / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("Another process is making the Pulumi CLI: waiting for it...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Remove what killed processes have left. Whoever holds the lock knows that none of it is in use."""
    for left in cache_root().glob(_PARTIAL + "*"):
        shutil.rmtree(left, ignore_errors=True)


def _seal(folder: Path, origin: str) -> None:
    """Write the manifest, and see all of the folder onto the disk."""
    manifest = {"origin": origin, "files": {path.name: _fingerprint(path) for path in folder.iterdir()}}
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in (*folder.iterdir(), folder):
        _sync(path)


def _fingerprint(path: Path) -> list[object]:
    """Size, executability and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return [path.stat().st_size, os.access(path, os.X_OK), digest]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
