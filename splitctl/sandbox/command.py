"""One command in a world, from start to end."""

import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
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
    """Make ready what a command as if in `folder` needs; return its folder in the copy, and its environment.

    The project's stacks exist afterwards. Raises UserError if its Pulumi.yaml or a stack file cannot serve.
    """
    folder = folder.resolve()
    if folder.is_relative_to(world.folder):  # a command of this world that calls another: it is in the copy
        inside = folder
    else:
        tree = WorkingTree.around(folder)
        inside = tree.copy_into(world.work) / folder.relative_to(tree.root)
        inside.mkdir(parents=True, exist_ok=True)  # an empty or ignored folder is not in the copy
    environ = environment(world, cli, official_provider=official_provider) | {"PWD": str(inside)}
    if project := project_folder(inside):
        ensure(Project.at(project), world.work / "stacks.json", environ)
    return inside, environ


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

    before = {number: signal.signal(number, pass_on) for number in _PASSED_ON}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
