"""What tests of the sandbox share: worlds of their own, and projects to run in them."""

import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import boto3
import hypothesis
import pytest

from splitctl.sandbox import command
from splitctl.sandbox.toolchain import PulumiCli, find_or_make
from splitctl.sandbox.world import World, new_world

ROOT = Path(__file__).parent.parent

# Started in the background, as by nohup, everything here would inherit that these are ignored, and never end by them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# A machine that is busy with other tests is no finding.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


@dataclass(frozen=True)
class Sandbox:
    """A world with a project in it."""

    world: World
    cli: PulumiCli
    folder: Path
    timeout_seconds: float = 120
    """How long a command may take."""

    def run(
        self, *arguments: str, code: int | None = 0, environ: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the project's copy.

        `code`: the exit code that it must have; None: any. `environ`: variables besides the sandbox's own.
        """
        inside, prepared = command.prepare(self.world, self.cli, self.folder)
        ran = subprocess.run(
            arguments,
            cwd=inside,
            env={**prepared, **environ},
            capture_output=True,
            text=True,
            timeout=self.timeout_seconds,
            check=False,
        )
        if code is not None:
            assert code == ran.returncode, f"{' '.join(arguments)}\n{ran.stdout}\n{ran.stderr}"
        return ran

    def pulumi(self, *arguments: str, code: int | None = 0, environ: Mapping[str, str] = MappingProxyType({})) -> str:
        """Run the Pulumi CLI and return all that it printed."""
        ran = self.run("pulumi", "--non-interactive", *arguments, code=code, environ=environ)
        return ran.stdout + ran.stderr

    def up(self, *arguments: str, code: int | None = 0, environ: Mapping[str, str] = MappingProxyType({})) -> str:
        """Update without a preview, which most tests do not need."""
        update = ("up", "--yes", "--skip-preview", "--suppress-progress")
        return self.pulumi(*update, *arguments, code=code, environ=environ)

    def planned(self, *arguments: str) -> dict[str, list[str]]:
        """What a preview would do: the names of the resources by operation, those that stay the same left out."""
        read = json.loads(self.run("pulumi", "--non-interactive", "preview", "--json", *arguments).stdout)
        found: dict[str, list[str]] = {}
        for step in read["steps"]:
            if step["op"] not in ("same", "read", "refresh"):
                found.setdefault(step["op"], []).append(step["urn"].rsplit("::", 1)[1])
        return {operation: sorted(names) for operation, names in found.items()}

    def resources(self, *arguments: str) -> dict[str, dict[str, Any]]:
        """The resources in a stack's state, by name."""
        exported = json.loads(self.run("pulumi", "stack", "export", *arguments).stdout)
        return {each["urn"].rsplit("::", 1)[1]: each for each in exported["deployment"].get("resources", [])}

    def aws(self, service: str, region: str = "eu-west-1") -> Any:
        """A client of the embedded AWS, to look at what it holds, or to change it behind Pulumi's back."""
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.world.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )

    def write(self, program: str) -> None:
        """Make `program` the project's program."""
        (self.folder / "__main__.py").write_text(textwrap.dedent(program))


@pytest.fixture(scope="session")
def cli() -> PulumiCli:
    """The Pulumi CLI that `make setup` found or made."""
    return find_or_make(lambda line: print(line, file=sys.stderr))


@pytest.fixture
def world() -> Iterator[World]:
    """A world of the test's own."""
    with new_world() as made:
        yield made


@pytest.fixture
def project(world: World, cli: PulumiCli, tmp_path: Path) -> Callable[[str], Sandbox]:
    """Makes a small project from its program, with one stack, `test`."""

    def make(program: str) -> Sandbox:
        folder = tmp_path / "project"
        folder.mkdir()
        runtime = f"runtime: {{name: python, options: {{virtualenv: {json.dumps(sys.prefix)}}}}}\n"
        (folder / "Pulumi.yaml").write_text(f"name: small\n{runtime}")
        (folder / "Pulumi.test.yaml").write_text("config:\n  aws:region: eu-west-1\n")
        made = Sandbox(world, cli, folder)
        made.write(program)
        return made

    return make


@pytest.fixture
def this_project(world: World, cli: PulumiCli) -> Sandbox:
    """The project that these tests belong to, with its stacks staging and prod."""
    return Sandbox(world, cli, ROOT)
