"""A project's stacks are there in every world, without `pulumi stack init`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from splitctl.errors import UserError
from splitctl.sandbox.stacks import Project, ensure
from tests.conftest import Sandbox

NOTHING = "import pulumi\npulumi.export('secret', pulumi.Config().get_secret('word'))\n"


def stacks(sandbox: Sandbox) -> dict[str, bool]:
    """The stacks by name, and whether each is the selected one."""
    listed = json.loads(sandbox.run("pulumi", "stack", "ls", "--json").stdout)
    return {each["name"]: each["current"] for each in listed}


def test_an_only_stack_is_selected(project: Callable[[str], Sandbox]) -> None:
    """`pulumi up` needs no --stack where there is one."""
    assert {"test": True} == stacks(project(NOTHING))


def test_every_stack_file_has_a_stack(project: Callable[[str], Sandbox]) -> None:
    """One stack for each file; with several, none is chosen for the user; one that comes later is made later."""
    sandbox = project(NOTHING)
    (sandbox.folder / "Pulumi.prod.yaml").write_text("config: {}\n")
    assert {"prod": False, "test": False} == stacks(sandbox)
    (sandbox.folder / "Pulumi.new.yaml").touch()
    assert {"prod": False, "test": False, "new": False} == stacks(sandbox)


def test_without_a_stack_file_there_is_dev(project: Callable[[str], Sandbox]) -> None:
    """As after `pulumi new`."""
    sandbox = project(NOTHING)
    (sandbox.folder / "Pulumi.test.yaml").unlink()
    assert {"dev": True} == stacks(sandbox)


def test_configuration_and_secrets_last_as_long_as_the_world(project: Callable[[str], Sandbox]) -> None:
    """What `pulumi config set` wrote is there for the next command, secrets too, and the user's file is untouched."""
    sandbox = project(NOTHING)
    before = (sandbox.folder / "Pulumi.test.yaml").read_text()
    sandbox.pulumi("config", "set", "--secret", "word", "hush")
    sandbox.up()
    assert "hush" in sandbox.pulumi("stack", "output", "--show-secrets", "secret")
    assert "hush" not in sandbox.pulumi("stack", "export")
    assert before == (sandbox.folder / "Pulumi.test.yaml").read_text()


def test_a_stack_file_with_its_own_encryption_serves(project: Callable[[str], Sandbox]) -> None:
    """A file that belongs to a passphrase or KMS backend is used without its key, which the sandbox does not have."""
    sandbox = project(NOTHING)
    file = sandbox.folder / "Pulumi.test.yaml"
    file.write_text(
        "secretsprovider: awskms://alias/x\nencryptedkey: >-\n  abc\n\n  def\n"
        "config:\n  small:word: plain\n'encryptionsalt' : v1:x"
    )
    assert "plain" in sandbox.pulumi("config", "get", "word")
    assert "secretsprovider" in file.read_text()


def test_a_stack_whose_maker_was_killed_is_made_again(project: Callable[[str], Sandbox]) -> None:
    """Between `pulumi stack init` and the record of it a kill may fall; the next command is none the worse for it."""
    sandbox = project(NOTHING)
    stacks(sandbox)
    (sandbox.world.work / "stacks.json").unlink()
    assert {"test": True} == stacks(sandbox)
    assert "eu-west-1" in sandbox.pulumi("config", "get", "aws:region")
    sandbox.pulumi("config", "set", "--secret", "word", "hush")
    sandbox.up()


def test_a_stack_that_a_command_made_keeps_what_it_deployed(project: Callable[[str], Sandbox]) -> None:
    """`pulumi stack init` and `up` in one command; the next, in a new copy of the tree, finds state and secrets."""
    sandbox = project("import pulumi\npulumi.export('secret', pulumi.Output.secret('hush'))\n")
    made = "pulumi stack init qa && pulumi up --yes --skip-preview --stack qa"
    sandbox.run("bash", "-c", made)
    (sandbox.folder / "Pulumi.qa.yaml").write_text("config: {}\n")
    shown = sandbox.run("pulumi", "stack", "output", "--show-secrets", "--json", "--stack", "qa").stdout
    assert {"secret": "hush"} == json.loads(shown)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Pulumi.test.yaml", "config:\n  small:word:\n    secure: v1:abc\n", "no key to: small:word"),
        ("Pulumi.test.yaml", "config: [unclosed\n", "Pulumi.test.yaml is not YAML"),
        ("Pulumi.test.yaml", "config: caf\udce9\n", "Pulumi.test.yaml is not YAML"),
        ("Pulumi.test.yaml", "just words\n", "Pulumi.test.yaml holds no settings"),
        ("Pulumi.yaml", "runtime: python\n", "Pulumi.yaml names no project"),
    ],
)
def test_a_file_that_cannot_serve_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    """One message says which file, what is wrong and what to do; no stack is made."""
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (tmp_path / name).write_text(text, errors="surrogateescape")
    records = tmp_path / "stacks.json"
    with pytest.raises(UserError, match=said):
        ensure(Project.at(tmp_path), records, {"PATH": "/nowhere"})
    assert not records.exists()


def test_what_pulumi_says_of_a_stack_file_is_passed_on(project: Callable[[str], Sandbox]) -> None:
    """A file that is YAML but no stack's settings: the error is Pulumi's own, of `stack init`."""
    sandbox = project(NOTHING)
    (sandbox.folder / "Pulumi.test.yaml").write_text("config: [1]\n")
    with pytest.raises(UserError, match=r"(?s)pulumi stack init test failed: .*config"):
        sandbox.run("true")


def test_stack_files_end_as_the_projects_own(tmp_path: Path) -> None:
    """Pulumi does not look at a `.yml` beside a Pulumi.yaml."""
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yml").touch()
    (tmp_path / "Pulumi.test.yaml").touch()
    assert ["test"] == Project.at(tmp_path).stacks()
    (tmp_path / "Pulumi.yaml").rename(tmp_path / "Pulumi.yml")
    assert ["prod"] == Project.at(tmp_path).stacks()


def test_a_folder_is_no_stack_file(tmp_path: Path) -> None:
    """Whatever its name."""
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (tmp_path / "Pulumi.old.yaml").mkdir()
    assert ["dev"] == Project.at(tmp_path).stacks()


def test_stack_files_may_lie_elsewhere(tmp_path: Path) -> None:
    """Pulumi's own stackConfigDir is heeded."""
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks/Pulumi.eu.prod.yaml").touch()
    assert ["eu.prod"] == Project.at(tmp_path).stacks()
