"""A waiver of a program's violation, by the real CLI."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World
from tests.conftest import ROOT, Sandbox
from tests.policy.packs import pack_with
from tests.policy.waived import entry, full_urn
from tests.project.printed import Violation, violations

URN = full_urn("shop", stack="dev").replace("::shop::", "::sp203::")
STAYS, PROTECTED = "SP203-images-stay", "SP203-live-repository-protected"


@pytest.fixture
def sandbox(world: World, cli: PulumiCli) -> Sandbox:
    """A world with the program that SP203 refuses, and by which two of its rules are broken."""
    return Sandbox(world, cli, ROOT / "examples" / "violations" / "sp203")


def in_days(days: int) -> str:
    """The day that is so far off."""
    return str(datetime.now(UTC).date() + timedelta(days=days))


def test_what_is_waived_may_pass(sandbox: Sandbox, tmp_path: Path) -> None:
    """A preview succeeds and still shows the findings; so does the update, which makes the repository."""
    pack = ("--policy-pack", str(pack_with(tmp_path, entry(urn=URN, expires=in_days(90)))))
    preview = sandbox.pulumi("preview", *pack)
    advice = [Violation("advisory", STAYS, "shop"), Violation("advisory", PROTECTED, "shop")]
    assert advice == violations(preview)
    assert f"Waived until {in_days(90)} by the platform team: It is empty, and moves to another account" in preview
    assert advice == violations(sandbox.up(*pack))
    held = sandbox.aws("ecr").describe_repositories()["repositories"]
    assert ["shop-prod"] == [each["repositoryName"] for each in held]


def test_a_waiver_that_is_over_stops_the_program(sandbox: Sandbox, tmp_path: Path) -> None:
    """The findings are mandatory as ever, and one more says of the stack that the waiver is over."""
    pack = ("--policy-pack", str(pack_with(tmp_path, entry(urn=URN, expires=in_days(-1)))))
    preview = sandbox.pulumi("preview", *pack, code=1)
    assert {
        Violation("mandatory", STAYS, "shop"),
        Violation("mandatory", PROTECTED, "shop"),
        Violation("mandatory", "SP901-waivers-hold", "sp203-dev"),
    } == set(violations(preview))
    assert f"waivers.yaml: entry 1, expires: the waiver is over since {in_days(-1)}." in preview


def test_a_waiver_holds_for_what_is_deployed(sandbox: Sandbox, tmp_path: Path) -> None:
    """`pulumi policy analyze` of an exported state says what the preview says, of one that is not needed too."""
    sandbox.up()
    state = tmp_path / "state.json"
    state.write_text(sandbox.run("pulumi", "stack", "export").stdout)
    entries = [entry(urn=URN, expires=in_days(9)), entry(urn=URN, expires=in_days(9), rule="SP202")]
    pack = pack_with(tmp_path, *entries)
    analyzed = sandbox.pulumi("policy", "analyze", "--file", str(state), "--policy-pack", str(pack), code=1)
    assert {
        Violation("advisory", STAYS, "shop"),
        Violation("advisory", PROTECTED, "shop"),
        Violation("mandatory", "SP901-waivers-hold", "sp203-dev"),
    } == set(violations(analyzed))
