"""What the Pulumi CLI shows of a Python program that goes wrong."""

import json
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from splitctl.sandbox.language.python import interpreter
from tests.conftest import Sandbox


@pytest.mark.parametrize(
    ("program", "shown", "hidden"),
    [
        ("import pulumi\nraise pulumi.RunError('just this')", "error: just this", "Traceback"),
        ("print('hello')\n1 / 0", "ZeroDivisionError: division by zero", "non-zero exit code"),
        ("import sys\nsys.exit(5)", "exited with non-zero exit code: 5", "Traceback"),
    ],
)
def test_an_error_reaches_the_user(project: Callable[[str], Sandbox], program: str, shown: str, hidden: str) -> None:
    """An error meant for the user comes as its message, an unexpected one with its traceback; the update fails."""
    sandbox = project(program)
    ran = sandbox.run("pulumi", "--non-interactive", "preview", code=None)
    assert 0 != ran.returncode
    assert shown in ran.stdout + ran.stderr
    assert hidden not in ran.stdout + ran.stderr


def test_configuration_reaches_the_program(project: Callable[[str], Sandbox]) -> None:
    """Plain, structured and secret values, the stack's name and the project's."""
    sandbox = project(
        "import pulumi\nc = pulumi.Config()\n"
        "pulumi.export('all', [c.get('a'), c.get_object('b'), pulumi.get_stack(), pulumi.get_project()])\n"
        "pulumi.export('s', c.get_secret('s'))\n"
    )
    for path, value in (("a", "1"), ("b.c", "x"), ("s", "hush")):
        sandbox.pulumi("config", "set", "--path", path, value, *(["--secret"] if path == "s" else []))
    sandbox.up()
    assert '["1",{"c":"x"},"test","small"]' in sandbox.pulumi("stack", "output", "all", "--json").replace(
        " ", ""
    ).replace("\n", "")
    assert "[secret]" in sandbox.pulumi("stack", "output", "s")


def test_a_missing_environment_is_said(project: Callable[[str], Sandbox]) -> None:
    """A project whose virtual environment was not made yet gets the remedy."""
    sandbox = project("")
    (sandbox.folder / "Pulumi.yaml").write_text("name: small\nruntime: {name: python, options: {virtualenv: none}}\n")
    printed = sandbox.pulumi("preview", code=None)
    if sandbox.cli.language_exec:  # the official host has words of its own
        assert "not a virtual environment: run `make setup`" in printed
    assert "error" in printed


def test_pulumi_about_names_the_programs_own_python(project: Callable[[str], Sandbox]) -> None:
    """Interpreter and dependencies are those of the project's environment; installing has nothing to do."""
    sandbox = project("")
    told = json.loads(sandbox.run("pulumi", "about", "--json").stdout)
    assert str(Path(sys.prefix, "bin/python")) == told["runtime"]["executable"]
    assert metadata.version("pulumi-aws") in [each["version"] for each in told["dependencies"] if "aws" in each["name"]]
    if sandbox.cli.language_exec:
        assert "Nothing to install" in sandbox.pulumi("install")


def test_the_interpreter_is_the_one_that_was_named(tmp_path: Path) -> None:
    """A relative environment counts from the project's folder; without one, it is the host's own."""
    (tmp_path / "env/bin").mkdir(parents=True)
    shutil.copy("/bin/sh", tmp_path / "env/bin/python")
    assert tmp_path / "env/bin/python" == interpreter(tmp_path, {"virtualenv": "env"})
    assert interpreter(tmp_path, {}).exists()
    with pytest.raises(FileNotFoundError, match="run `make setup`"):
        interpreter(tmp_path, {"virtualenv": "other"})
