"""Copies of working trees. Commands run in a copy, because Pulumi writes into stack files."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SKIPPED = {".git", ".venv", "node_modules", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
_LINKED = (".venv", "node_modules")


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

    def copy_into(self, work: Path) -> Path:
        """Bring the copy below `work` up to date and return its root.

        A file that commands of the world changed or made stays so until it changes in the tree itself.
        """
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        copy, manifest = work / name / self.root.name, work / name / "manifest.json"
        copy.mkdir(parents=True, exist_ok=True)
        before: dict[str, list[int]] = json.loads(manifest.read_text()) if manifest.exists() else {}
        now = {str(path): _stamp(self.root / path) for path in self._files()}
        for path in before.keys() - now.keys():  # first: a folder may have come in a file's place
            (copy / path).unlink(missing_ok=True)
        for path, stamp in now.items():
            if before.get(path) != stamp:
                _copy(self.root / path, copy / path)
        for link in _LINKED:
            if (self.root / link).is_dir() and not (copy / link).exists():
                (copy / link).symlink_to(self.root / link)
        new = manifest.with_suffix(".new")
        new.write_text(json.dumps(now))
        new.replace(manifest)
        return copy

    def _files(self) -> Iterator[Path]:
        listed = _git(self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        if listed is not None and (self.root / ".git").exists():
            names = (Path(os.fsdecode(name)) for name in listed.split(b"\0") if name)
            yield from (name for name in names if os.path.lexists(self.root / name))
            return
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in _SKIPPED]
            yield from (Path(folder, name).relative_to(self.root) for name in files)


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


def _stamp(file: Path) -> list[int]:
    """What changes when a file does."""
    status = file.lstat()
    return [status.st_mtime_ns, status.st_size, status.st_mode]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():  # a submodule
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=lambda *_: _SKIPPED)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Never half a file: a command of the same world may be reading it.
    new = target.with_name(f"{target.name}.new-{os.getpid()}")
    shutil.copy2(source, new, follow_symlinks=False)
    new.replace(target)
