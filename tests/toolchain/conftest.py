"""A machine of its own for each test: an empty PATH, home and cache, and no way to the official installer."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

import splitctl
from splitctl.sandbox.token import WORLD_VARIABLE
from splitctl.sandbox.toolchain import cache_root, installer
from splitctl.sandbox.toolchain.version import pinned_pulumi

NO_ADDRESS = "file:///there/is/no/installer"

FAKE_GO = """
import json, sys, time
from pathlib import Path
here = Path({folder!r})
with (here / "go.log").open("a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == "version":
    print("go version go{version} linux/amd64")
elif sys.argv[1] == "list":
    print("fmt", "os", sep="\\n")
elif sys.argv[1] == "mod":
    script = here / "sdk" / "python" / "cmd" / "pulumi-language-python-exec"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("the script of the sdk module")
    print(json.dumps(dict(Dir=str(here / "sdk"))))
elif sys.argv[1] == "build":
    while (here / "hold").exists():
        if not (here / "silent").exists():
            print("still compiling", file=sys.stderr, flush=True)
        time.sleep(0.02)
    built = Path(sys.argv[sys.argv.index("-o") + 1])
    built.write_text("#!/bin/sh\\necho {says}\\n")
    built.chmod(0o755)
"""

# What `python -m splitctl.sandbox.toolchain` does, on a machine that cannot reach the installer.
SETUP = f"""
import runpy
from splitctl.sandbox.toolchain import installer
installer.ADDRESS = {NO_ADDRESS!r}
runpy.run_module("splitctl.sandbox.toolchain", run_name="__main__")
"""

Setup = Callable[..., subprocess.Popen[str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    monkeypatch.setenv("PATH", str(bin_folder))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(WORLD_VARIABLE, raising=False)
    monkeypatch.setattr(installer, "ADDRESS", NO_ADDRESS)
    return bin_folder


@pytest.fixture
def program(folder: Path) -> Callable[..., Path]:
    """Put a shell script on PATH, or into another folder."""

    def write(name: str, script: str = "", into: Path = folder) -> Path:
        into.mkdir(parents=True, exist_ok=True)
        file = into / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return write


@pytest.fixture
def go(folder: Path, program: Callable[..., Path]) -> Callable[..., Path]:
    """Put a `go` on PATH, or into another folder: it builds a `pulumi` that says that it is version `says`."""

    def write(version: str = "99.1.2", says: str = f"v{pinned_pulumi()}", into: Path = folder) -> Path:
        into.mkdir(parents=True, exist_ok=True)
        script = into / "fake_go.py"
        script.write_text(FAKE_GO.format(folder=str(into), version=version, says=says))
        return program("go", f'exec "{sys.executable}" -S -E "{script}" "$@"', into=into)

    return write


@pytest.fixture
def builds(folder: Path) -> Callable[[], int]:
    """Count the builds that the `go` on PATH has begun."""

    def count() -> int:
        log = folder / "go.log"
        return sum(line.startswith("build ") for line in log.read_text().splitlines()) if log.exists() else 0

    return count


@pytest.fixture
def leftovers() -> Callable[[], list[str]]:
    """List what the cache holds besides its lock."""
    return lambda: sorted(path.name for path in cache_root().iterdir() if path.name != ".lock")


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    """Start `python -m splitctl.sandbox.toolchain` from this checkout or another; what still runs at the end dies."""
    started: list[subprocess.Popen[str]] = []

    def start(checkout: Path = Path(splitctl.__file__).parents[1]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SETUP],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    (tmp_path / "bin" / "hold").unlink(missing_ok=True)
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait for a condition, for 10 seconds at most."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, "waited for 10 seconds in vain"
            time.sleep(0.02)

    return wait


@pytest.fixture
def running(tmp_path: Path) -> Callable[[], list[str]]:
    """List the command lines of processes that this test's programs have left running."""

    def command_lines() -> list[str]:
        lines = (" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"]))
        return [line for line in lines if str(tmp_path / "bin") in line]

    return command_lines
