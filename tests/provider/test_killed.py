"""An update that is killed at any moment: the next one goes through, and nothing is lost or there twice."""

import time
from collections.abc import Callable

import pytest

from tests.conftest import Sandbox
from tests.provider.killing import PROGRAM, Killer, in_aws, in_the_state

KILLS = 3


@pytest.mark.parametrize("seed", ["alder", "birch", "cedar"])
def test_the_next_update_goes_through(project: Callable[[str], Sandbox], seed: str) -> None:
    """After each kill AWS holds what Pulumi's state says, no more and no less, and a preview finds nothing to do."""
    sandbox = project("")
    killer = Killer(sandbox, seed)
    seconds = 4.0
    for version in range(KILLS):
        sandbox.write(PROGRAM.replace("VERSION", str(version)))
        told = killer.kill_an_update(seconds)
        began = time.monotonic()
        sandbox.up()
        seconds = time.monotonic() - began
        assert in_the_state(sandbox) == in_aws(sandbox), f"version {version} killed {told}"
    assert {} == sandbox.planned("--refresh")
