"""The example programs that break a rule each, by the real CLI."""

from pathlib import Path

import pytest

from policy.rules import RULES
from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World
from tests.conftest import ROOT, Sandbox
from tests.project.printed import violations

EXAMPLES = sorted((ROOT / "examples" / "violations").iterdir())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_a_program_is_found_out(world: World, cli: PulumiCli, example: Path) -> None:
    """By the rule that it is named after, and by no other: refused, or advised against and let be."""
    number = example.name.upper()
    (level,) = {rule.level for rule in RULES if rule.name.startswith(number)}
    code = 1 if level == "mandatory" else 0
    preview = Sandbox(world, cli, example).pulumi("preview", "--policy-pack", str(ROOT / "policy"), code=code)
    assert {number: level} == {each.number: each.level for each in violations(preview)}, preview


def test_there_is_one_for_each_rule() -> None:
    """No rule without a program that breaks it."""
    assert {rule.name.split("-")[0].lower() for rule in RULES} == {each.name for each in EXAMPLES}
