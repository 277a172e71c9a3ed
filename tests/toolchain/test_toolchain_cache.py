"""The per-user cache: shared, complete or absent, made by one process at a time."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

import splitctl
from splitctl.errors import UserError
from splitctl.sandbox.toolchain import cache_root, find_or_make

Program = Callable[..., Path]
Until = Callable[[Callable[[], bool]], None]
Setup = Callable[..., Popen[str]]


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _flip(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("pulumi", _truncate),
        ("pulumi", _flip),
        ("pulumi", Path.unlink),
        ("pulumi", lambda file: file.chmod(0o644)),
        ("pulumi-language-python-exec", Path.unlink),
        ("pulumi-language-python-exec", _flip),
        ("manifest.json", Path.unlink),
        ("manifest.json", _truncate),
        ("manifest.json", lambda file: file.write_text("[]")),
    ],
)
def test_damage_is_noticed(
    go: Program,
    builds: Callable[[], int],
    leftovers: Callable[[], list[str]],
    name: str,
    damage: Callable[[Path], object],
) -> None:
    """A CLI of which one byte is not as it was made is not used: it is made again, and this is said."""
    go()
    made = find_or_make(print)
    content = made.executable.read_bytes()
    damage(made.executable.parent / name)
    told: list[str] = []
    assert made == find_or_make(told.append)
    assert f"{made.executable.parent} is damaged: making it again." == told[0]
    assert 2 == builds()
    assert content == made.executable.read_bytes()
    assert [made.executable.parent.name] == leftovers()


def test_another_checkout_finds_it(go: Program, folder: Path, tmp_path: Path, setup: Setup) -> None:
    """What one checkout has made, another uses, without any means to make it."""
    go()
    made = find_or_make(print)
    (folder / "go").unlink()
    shutil.copytree(Path(splitctl.__file__).parent, tmp_path / "other" / "splitctl")
    process = setup(tmp_path / "other")
    output, errors = process.communicate(timeout=30)
    assert (0, "") == (process.returncode, errors)
    assert f"pulumi {made.version} (built) {made.executable}\n" == output


def test_a_failed_build_leaves_nothing(go: Program, leftovers: Callable[[], list[str]]) -> None:
    """When a build fails, nothing of it stays."""
    fake = go().with_name("fake_go.py")
    fake.write_text(fake.read_text() + "    sys.exit('no space left on device')\n")
    with pytest.raises(UserError, match="no space left on device"):
        find_or_make(print)
    assert [] == leftovers()


def test_a_killed_build_leaves_nothing_that_counts(
    go: Program,
    folder: Path,
    builds: Callable[[], int],
    leftovers: Callable[[], list[str]],
    setup: Setup,
    until: Until,
    running: Callable[[], list[str]],
) -> None:
    """After kill -9 in a build, `go` ends too; the next build begins anew, and sweeps what was left."""
    go()
    (folder / "hold").touch()
    process = setup()
    until(lambda: 1 == builds())
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    until(lambda: not running())
    assert [True] == [name.startswith(".partial-") for name in leftovers()]
    (folder / "hold").unlink()
    made = find_or_make(print)
    assert 2 == builds()
    assert [made.executable.parent.name] == leftovers()


def test_two_at_once_build_once(
    go: Program, folder: Path, builds: Callable[[], int], setup: Setup, until: Until
) -> None:
    """The second process says that it waits, and then uses what the first one made."""
    go()
    (folder / "hold").touch()
    first = setup()
    until(lambda: 1 == builds())
    second = setup()
    assert second.stderr is not None
    assert "Another process is making the Pulumi CLI: waiting for it...\n" == second.stderr.readline()
    (folder / "hold").unlink()
    assert first.communicate(timeout=30)[0] == second.communicate(timeout=30)[0] != ""
    assert (0, 0, 1) == (first.returncode, second.returncode, builds())


def test_a_cache_that_cannot_be_written(go: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message names the folder and the remedy."""
    go()
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(UserError) as caught:
        find_or_make(print)
    for part in (str(tmp_path / "file" / "split-pipelines"), "Not a directory", "Make it writable", "XDG_CACHE_HOME"):
        assert part in str(caught.value)


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is in XDG_CACHE_HOME, or in ~/.cache if that is not set, or not absolute."""
    assert tmp_path / "cache" / "split-pipelines" == cache_root()
    for relative in ("", "here"):
        monkeypatch.setenv("XDG_CACHE_HOME", relative)
        assert tmp_path / "home" / ".cache" / "split-pipelines" == cache_root()
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert tmp_path / "home" / ".cache" / "split-pipelines" == cache_root()
