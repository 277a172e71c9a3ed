"""Whose Python language host serves: the CLI's own, or ours, which needs the SDK's script."""

from collections.abc import Callable
from pathlib import Path

import pytest

from splitctl.errors import UserError
from splitctl.sandbox.toolchain import find_or_make
from splitctl.sandbox.toolchain import go as golang
from splitctl.sandbox.toolchain.command import StepError

Program = Callable[..., Path]


def test_host_on_path(program: Program, go: Program) -> None:
    """A built CLI uses the language host that is on PATH, so it needs no script."""
    go()
    program("pulumi-language-python")
    assert ("built", None) == ((cli := find_or_make(print)).origin, cli.language_exec)


def test_host_beside_the_linked_file(program: Program, folder: Path, tmp_path: Path) -> None:
    """A `pulumi` on PATH that is a link has the host that lies beside the file linked to, as Pulumi sees it."""
    (folder / "pulumi").symlink_to(program("pulumi", "echo v3.259.0", into=tmp_path / "opt"))
    program("pulumi-language-python", into=tmp_path / "opt")
    assert find_or_make(print).language_exec is None


def test_script_of_a_cached_cli(program: Program, go: Program, folder: Path) -> None:
    """A CLI on PATH without a host gets the script of the CLI that is cached, without `go`."""
    go()
    cached = find_or_make(print)
    (folder / "go").unlink()
    program("pulumi", "echo v3.259.0")
    cli = find_or_make(print)
    assert ("PATH", cached.language_exec) == (cli.origin, cli.language_exec)


def test_script_of_the_module(program: Program, go: Program, builds: Callable[[], int], folder: Path) -> None:
    """With nothing cached, only the script is fetched, from its module, and once."""
    go()
    program("pulumi", "echo v3.259.0")
    script = find_or_make(print).language_exec
    assert script is not None
    assert "the script of the sdk module" == script.read_text()
    assert 0 == builds()
    (folder / "go").unlink()
    assert script == find_or_make(print).language_exec


def test_no_script(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the script cannot be fetched, the message says what is missing, why, and the remedy."""
    program("pulumi", "echo v3.259.0")

    def fail(_scratch: Path) -> Path:
        raise StepError("no package index")

    monkeypatch.setattr(golang, "fetch", fail)
    with pytest.raises(UserError) as caught:
        find_or_make(print)
    for part in ("no Python language host", "no `go` on PATH", "no package index", "Install the complete CLI"):
        assert part in str(caught.value)
