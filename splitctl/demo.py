"""`make demo`: the project's main job in the sandbox, and a table of what exists afterwards."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from splitctl.errors import UserError
from splitctl.sandbox import command
from splitctl.sandbox.cli import say
from splitctl.sandbox.stacks import Project
from splitctl.sandbox.toolchain import find_or_make
from splitctl.sandbox.world import new_world

_GO_ON = """\
Go on with
  make test
      all tests: what happens when it goes wrong, too
  .venv/bin/splitctl sandbox exec -- pulumi preview --stack prod --policy-pack policy
      what a pull request checks
  .venv/bin/splitctl sandbox start
      a sandbox that stays; `sandbox exec` in another terminal joins it
  README.md, "On a real account"
      the same stack files, unchanged, on AWS
"""


@dataclass
class Phases:
    """How long each part took, in seconds."""

    taken: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Announce a part, and time it."""
        say(f"\n--- {name}")
        before = time.monotonic()
        yield
        self.taken[name] = time.monotonic() - before


def main() -> int:
    """Run the demo. Exit code: the first failing `pulumi up`'s, or 2 where the sandbox cannot start."""
    arguments = argparse.ArgumentParser(prog="python -m splitctl.demo")
    arguments.add_argument("--started", type=float, default=time.time(), help="when set-up began, in epoch seconds")
    started = arguments.parse_args().started
    try:
        return _demo(Phases({"set-up": time.time() - started}))
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _demo(phases: Phases) -> int:
    folder = Path(__file__).parent.parent
    cli = find_or_make(say)
    with ExitStack() as world_ends:
        with phases.phase("start a sandbox"):
            world = world_ends.enter_context(new_world())
        with phases.phase("make the stacks"):
            inside, environ = command.prepare(world, cli, folder)
        stacks = sorted(Project.at(inside).stacks(), key=_prod_last)
        for stack in stacks:
            with phases.phase(f"pulumi up --stack {stack} --policy-pack policy"):
                up = ["pulumi", "up", "--yes", "--suppress-progress", "--stack", stack, "--policy-pack", "policy"]
                if code := command.run(up, inside, environ):
                    return code
        _show([row for stack in stacks for row in _rows(environ, _repositories(stack, inside, environ))], phases)
    return 0


def _show(rows: list[list[str]], phases: Phases) -> None:
    console = Console()
    table = Table(title="What exists now, as the embedded AWS tells it", title_justify="left", show_lines=True)
    for column in ("environment", "app", "ECR repository", "tags", "lifecycle rules, first to last"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print()
    console.print(table)

    times = Table(title="How long it took", title_justify="left")
    times.add_column("phase")
    times.add_column("seconds", justify="right")
    for name, seconds in phases.taken.items():
        times.add_row(name, f"{seconds:.1f}")
    times.add_section()
    times.add_row("together", f"{sum(phases.taken.values()):.1f}")
    console.print(times)
    console.print(f"\n{_GO_ON}", highlight=False, markup=False, soft_wrap=True)


def _prod_last(environment: str) -> tuple[bool, str]:
    """The order of environments: nothing comes to prod first."""
    return environment == "prod", environment


def _repositories(stack: str, inside: Path, environ: dict[str, str]) -> list[str]:
    """The addresses of the repositories that a stack says it has."""
    outputs = subprocess.run(
        ["pulumi", "stack", "output", "repositories", "--json", "--stack", stack],
        cwd=inside,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if outputs.returncode:
        raise UserError(f"stack {stack} does not say what repositories it has: {outputs.stderr.strip()}")
    return sorted(json.loads(outputs.stdout).values())


def _rows(environ: dict[str, str], addresses: list[str]) -> Iterator[list[str]]:
    import boto3  # noqa: PLC0415 - half a second that the first line of output should not wait for

    for address in addresses:
        host, _, name = address.partition("/")
        ecr = boto3.client(
            "ecr",
            region_name=host.split(".")[3],  # <account>.dkr.ecr.<region>.amazonaws.com
            endpoint_url=environ["AWS_ENDPOINT_URL"],
            aws_access_key_id=environ["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environ["AWS_SECRET_ACCESS_KEY"],
        )
        (repository,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
        listed = ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"]
        tags = {tag["Key"]: tag["Value"] for tag in listed}
        rules = json.loads(ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])["rules"]
        yield [
            tags["split-pipelines:environment"],
            tags["split-pipelines:app"],
            f"{name}\n{host.split('.')[3]}",
            repository["imageTagMutability"],
            "\n".join(f"{rule['rulePriority']} {rule['description']}" for rule in rules),
        ]


if __name__ == "__main__":
    sys.exit(main())
