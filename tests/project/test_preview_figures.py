"""`make bench` measures previews of what it says, beside a flat program that is the same for AWS."""

import os
import subprocess
import sys
from typing import Any

from bench.previews import Program, programs
from tests.conftest import ROOT


def test_every_figure_is_printed() -> None:
    """Growth from the first number of apps to the last but one, and from there to the last; then the flat program."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "previews"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ran.stdout.splitlines() if "│" in line]
    assert [
        ("preview 1 app", ""),
        ("preview 2 apps", ""),
        ("preview 3 apps", ""),
        ("each more, from 1 to 2", ""),
        ("each more, from 2 to 3", ""),
        ("the latter beside the former", ""),
        ("preview the resources of 3 apps, flat", ""),
        ("this project beside it", "1.15 times"),
    ] == [(what, target) for what, _, target, _ in cells]


def test_the_flat_program_makes_the_same() -> None:
    """Every resource, by the same name and with the same inputs, for the app that it was made from and for others."""
    with programs([2]) as (ours, flat):
        expected = resources(ours[2])
        assert 60 < len(expected)
        assert expected == resources(flat)


def resources(program: Program) -> dict[str, dict[str, Any]]:
    """What a preview would make, without the priorities of rules: they are made from the apps' names."""
    made = program.resources()
    return {name: {key: value for key, value in made[name].items() if key != "priority"} for name in made}
