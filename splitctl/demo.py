"""`make demo`: both stacks in the sandbox, an image released to each, and a table of what exists afterwards."""

import argparse
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
from splitctl.inventory import Inventory
from splitctl.sandbox import command
from splitctl.sandbox.cli import say
from splitctl.sandbox.stacks import Project
from splitctl.sandbox.toolchain import find_or_make
from splitctl.sandbox.world import new_world
from splitctl.stand_in import push_stand_in

_GO_ON = """\
Go on with
  make test
      all tests: what happens when it goes wrong, too
  .venv/bin/splitctl sandbox exec -- pulumi preview --stack prod --policy-pack policy
      what a pull request checks
  .venv/bin/splitctl sandbox start
      a sandbox that stays; `sandbox exec` in another terminal joins it
  README.md, "On a real account"
      the same stack files, with your own repository in them, on AWS
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
                if code := command.run(_up(stack), inside, environ):
                    return code
        regions = {stack: _region(stack, inside, environ) for stack in stacks}
        for number, stack in enumerate(stacks, start=1):
            with phases.phase(f"push an image for each app, and release it to {stack}"):
                released = _push(_inventory(regions[stack], environ), stack, number)
                if code := command.run(_up(stack), inside, environ | released):
                    return code
        _show([_inventory(region, environ) for region in dict.fromkeys(regions.values())], phases)
    return 0


def _up(stack: str) -> list[str]:
    return ["pulumi", "up", "--yes", "--suppress-progress", "--stack", stack, "--policy-pack", "policy"]


def _push(inventory: Inventory, environment: str, number: int) -> dict[str, str]:
    """Push a stand-in image to each app's repository. Return the variables by which `pulumi up` releases them."""
    ecr = inventory.repository_client()
    released = {}
    for each in inventory.repositories:
        if each.environment == environment:
            digest = push_stand_in(ecr, each.name, number)
            say(f"pushed {each.name}@{digest}")
            released[f"SPLIT_PIPELINES_IMAGE_{each.app.upper().replace('-', '_')}"] = digest
    return released


def _show(inventories: list[Inventory], phases: Phases) -> None:
    console = Console()
    repositories = _table("What exists now, as the embedded AWS tells it", "ECR repository", "tags", "lifecycle rules")
    builds = _table("", "CodeBuild project", "started by")
    roles: dict[str, str] = {}
    for inventory in inventories:
        for each in sorted(inventory.repositories, key=lambda one: _prod_last(one.environment)):
            named = f"{each.name}\n{inventory.region}"
            repositories.add_row(each.environment, each.app, named, each.mutability, "\n".join(each.rules))
        for build in sorted(inventory.builds, key=lambda one: _prod_last(one.environment)):
            builds.add_row(build.environment, build.app, build.name, build.started_by)
        for role in inventory.builders:
            roles[role.name] = ", ".join(role.pushes_to) or "nothing"
    console.print()
    console.print(repositories)
    console.print(builds)
    for inventory in inventories:
        for service in sorted(inventory.services, key=lambda one: _prod_last(one.environment)):
            runs = f"service {service.name} runs {service.running} x {', '.join(map(_short, service.images))}"
            console.print(runs, highlight=False, markup=False, soft_wrap=True)
    for name, reached in roles.items():
        console.print(f"role {name} may push to: {reached}", highlight=False, markup=False, soft_wrap=True)

    times = Table(title="How long it took", title_justify="left")
    times.add_column("phase")
    times.add_column("seconds", justify="right")
    for name, seconds in phases.taken.items():
        times.add_row(name, f"{seconds:.1f}")
    times.add_section()
    times.add_row("together", f"{sum(phases.taken.values()):.1f}")
    console.print()
    console.print(times)
    console.print(f"\n{_GO_ON}", highlight=False, markup=False, soft_wrap=True)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    for column in ("environment", "app", *columns):
        table.add_column(column, overflow="fold")
    return table


def _short(image: str) -> str:
    """An image by its repository's name, and as much of its digest as people compare."""
    repository, _, digest = image.partition("@sha256:")
    return f"{repository.rpartition('/')[2]}@sha256:{digest[:12]}"


def _prod_last(environment: str) -> tuple[bool, str]:
    """The order of environments: nothing comes to prod first."""
    return environment == "prod", environment


def _region(stack: str, inside: Path, environ: dict[str, str]) -> str:
    configured = subprocess.run(
        ["pulumi", "config", "get", "aws:region", "--stack", stack],
        cwd=inside,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return configured.stdout.strip() or environ["AWS_REGION"]


def _inventory(region: str, environ: dict[str, str]) -> Inventory:
    import boto3  # noqa: PLC0415 - half a second that the first line of output should not wait for

    session = boto3.session.Session(
        aws_access_key_id=environ["AWS_ACCESS_KEY_ID"], aws_secret_access_key=environ["AWS_SECRET_ACCESS_KEY"]
    )
    return Inventory(session, region, environ["AWS_ENDPOINT_URL"])


if __name__ == "__main__":
    sys.exit(main())
