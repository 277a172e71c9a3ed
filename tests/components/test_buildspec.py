"""The buildspec, run as CodeBuild runs it: by the shell it names, with stand-ins for docker and aws on the PATH."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from builds.build import Build
from builds.secret import parse_secret
from builds.source import GitHub, parse_source
from components.buildspec import buildspec

REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web-staging"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
# Each call leaves a line: what it was called with, and what it was told by the environment.
STAND_IN = """#!/usr/bin/env python3
import json, os, pathlib, sys
told = {name: os.environ.get(name) for name in ("BASE_REGISTRY", "VERSION", "NPM_TOKEN")}
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps([pathlib.Path(sys.argv[0]).name, sys.argv[1:], told]) + "\\n")
sys.exit(int("buildx" in sys.argv and os.environ.get("FAILING", "0")))
"""


def made(url: str = "https://github.com/acme/shop", **options: Any) -> dict[str, Any]:
    """Return the buildspec for a source, as CodeBuild reads it."""
    build = Build(source=parse_source(url), **options)
    read: dict[str, Any] = yaml.safe_load(
        buildspec(build, repository_url=REPOSITORY, base_registry="public.ecr.aws/docker")
    )
    return read


class CodeBuild:
    """Runs buildspecs in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.source, self.calls_file, self.bin = folder / "source", folder / "calls", folder / "bin"
        for each in (self.source, self.bin):
            each.mkdir()
        for name in ("docker", "aws"):
            (self.bin / name).write_text(STAND_IN)
            (self.bin / name).chmod(0o755)

    def run(self, spec: Mapping[str, Any], **environ: str) -> bool:
        """Run all phases, the last one also after a failure, each in the same shell. Return whether all is well."""
        told = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "CALLS": str(self.calls_file),
            "CODEBUILD_BUILD_NUMBER": "17",
            "CODEBUILD_RESOLVED_SOURCE_VERSION": COMMIT,
        }
        told |= spec["env"]["variables"] | environ
        lines = ["CODEBUILD_BUILD_SUCCEEDING=1"]
        for phase in ("pre_build", "build", "post_build"):
            # A command that fails ends its phase; after pre_build nothing but the end follows.
            commands = "\n".join(f"{{ {command}\n}} || return 1" for command in spec["phases"][phase]["commands"])
            run = f"{phase} || CODEBUILD_BUILD_SUCCEEDING=0"
            # `exit` in a command ends the build's shell in CodeBuild no more than here.
            lines += [f"{phase}() {{\n{commands.replace('exit 1', 'return 1')}\n}}"]
            lines += [run if phase != "build" else f'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then {run}; fi']
        lines += ['[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]']
        shell = [spec["env"]["shell"], "-c", "\n".join(lines)]
        return subprocess.run(shell, cwd=self.source, env=told, check=False).returncode == 0

    @property
    def calls(self) -> list[tuple[str, list[str], dict[str, str | None]]]:
        """What was called, in order: the program, its arguments, what it was told by the environment."""
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        return [tuple(json.loads(line)) for line in lines]

    @property
    def pushed(self) -> list[str]:
        """The images that were pushed."""
        return [arguments[1] for program, arguments, _ in self.calls if (program, arguments[0]) == ("docker", "push")]


@pytest.fixture
def codebuild(tmp_path: Path) -> CodeBuild:
    """Make a CodeBuild that has run nothing yet."""
    return CodeBuild(tmp_path)


def test_one_tag_is_pushed_to_one_repository(codebuild: CodeBuild) -> None:
    """build-<number>-<first 7 of the commit>, after a login to that registry and no other; nothing is called latest."""
    assert codebuild.run(made())
    assert [f"{REPOSITORY}:build-17-0123456"] == codebuild.pushed
    programs = sorted((program, arguments[0]) for program, arguments, _ in codebuild.calls)
    assert [("aws", "ecr"), ("docker", "buildx"), ("docker", "login"), ("docker", "push")] == programs
    (login,) = [arguments for _, arguments, _ in codebuild.calls if arguments[0] == "login"]
    assert "123456789012.dkr.ecr.eu-west-1.amazonaws.com" == login[-1]
    assert "latest" not in str(codebuild.calls)


def test_the_image_is_one_manifest_of_the_context(codebuild: CodeBuild) -> None:
    """No attestation beside it, under the tag that is pushed, from the folder and the Dockerfile that are asked for."""
    assert codebuild.run(made(context="services/my web"))
    (built,) = [arguments for _, arguments, _ in codebuild.calls if arguments[0] == "buildx"]
    assert "--provenance=false" in built
    assert f"--tag={codebuild.pushed[0]}" in built
    assert "--file=./services/my web/Dockerfile" in built
    assert "./services/my web" == built[-1]
    (other,) = made(context="web", dockerfile="docker/web.Dockerfile")["phases"]["build"]["commands"]
    assert "--file=./docker/web.Dockerfile" in other


def test_a_failed_build_pushes_nothing(codebuild: CodeBuild) -> None:
    """CodeBuild runs the last phase all the same: it must stop by itself."""
    assert not codebuild.run(made(), FAILING="1")
    assert [] == codebuild.pushed
    assert "buildx" in [arguments[0] for _, arguments, _ in codebuild.calls]


@pytest.mark.parametrize("version", ["", "main", "pr/25", "0123"])
def test_without_a_commit_nothing_is_built(codebuild: CodeBuild, version: str) -> None:
    """A tag that no retention rule knows is never pushed."""
    assert not codebuild.run(made(), CODEBUILD_RESOLVED_SOURCE_VERSION=version)
    assert [] == codebuild.calls


def test_a_zip_file_is_named_after_what_is_in_it(codebuild: CodeBuild) -> None:
    """S3 has no commits: the same files give the same seven digits, other files others, whenever they were written."""
    spec = made("s3://acme/shop.zip")
    for content in ("one", "two", "one"):
        (codebuild.source / "file").write_text(content)
        assert codebuild.run(spec, CODEBUILD_RESOLVED_SOURCE_VERSION="")
    one, two, again = codebuild.pushed
    assert one == again != two


def test_secrets_are_never_on_a_command_line(codebuild: CodeBuild) -> None:
    """Docker is told by which id to mount them; their values come by the environment, from where they lie."""
    secrets = {
        "NPM_TOKEN": parse_secret("ssm:/shop/npm-token"),
        "PIP_TOKEN": parse_secret("secretsmanager:shop/pip:token"),
    }
    spec = made(secrets=secrets)
    assert {"NPM_TOKEN": "/shop/npm-token"} == spec["env"]["parameter-store"]
    assert {"PIP_TOKEN": "shop/pip:token"} == spec["env"]["secrets-manager"]
    assert codebuild.run(spec, NPM_TOKEN="hush-hush")
    (built,) = [(arguments, told) for _, arguments, told in codebuild.calls if arguments[0] == "buildx"]
    assert "--secret=id=NPM_TOKEN,env=NPM_TOKEN" in built[0]
    assert "hush-hush" == built[1]["NPM_TOKEN"]
    assert "hush-hush" not in str([arguments for _, arguments, _ in codebuild.calls])


def test_arguments_reach_the_dockerfile_as_they_are(codebuild: CodeBuild) -> None:
    """Whatever a value is made of, no shell reads it; base images come from ECR's public registry."""
    value = 'it\'s $(reboot) `reboot` "1.0"; *'
    assert codebuild.run(made(arguments={"VERSION": value}))
    (built,) = [(arguments, told) for _, arguments, told in codebuild.calls if arguments[0] == "buildx"]
    assert {"--build-arg=VERSION", "--build-arg=BASE_REGISTRY"} <= set(built[0])
    assert (value, "public.ecr.aws/docker") == (built[1]["VERSION"], built[1]["BASE_REGISTRY"])


@pytest.mark.parametrize("value", ["1e3", "1234e567", "089", "0o17", "yes", "1.0", "null", "", "a: b"])
def test_arguments_stay_texts(value: str) -> None:
    """Whatever a parser of YAML would make of them: all are in quotes."""
    text = buildspec(
        Build(source=GitHub("acme", "shop"), arguments={"VERSION": value}), repository_url=REPOSITORY, base_registry="x"
    )
    assert f'    VERSION: "{value}"\n' in text
    assert value == yaml.safe_load(text)["env"]["variables"]["VERSION"]


@pytest.mark.parametrize("context", ["-", "-x/y", "github.com/acme/web"])
def test_a_context_is_a_folder(context: str) -> None:
    """Docker would read these as something else: they are told as paths."""
    (built,) = made(context=context)["phases"]["build"]["commands"]
    assert built.endswith(f" ./{context}")


def test_the_same_build_gives_the_same_text() -> None:
    """Whatever the order in which its parts were given, or every preview would show a change."""
    texts = {
        buildspec(
            Build(source=GitHub("acme", "shop"), arguments=dict(pairs), secrets={}),
            repository_url=REPOSITORY,
            base_registry="x",
        )
        for pairs in ([("A", "1"), ("B", "2")], [("B", "2"), ("A", "1")])
    }
    assert 1 == len(texts)


@pytest.mark.parametrize("app", ["web", "worker"])
def test_the_examples_take_base_images_from_where_they_are_told(app: str) -> None:
    """Their Dockerfiles begin with the argument that the buildspec gives."""
    lines = (Path(__file__).parents[2] / "examples" / app / "Dockerfile").read_text().splitlines()
    assert "ARG BASE_REGISTRY=public.ecr.aws/docker" in lines
    assert "FROM ${BASE_REGISTRY}/library/python:3.13-slim" in lines
