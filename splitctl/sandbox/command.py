"""One command in a world, from start to end."""

import fcntl
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from splitctl.errors import UserError
from splitctl.sandbox.environment import environment
from splitctl.sandbox.stacks import Project, ensure
from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.worktree import WorkingTree, project_folder
from splitctl.sandbox.world import World

_PASSED_ON = (signal.SIGTERM, signal.SIGHUP)


def prepare(
    world: World, cli: PulumiCli, folder: Path, *, official_provider: bool = False
) -> tuple[Path, dict[str, str]]:
    """Make ready what a command as if in `folder` needs; return the folder to run it in, and its environment.

    In a Pulumi project that is the folder's place in a copy of the working tree, and the project's stacks exist.
    Raises UserError if its Pulumi.yaml or a stack file cannot serve.
    """
    inside = folder.resolve()
    with _alone(world):
        # A command of this world that calls another is in the copy; and without a project Pulumi writes nothing.
        if not inside.is_relative_to(world.folder) and project_folder(inside):
            tree = WorkingTree.around(inside)
            inside = tree.copy_into(world.work) / inside.relative_to(tree.root)
            inside.mkdir(parents=True, exist_ok=True)  # an empty or ignored folder is not in the copy
        environ = environment(world, cli, official_provider=official_provider) | {"PWD": str(inside)}
        if project := project_folder(inside):
            ensure(Project.at(project), world.work / "stacks.json", environ)
    return inside, environ


@contextmanager
def _alone(world: World) -> Iterator[None]:
    """Two commands of one world make it ready one after the other."""
    with (world.work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(arguments: Sequence[str], inside: Path, environ: Mapping[str, str]) -> int:
    """Run a command in a folder and an environment that `prepare` made, and return its exit code.

    A command that a signal ended counts as 128 and the signal's number, as in a shell. Raises UserError if there
    is no such command.
    """
    executable = shutil.which(arguments[0], path=environ["PATH"])
    if executable is None and "/" not in arguments[0]:
        raise UserError(f"there is no command {arguments[0]!r} on PATH")
    try:
        process = subprocess.Popen([executable or arguments[0], *arguments[1:]], cwd=inside, env=dict(environ))
    except OSError as error:
        raise UserError(f"{arguments[0]!r} does not run: {error.strerror}") from error
    code = _wait(process)
    return code if code >= 0 else 128 - code


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Wait to the end. Ctrl-C reaches the command itself, which shares the terminal; other signals are passed on."""

    def pass_on(number: int, _: FrameType | None) -> None:
        process.send_signal(number)

    # What is ignored, as SIGHUP is under nohup, stays so.
    heeded = [number for number in _PASSED_ON if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, pass_on) for number in heeded}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
