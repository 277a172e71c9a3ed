"""How long the preview of a stack with many apps takes, beside a flat program of the same resources.

Processor time of the Pulumi CLI and of all that it starts: engine, language host, program, and the sandbox's provider.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import boto3
import yaml

from bench.figures import Figure
from bench.flat import flat_program
from naming.tags import STACK
from splitctl.errors import UserError
from splitctl.sandbox import command
from splitctl.sandbox.toolchain import find_or_make
from splitctl.sandbox.world import World, new_world

_ROOT = Path(__file__).parent.parent
_MODEL = "model"
"""The stack that is really made, with one app, for the flat program to be made from."""
_ENVIRONMENT = "bench"
_IMAGE = f"sha256:{'1' * 64}"
_MOST_OF_FLAT = 1.15


@dataclass(frozen=True)
class Sizes:
    """How many apps the stacks have, in ascending order, and how often each is previewed."""

    apps: Sequence[int] = (1, 10, 25, 50)
    rounds: int = 3


@dataclass(frozen=True)
class Program:
    """A program that is ready to be previewed, in a stack that has nothing yet."""

    folder: Path
    environ: Mapping[str, str]
    stack: str

    def seconds(self) -> float:
        """The processor time that one preview takes."""
        before = _spent()
        self.run("preview", "--json")
        return _spent() - before

    def resources(self) -> dict[str, dict[str, Any]]:
        """The type and inputs of each resource of AWS that the preview would make, by its name."""
        steps = json.loads(self.run("preview", "--json"))["steps"]
        made = [step["newState"] for step in steps if step["newState"]["type"].startswith("aws:")]
        return {each["urn"].rpartition("::")[2]: {"type": each["type"], **each["inputs"]} for each in made}

    def run(self, *arguments: str) -> str:
        """Run the Pulumi CLI on the stack, and return what it prints. Raises UserError if it fails."""
        called = ("pulumi", "--non-interactive", *arguments, "--stack", self.stack)
        ran = subprocess.run(
            called, cwd=self.folder, env=dict(self.environ), capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise UserError(f"{' '.join(called)} failed:\n{ran.stdout}{ran.stderr}")
        return ran.stdout


def figures(sizes: Sizes) -> Iterator[Figure]:
    """Measure this project and a flat program by turns: what disturbs one disturbs the other."""
    most = sizes.apps[-1]
    taken: dict[int, list[float]] = {apps: [] for apps in sizes.apps}
    flat: list[float] = []
    with programs(sizes.apps) as (ours, theirs):
        for _ in range(sizes.rounds):
            for apps, program in ours.items():
                taken[apps].append(program.seconds())
            flat.append(theirs.seconds())
    seconds = {apps: median(found) for apps, found in taken.items()}
    for apps, found in seconds.items():
        yield Figure(f"preview {_count(apps)}", found, "s")
    first, middle, last = sizes.apps[0], *sizes.apps[-2:]
    early, late = (
        (seconds[after] - seconds[before]) / (after - before) for before, after in ((first, middle), (middle, last))
    )
    yield Figure(f"    each more, from {first} to {middle}", early * 1e3, "ms")
    yield Figure(f"    each more, from {middle} to {last}", late * 1e3, "ms")
    yield Figure("    the latter beside the former", late / early, "times")
    yield Figure(f"preview the resources of {_count(most)}, flat", median(flat), "s")
    beside = median(mine / other for mine, other in zip(taken[most], flat, strict=True))
    yield Figure("    this project beside it", beside, "times", _MOST_OF_FLAT)


@contextmanager
def programs(sizes: Sequence[int]) -> Iterator[tuple[dict[int, Program], Program]]:
    """In one world: the project itself with each of these numbers of apps, and the resources of the last one flat.

    Each app has a build, a service behind the load balancer and a schedule, and an image.
    """
    cli = find_or_make(lambda line: print(line, file=sys.stderr))
    with new_world() as world, tempfile.TemporaryDirectory() as made:
        folder, _ = command.prepare(world, cli, _ROOT)
        stacks = {f"bench-{apps}": apps for apps in sizes} | {_MODEL: 1}
        for stack, apps in stacks.items():
            _configure(
                folder,
                stack,
                {
                    "split-pipelines:environment": _ENVIRONMENT,
                    "split-pipelines:apps": {_name(number): _app(number) for number in range(apps)},
                },
            )
        _, environ = command.prepare(world, cli, _ROOT)
        ready = {stack: Program(folder, environ | _images(apps), stack) for stack, apps in stacks.items()}
        model = ready.pop(_MODEL)
        model.run("up", "--yes", "--skip-preview")
        state = json.loads(model.run("stack", "export"))["deployment"]["resources"]
        _let_go(world, f"apps-{_ENVIRONMENT}")
        flat = flat_program(state, _name(0), [_name(number) for number in range(sizes[-1])])
        # The model's tags say that all is the model's.
        _write(Path(made), flat.replace(f"split-pipelines/{_MODEL}", f"split-pipelines/bench-{sizes[-1]}"))
        inside, _ = command.prepare(world, cli, Path(made))
        _configure(inside, "flat", {})
        yield dict(zip(sizes, ready.values(), strict=True)), Program(*command.prepare(world, cli, Path(made)), "flat")


def _let_go(world: World, cluster: str) -> None:
    """Take the tag from a cluster that says which stack has it: another stack would be refused, to preview the same."""
    access = {"aws_access_key_id": "sandbox", "aws_secret_access_key": "sandbox"}
    ecs = boto3.client("ecs", "eu-west-1", endpoint_url=world.endpoint, **access)
    (held,) = ecs.describe_clusters(clusters=[cluster])["clusters"]
    ecs.untag_resource(resourceArn=held["clusterArn"], tagKeys=[STACK])


def _configure(folder: Path, stack: str, config: Mapping[str, Any]) -> None:
    settings = {"config": {"aws:region": "eu-west-1", **config}}
    (folder / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump(settings))


def _write(folder: Path, program: str) -> None:
    """A project like this one with another program."""
    settings = yaml.safe_load((_ROOT / "Pulumi.yaml").read_text())
    settings["name"] = "flat"
    settings["runtime"]["options"]["virtualenv"] = sys.prefix
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(settings))
    (folder / "__main__.py").write_text(program)


def _images(apps: int) -> dict[str, str]:
    return {f"SPLIT_PIPELINES_IMAGE_{_name(number).upper()}": _IMAGE for number in range(apps)}


def _spent() -> float:
    """The processor time of all commands that have ended, and of what they started and waited for, as Pulumi does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _app(number: int) -> dict[str, Any]:
    return {
        "build": {"source": "https://github.com/your-org/shop", "context": f"apps/{_name(number)}", "branch": "main"},
        "services": {"web": {"port": 8080, "paths": [f"/{_name(number)}/*"]}},
        "schedules": {"nightly": {"expression": "rate(1 day)"}},
    }


def _name(number: int) -> str:
    return f"app{number:02}"


def _count(apps: int) -> str:
    return f"{apps} app{'' if apps == 1 else 's'}"
