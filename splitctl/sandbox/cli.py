"""`splitctl sandbox`."""

import json
import signal
import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from splitctl.sandbox import command, started
from splitctl.sandbox.toolchain import find_or_make
from splitctl.sandbox.worktree import WorkingTree
from splitctl.sandbox.world import new_world

app = typer.Typer(help="An AWS account, a Pulumi account and a network that need none of them.", no_args_is_help=True)


class Provider(StrEnum):
    """Which aws plugin Pulumi uses."""

    stand_in = "stand-in"
    official = "official"


def say(line: str) -> None:
    """A line of progress, on stderr: stdout is for results."""
    print(line, file=sys.stderr, flush=True)


@app.command("exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def exec_(
    arguments: Annotated[list[str], typer.Argument(metavar="-- COMMAND...", help="What to run.")],
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a world even if one is started.")] = False,
    provider: Annotated[Provider, typer.Option(help="The aws plugin.")] = Provider.stand_in,
) -> None:
    """Run COMMAND against the embedded AWS, with the project's stacks at hand; exit with its code.

    It joins the world that `sandbox start` keeps for this working tree, or makes one for COMMAND alone. COMMAND runs
    in a copy of the tree: what it writes below the current folder ends with the world.
    """
    folder = Path.cwd()
    cli = find_or_make(say)
    official = provider is Provider.official
    joined = None if fresh else started.find(WorkingTree.around(folder).root)
    with nullcontext(joined) if joined else new_world() as world:
        code = command.run(arguments, *command.prepare(world, cli, folder, official_provider=official))
    raise typer.Exit(code)


@app.command()
def start(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for a free one.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Say where it is as JSON.")] = False,
) -> None:
    """Keep a world running until Ctrl-C; `sandbox exec` in the same working tree joins it."""
    tree = WorkingTree.around(Path.cwd()).root
    find_or_make(say)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, signal.default_int_handler)
    with new_world(port) as world, started.announced(world, tree):
        if as_json:
            print(json.dumps({"endpoint": world.endpoint, "folder": str(world.folder)}), flush=True)
        else:
            print(f"The sandbox for {tree} runs on {world.endpoint}", flush=True)
            say("In another terminal: splitctl sandbox exec -- pulumi up --stack staging\nCtrl-C ends it.")
        try:
            signal.pause()
        except KeyboardInterrupt:
            say("The sandbox has ended, and all that was in it.")
