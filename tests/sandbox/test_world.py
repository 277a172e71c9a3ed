"""A world leaves nothing behind, however it ends."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from splitctl.errors import UserError
from splitctl.sandbox.processes import of_world
from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World, new_world

TELL = 'echo "$SPLIT_PIPELINES_SANDBOX_WORLD $SPLIT_PIPELINES_SANDBOX_TOKEN"; '


def eventually(true: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def splitctl(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start splitctl as a terminal does, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "splitctl", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


@pytest.fixture
def running(cli: PulumiCli, tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", Path, str]]:
    """A `sandbox exec` whose command waits, with children of its own; its world's folder and token."""
    assert cli
    # The shell becomes the last `sleep`: one that is just starting a child may miss a Ctrl-C.
    process = splitctl(tmp_path, "sandbox", "exec", "--", "sh", "-c", "sleep 300 & " + TELL + "exec sleep 300")
    assert process.stdout is not None
    folder, token = process.stdout.readline().split()
    assert Path(folder).is_dir()
    yield process, Path(folder), token
    process.kill()
    process.communicate()


def test_the_embedded_aws_answers_on_this_machine_only(world: World) -> None:
    """It is healthy, on loopback, and knows its own world from another on the same port."""
    assert world.is_healthy()
    assert world.endpoint.startswith("http://127.0.0.1:")
    assert not World(world.folder, world.endpoint, "another").is_healthy()


def test_a_world_ends_with_its_processes_and_files() -> None:
    """After the end there is no process with its token and no folder."""
    with new_world() as made:
        started = subprocess.Popen(
            ["sleep", "300"], env=os.environ | {"SPLIT_PIPELINES_SANDBOX_TOKEN": made.token}, start_new_session=True
        )
        # A process that has just begun may show no environment yet.
        assert eventually(lambda: {started.pid} < {process.pid for process in of_world(made.token)})
    assert -signal.SIGTERM == started.wait(1)
    assert [] == of_world(made.token)
    assert not made.folder.exists()
    assert not made.is_healthy()


def test_a_world_whose_aws_was_killed_is_cleared_away_too() -> None:
    """The embedded AWS clears up; if it cannot any more, the one who started it does."""
    with new_world() as made:
        (aws,) = of_world(made.token)
        aws.kill()
        assert eventually(lambda: not made.is_healthy())
    assert not made.folder.exists()


def test_an_embedded_aws_that_is_asked_to_end_clears_away(world: World) -> None:
    """As when a whole container stops: it does not leave that to somebody who may be gone."""
    (aws,) = of_world(world.token)
    aws.terminate()
    assert eventually(lambda: not world.folder.exists())
    assert eventually(lambda: not of_world(world.token))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_after_a_signal(
    running: tuple["subprocess.Popen[str]", Path, str], number: signal.Signals
) -> None:
    """Ctrl-C, a polite end, a closed terminal, even a kill of `sandbox exec`: all its processes and files go."""
    process, folder, token = running
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    code = process.wait(15)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 128 + number)
    assert eventually(lambda: not of_world(token))
    assert eventually(lambda: not folder.exists())


def test_a_port_that_is_taken_is_named() -> None:
    """One message, with the port and the remedy."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(UserError, match=f"port {port} cannot be used .*in use.*: choose another with --port"),
            new_world(port),
        ):
            pass


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without a free port gets that message, and no folder is left."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\ndef refuse(*_): raise OSError(98, 'Address already in use')\nsocket.socket.bind = refuse\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(UserError, match=r"no free port on 127\.0\.0\.1"), new_world():
        pass
    assert [] == list(tmp_path.glob("split-pipelines-*"))


def test_another_process_is_never_a_worlds() -> None:
    """Looking for a world's processes finds none of anybody else's."""
    assert [] == of_world("no such token")


def test_a_port_that_somebody_else_has_by_now_is_not_the_world(tmp_path: Path) -> None:
    """A process that speaks something else than HTTP there is not taken for an embedded AWS, and breaks nothing."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def babble() -> None:
            connection, _ = other.accept()
            with connection:
                connection.sendall(b"\xff\xfe 220 hello\r\n")

        speaking = threading.Thread(target=babble)
        speaking.start()
        assert not World(tmp_path, f"http://127.0.0.1:{other.getsockname()[1]}", "token").is_healthy()
        speaking.join()
