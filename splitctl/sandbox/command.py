"""One command in a world, from start to end."""

import fcntl
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from splitctl.errors import UserError
from splitctl.sandbox.environment import environment
from splitctl.sandbox.interrupted import clear_up
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
        if folder_of_project := project_folder(inside):
            project = Project.at(folder_of_project)
            clear_up(world.state, project.name, creates=not official_provider)
            ensure(project, world.work / "stacks.json", environ)
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
    with _signals() as passed_on:
        try:
            process = subprocess.Popen([executable or arguments[0], *arguments[1:]], cwd=inside, env=dict(environ))
        except OSError as error:
            raise UserError(f"{arguments[0]!r} does not run: {error.strerror}") from error
        passed_on(process)
        code = process.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _signals() -> Iterator[Callable[["subprocess.Popen[bytes]"], None]]:
    """Take signals from before a command starts until it has ended; give what it yields the command to pass them to.

    Ctrl-C reaches the command itself, which shares the terminal. What is ignored, as SIGHUP is under nohup, stays so.
    """
    commands: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def pass_on(number: int, _: FrameType | None) -> None:
        for command in commands:
            command.send_signal(number)
        if not commands:
            early.append(number)

    def start_passing(command: "subprocess.Popen[bytes]") -> None:
        commands.append(command)
        for number in early:
            command.send_signal(number)

    # Not SIG_IGN for Ctrl-C: the command would inherit that, and never end by it.
    handlers = dict.fromkeys(_PASSED_ON, pass_on) | {signal.SIGINT: lambda *_: None}
    heeded = {number for number in handlers if signal.getsignal(number) is not signal.SIG_IGN}
    before = {number: signal.signal(number, handlers[number]) for number in heeded}
    try:
        yield start_passing
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
