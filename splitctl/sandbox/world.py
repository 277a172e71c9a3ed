"""A world: an embedded AWS and a Pulumi state, with one lifetime."""

import http.client
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from splitctl.errors import UserError
from splitctl.sandbox.caller import harmless
from splitctl.sandbox.processes import end_all
from splitctl.sandbox.token import HEALTH_PATH, TOKEN_FILE, TOKEN_VARIABLE, WORLD_VARIABLE

_START_SECONDS = 30.0
_END_SECONDS = 15.0


@dataclass(frozen=True)
class World:
    """Where a world is: its private folder, its AWS and the token that its processes carry."""

    folder: Path
    endpoint: str
    token: str

    @property
    def state(self) -> Path:
        """Pulumi's backend."""
        return self.folder / "state"

    def home(self, provider: str) -> Path:
        """PULUMI_HOME for commands that use this aws provider: it holds Pulumi's plugins."""
        return self.folder / "home" / provider

    @property
    def work(self) -> Path:
        """The copies of working trees that commands run in."""
        return self.folder / "work"

    def is_healthy(self, timeout_seconds: float = 5.0) -> bool:
        """Whether this world's own AWS answers, and not another process on its port."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.endpoint + HEALTH_PATH, timeout=timeout_seconds) as answer:
                return bool(answer.read() == self.token.encode())
        except (OSError, ValueError, http.client.HTTPException):
            return False  # nobody there, or somebody else


@contextmanager
def new_world(port: int = 0) -> Iterator[World]:
    """Make a world, on a free port by default, and clear it away at the end, its processes and files with it.

    Raises UserError if the port is taken or the embedded AWS does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="split-pipelines-")).resolve()
    token = secrets.token_hex(16)
    aws: subprocess.Popen[str] | None = None
    try:
        for name in ("state", "home", "work"):
            (folder / name).mkdir()
        (folder / TOKEN_FILE).write_text(token)
        aws = _start_aws(folder, token, port)
        yield _await_health(aws, folder, token, port)
    finally:
        _end(aws, folder, token)


def _start_aws(folder: Path, token: str, port: int) -> subprocess.Popen[str]:
    # A session of its own: Ctrl-C must reach Pulumi first, which still needs its AWS to stop cleanly.
    with (folder / "aws.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "splitctl.sandbox.aws", str(port)],
            env=harmless() | {TOKEN_VARIABLE: token, WORLD_VARIABLE: str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )


def _await_health(aws: subprocess.Popen[str], folder: Path, token: str, port: int) -> World:
    assert aws.stdout is not None  # noqa: S101 - asked for above
    said = aws.stdout.readline().strip()
    if not said.isdigit():
        log = (folder / "aws.log").read_text().strip().splitlines()[-1:]
        reason = said.removeprefix("error: ") or " ".join(log) or "it ended without a word"
        if port:
            raise UserError(
                f"port {port} cannot be used ({reason}): choose another with --port, or leave it out for a free one"
            )
        raise UserError(f"the embedded AWS found no free port on 127.0.0.1: {reason}")
    world = World(folder, f"http://127.0.0.1:{said}", token)
    deadline = time.monotonic() + _START_SECONDS
    while not world.is_healthy():
        if time.monotonic() > deadline or aws.poll() is not None:
            raise UserError(f"the embedded AWS on {world.endpoint} does not answer; try again")
        time.sleep(0.05)
    return world


def _end(aws: subprocess.Popen[str] | None, folder: Path, token: str) -> None:
    if aws is not None:
        assert aws.stdin is not None  # noqa: S101 - asked for above
        aws.stdin.close()
        try:
            aws.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            aws.kill()
            aws.wait()
        assert aws.stdout is not None  # noqa: S101
        aws.stdout.close()
    if folder.exists():  # it was killed, and could not clear away
        end_all(token)
        shutil.rmtree(folder, ignore_errors=True)
