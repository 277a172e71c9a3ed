"""Copies of working trees. Commands run in a copy, because Pulumi writes into stack files."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SKIPPED = {".git", ".venv", "node_modules", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
_LINKED = (".venv", "node_modules")
_COPY_DEPTH = 2
"""A copy is a folder with the name of its tree, in one for this tree alone."""


@dataclass(frozen=True)
class WorkingTree:
    """A user's tree: its git checkout, or outside of one the folder of the nearest Pulumi.yaml."""

    root: Path

    @classmethod
    def around(cls, folder: Path) -> "WorkingTree":
        """The tree that `folder` is in. Default, with neither git nor a Pulumi.yaml above: `folder` alone."""
        project = project_folder(folder)
        top = _git(folder, "rev-parse", "--show-toplevel")
        checkout = Path(os.fsdecode(top).rstrip("\n")) if top is not None else None
        # A checkout within a project, of something that the project uses, is not all that its program needs.
        if checkout and (project is None or project.is_relative_to(checkout)):
            return cls(checkout)
        return cls(project or folder)

    @classmethod
    def of_copy(cls, folder: Path, work: Path) -> "WorkingTree | None":
        """The copy that `folder` is in, if it is one that `copy_into` made below `work`. Else None."""
        inside, copies = folder.resolve(), work.resolve()
        parts = inside.relative_to(copies).parts[:_COPY_DEPTH] if inside.is_relative_to(copies) else ()
        return cls(copies.joinpath(*parts)) if len(parts) == _COPY_DEPTH else None

    def copy_into(self, work: Path) -> Path:
        """Bring the copy below `work` up to date and return its root.

        A file that commands of the world changed or made stays so until it changes in the tree itself.
        """
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        copy, manifest = work / name / self.root.name, work / name / "manifest.json"
        copy.mkdir(parents=True, exist_ok=True)
        before: dict[str, list[int]] = json.loads(manifest.read_text()) if manifest.exists() else {}
        now = {str(path): self._stamp(path) for path in self._files()}
        for path in before.keys() - now.keys():  # first: a folder may have come in a file's place
            # Never through a link: what lies behind it is the user's own.
            if (copy / path).parent.resolve().is_relative_to(copy.resolve()):
                _remove(copy / path)
        for path, stamp in now.items():
            if before.get(path) != stamp:
                self._copy(Path(path), copy)
        for link in _LINKED:
            if (self.root / link).is_dir() and not (copy / link).exists():
                (copy / link).symlink_to(self.root / link)
        new = manifest.with_suffix(".new")
        new.write_text(json.dumps(now))
        new.replace(manifest)
        return copy

    def _files(self) -> Iterator[Path]:
        listed = _git(self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        if listed is None or not (self.root / ".git").exists():
            yield from self._below(Path())
            return
        for name in (Path(os.fsdecode(name)) for name in listed.split(b"\0") if name):
            place = self.root / name
            if name.parts[0] in _LINKED or not os.path.lexists(place):
                continue
            if place.is_dir() and not place.is_symlink():  # a checkout within this one, or a submodule
                yield from self._below(name)
            else:
                yield name

    def _below(self, part: Path) -> Iterator[Path]:
        for folder, folders, files in os.walk(self.root / part):
            folders[:] = [name for name in folders if name not in _SKIPPED]
            yield from (Path(folder, name).relative_to(self.root) for name in files)

    def _leads_out(self, path: Path) -> bool:
        """Whether a file is a link that would lead out of the copy: a command could write through it."""
        place = self.root / path
        if not place.is_symlink() or not place.is_file():
            return False
        target = place.readlink()
        return target.is_absolute() or not (place.parent / target).resolve().is_relative_to(self.root.resolve())

    def _stamp(self, path: Path) -> list[int]:
        """What changes when a file does."""
        status = (self.root / path).stat(follow_symlinks=self._leads_out(path))
        return [status.st_mtime_ns, status.st_size, status.st_mode]

    def _copy(self, path: Path, copy: Path) -> None:
        source, target = self.root / path, copy / path
        for parent in reversed(path.parents[:-1]):
            if (copy / parent).is_symlink() or (copy / parent).is_file():  # a folder has come in its place
                (copy / parent).unlink()
        target.parent.mkdir(parents=True, exist_ok=True)
        # Never half a file: a command of the same world may be reading it.
        new = target.with_name(f"{target.name}.new-{os.getpid()}")
        shutil.copy2(source, new, follow_symlinks=self._leads_out(path))
        if target.is_dir() and not target.is_symlink():
            _remove(target)
        new.replace(target)


def project_folder(folder: Path) -> Path | None:
    """The nearest folder from `folder` upwards that holds a Pulumi.yaml, as Pulumi itself looks for it."""
    for candidate in (folder, *folder.parents):
        if (candidate / "Pulumi.yaml").is_file() or (candidate / "Pulumi.yml").is_file():
            return candidate
    return None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says in `folder`; None outside of a checkout, and where there is no git."""
    # In a hook, git's own variables would point at the repository of the hook.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        asked = subprocess.run(["git", *arguments], cwd=folder, env=environ, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return asked.stdout if asked.returncode == 0 else None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
