"""Updates that are killed: the next one makes good what they left, by the real CLI."""

import json
from collections.abc import Callable

import pytest

from tests.conftest import Sandbox
from tests.provider.held import names
from tests.provider.killing import PROGRAM, Killer, in_aws, in_the_state

Project = Callable[[str], Sandbox]

_LONGEST_SECONDS = 4.0


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_killed_update_loses_and_doubles_nothing(project: Project, seed: str) -> None:
    """Whenever it is killed: after a cancel and one update AWS holds what Pulumi knows, and the program asks for."""
    sandbox = project("")
    killer = Killer(sandbox, seed)
    for version in range(2):
        sandbox.write(PROGRAM.replace("VERSION", str(version)))
        how = killer.kill_an_update(_LONGEST_SECONDS)
        sandbox.pulumi("cancel", "--yes")
        sandbox.up()
        known = in_the_state(sandbox)
        assert known == in_aws(sandbox), how
        assert 9 + 2 * (2 + version % 3) == len(known), how
    assert {} == sandbox.planned("--refresh")


TWO = """
from pulumi_aws import ecr
ecr.Repository("auto", tags={"of": "VERSION"})
ecr.Repository("named", name="named", tags={"of": "VERSION"})
"""


def left_behind(sandbox: Sandbox, stack: str, program: str, name: str) -> str:
    """Make as if an update was killed when AWS had made `name`, and Pulumi had not heard of it: its name there."""
    sandbox.write(program)
    sandbox.up("--stack", stack)
    (found,) = [each for key, each in sandbox.resources("--stack", stack).items() if key == name]
    note = {"urn": found["urn"], "inputs": found["inputs"]}
    sandbox.pulumi("state", "delete", found["urn"], "--yes", "--stack", stack)
    (sandbox.world.folder / "journal" / "left.json").write_text(json.dumps(note))
    return str(found["id"])
