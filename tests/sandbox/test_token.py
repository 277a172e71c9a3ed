"""Stand-ins answer for AWS in a sandbox, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.token import TOKEN_VARIABLE, WORLD_VARIABLE, NotInSandboxError, is_loopback, require_sandbox

STAND_INS = ("splitctl.sandbox.provider", "splitctl.sandbox.language")


@pytest.fixture
def inside(tmp_path: Path) -> dict[str, str]:
    """The variables of a process in a sandbox."""
    (tmp_path / "token").write_text("secret")
    return {TOKEN_VARIABLE: "secret", WORLD_VARIABLE: str(tmp_path), "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}


def test_a_process_of_a_sandbox_may_start(inside: dict[str, str]) -> None:
    """Token, world and a loopback endpoint are all it takes; the caller's own variables do not matter."""
    require_sandbox("stand-in", inside | {"AWS_PROFILE": "prod"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({TOKEN_VARIABLE: ""}, "only runs in a sandbox"),
        ({WORLD_VARIABLE: ""}, "only runs in a sandbox"),
        ({TOKEN_VARIABLE: "guessed"}, "that sandbox has ended"),
        ({WORLD_VARIABLE: "/nowhere"}, "that sandbox has ended"),
        ({"AWS_ENDPOINT_URL": ""}, "refuses to run against AWS itself"),
        ({"AWS_ENDPOINT_URL": "https://ecr.eu-west-1.amazonaws.com"}, "must be on this machine"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1.example.com"}, "must be on this machine"),
    ],
)
def test_any_other_process_may_not(inside: dict[str, str], changed: dict[str, str], said: str) -> None:
    """Each of the three is needed, and the message says which is wrong."""
    with pytest.raises(NotInSandboxError, match=said):
        require_sandbox("stand-in", inside | changed)


@pytest.mark.parametrize("module", STAND_INS)
def test_the_stand_ins_refuse_outside(module: str) -> None:
    """Started by hand, a stand-in says so and exits with 2; it prints no port, so nothing can connect to it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SPLIT_PIPELINES")}
    ran = subprocess.run(
        [sys.executable, "-m", module, "127.0.0.1:1"], env=environ, capture_output=True, text=True, check=False
    )
    assert (2, "") == (ran.returncode, ran.stdout)
    assert "only runs in a sandbox: use `splitctl sandbox exec" in ran.stderr


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost:4566", "http://[::1]:80", "http://127.9.9.9"])
def test_loopback_addresses_are_known(url: str) -> None:
    """All of 127/8, ::1 and localhost."""
    assert is_loopback(url)


@given(st.ip_addresses(v=4).filter(lambda address: not address.is_loopback))
def test_no_other_address_is_loopback(address: object) -> None:
    """Nothing that leaves this machine passes."""
    assert not is_loopback(f"http://{address}:4566")
