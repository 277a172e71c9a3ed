"""`splitctl sandbox exec` and `start`, as a person types them."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from splitctl.sandbox.toolchain import PulumiCli

WORLD = "$SPLIT_PIPELINES_SANDBOX_WORLD"


def splitctl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run splitctl in a folder to its end."""
    return subprocess.run(
        [sys.executable, "-m", "splitctl", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(cli: PulumiCli, tmp_path: Path) -> Path:
    """A project without a program."""
    assert cli
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\n")
    (tmp_path / "sub").mkdir()
    return tmp_path


def start(folder: Path) -> tuple["subprocess.Popen[str]", dict[str, str]]:
    """Run `sandbox start`, and return it with what it says of itself."""
    command = [sys.executable, "-m", "splitctl", "sandbox", "start", "--json"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


@pytest.fixture
def started(folder: Path) -> Iterator[dict[str, str]]:
    """A world that `sandbox start` keeps; what it says of itself."""
    process, told = start(folder)
    try:
        yield told
        process.send_signal(signal.SIGINT)
        assert 0 == process.wait(20)
    finally:
        process.kill()
        process.communicate()


def test_the_exit_code_is_the_commands(folder: Path) -> None:
    """Output and exit code come through; stdout has nothing else in it."""
    ran = splitctl(folder, "sandbox", "exec", "--", "sh", "-c", "echo out; echo err >&2; exit 7")
    assert (7, "out\n") == (ran.returncode, ran.stdout)
    assert "err\n" in ran.stderr


def test_a_command_keeps_its_own_options(folder: Path) -> None:
    """What stands behind `--` is the command's, even if splitctl has an option of that name."""
    ran = splitctl(folder, "sandbox", "exec", "--", "sh", "-c", 'echo "$@"', "sh", "--help", "--fresh", "--", "-x")
    assert "--help --fresh -- -x\n" == ran.stdout


def test_a_command_that_is_not_there(folder: Path) -> None:
    """One message that names it, and exit code 2."""
    ran = splitctl(folder, "sandbox", "exec", "--", "pulumii", "up")
    assert (2, "error: there is no command 'pulumii' on PATH\n") == (ran.returncode, ran.stderr)


def test_a_command_runs_where_the_user_is(folder: Path) -> None:
    """In the copy of the folder that the user is in, and PWD says so."""
    ran = splitctl(folder / "sub", "sandbox", "exec", "--", "sh", "-c", 'pwd -P; echo "$PWD"; ls ..')
    first, second, *listed = ran.stdout.split()
    assert first == second
    assert first.endswith("/sub")
    assert str(folder) not in first
    assert "Pulumi.yaml" in listed


def test_each_command_has_a_world_of_its_own(folder: Path) -> None:
    """Without `start`, two commands share nothing."""
    first, second = (splitctl(folder, "sandbox", "exec", "--", "sh", "-c", f"echo {WORLD}").stdout for _ in "12")
    assert first != second
    assert not Path(first.strip()).exists()


def test_commands_join_a_started_world(folder: Path, started: dict[str, str]) -> None:
    """Same folder, anywhere in the same tree; --fresh asks for one of its own; the embedded AWS is the same one."""
    for place in (folder, folder / "sub"):
        ran = splitctl(place, "sandbox", "exec", "--", "sh", "-c", f"echo {WORLD} $AWS_ENDPOINT_URL")
        assert [started["folder"], started["endpoint"]] == ran.stdout.split()
    fresh = splitctl(folder, "sandbox", "exec", "--fresh", "--", "sh", "-c", f"echo {WORLD}")
    assert started["folder"] != fresh.stdout.strip()


def test_commands_may_join_at_once(folder: Path, started: dict[str, str]) -> None:
    """Six commands make ready the same copy and the same stacks, and none is in another's way."""
    assert started
    (folder / "Pulumi.one.yaml").touch()
    (folder / "Pulumi.two.yaml").touch()
    command = [sys.executable, "-m", "splitctl", "sandbox", "exec", "--", "pulumi", "stack", "ls"]
    running = [subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    for each in running:
        listed, _ = each.communicate(timeout=60)
        assert 0 == each.returncode
        assert {"one", "two"} < set(listed.split())


def test_a_command_of_a_world_stays_in_it(folder: Path) -> None:
    """A script that calls `sandbox exec` again is in the same world, and in the same copy."""
    nested = f"{sys.executable} -m splitctl sandbox exec -- sh -c 'echo {WORLD} $PWD'"
    ran = splitctl(folder, "sandbox", "exec", "--", "sh", "-c", f"echo {WORLD} $PWD; {nested}")
    outer, inner = ran.stdout.splitlines()
    assert outer == inner


def test_a_second_start_is_refused(folder: Path, started: dict[str, str]) -> None:
    """Two worlds for one tree would leave open which one a command joins."""
    ran = splitctl(folder, "sandbox", "start")
    assert 2 == ran.returncode
    assert f"runs already, on {started['endpoint']}" in ran.stderr


def test_a_killed_start_is_forgotten(folder: Path) -> None:
    """A command does not join a world that is gone."""
    process, told = start(folder)
    gone = told["folder"]
    process.kill()
    process.communicate()
    ran = splitctl(folder, "sandbox", "exec", "--", "sh", "-c", f"echo {WORLD}")
    assert (0, True) == (ran.returncode, gone != ran.stdout.strip())


def test_no_process_is_left(folder: Path) -> None:
    """`sandbox exec` takes with it what its command left running in the background."""
    ran = splitctl(folder, "sandbox", "exec", "--", "sh", "-c", "nohup sleep 300 >/dev/null 2>&1 & echo $!")
    left = [each for each in psutil.process_iter() if each.pid == int(ran.stdout)]
    # Who takes over orphans may not have taken note of its end yet.
    assert [] == [each for each in left if each.status() != psutil.STATUS_ZOMBIE]
