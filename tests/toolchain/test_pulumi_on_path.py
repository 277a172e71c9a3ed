"""The first way: `pulumi` on PATH."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from splitctl.errors import UserError
from splitctl.sandbox.token import WORLD_VARIABLE
from splitctl.sandbox.toolchain import PulumiCli, cache_root, find_or_make, path

Program = Callable[..., Path]


@pytest.mark.parametrize(
    ("printed", "version"),
    [("v3.250.0", "3.250.0"), ("3.300.1", "3.300.1"), ("v4.0.0-alpha.1+dirty", "4.0.0")],
)
def test_one_that_is_new_enough_is_used(program: Program, printed: str, version: str) -> None:
    """3.250 or newer is taken as it is, however its version is written, without a word and without a cache."""
    pulumi, told = program("pulumi", f"echo {printed}"), list[str]()
    program("pulumi-language-python")
    assert PulumiCli(pulumi, version, "PATH", language_exec=None) == find_or_make(told.append)
    assert [] == told
    assert not cache_root().exists()


@pytest.mark.usefixtures("go")
def test_one_that_is_too_old_is_an_error(program: Program, go: Program, builds: Callable[[], int]) -> None:
    """An old one is named with its version and the remedy; no other way is tried, though there is one."""
    pulumi = program("pulumi", "echo v3.249.9")
    go()
    with pytest.raises(UserError) as caught:
        find_or_make(print)
    for part in (str(pulumi), "3.249.9", "3.250.0", "Upgrade it", "off PATH"):
        assert part in str(caught.value)
    assert 0 == builds()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo cannot load library >&2; exit 3", "exit code 3: cannot load library"),
        ("echo No version is set for this shim", "No version is set"),
        ("kill -9 $$", "exit code -9"),
    ],
)
def test_one_that_is_broken_is_an_error(program: Program, script: str, reason: str) -> None:
    """One that fails or prints no version is named with what it said and the remedy."""
    pulumi = program("pulumi", script)
    with pytest.raises(UserError) as caught:
        find_or_make(print)
    for part in (str(pulumi), "is broken", reason, "Repair it", "off PATH"):
        assert part in str(caught.value)


def test_one_that_cannot_be_started_is_an_error(program: Program) -> None:
    """A file that is no program of this machine is named as broken."""
    pulumi = program("pulumi")
    pulumi.write_bytes(b"\x7fELF of another machine")
    with pytest.raises(UserError, match=f"{pulumi}, is broken: .* cannot be started"):
        find_or_make(print)


def test_one_that_hangs_is_an_error(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    until: Callable[[Callable[[], bool]], None],
    running: Callable[[], list[str]],
) -> None:
    """One that never answers is given up, and killed with all that it has started."""
    program("sleeper.py", "").write_text("import time; time.sleep(60)")
    program("pulumi", f'"{sys.executable}" "${{0%/*}}/sleeper.py"; echo v3.259.0')
    monkeypatch.setattr(path, "SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(UserError, match=r"did not end within 0\.5 s"):
        find_or_make(print)
    assert time.monotonic() - begun < 5
    until(lambda: not running())


def test_those_of_a_sandbox_do_not_count(
    program: Program, go: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a sandbox, the cached CLI and the stand-in for the language host are on PATH: neither is the user's."""
    go()
    made = find_or_make(print)
    program("pulumi-language-python", into=tmp_path / "world" / "plugins")
    monkeypatch.setenv(WORLD_VARIABLE, str(tmp_path / "world"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'world' / 'plugins'}:{made.executable.parent}")
    assert made == find_or_make(print)
    assert made.language_exec is not None
