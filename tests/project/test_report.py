"""`splitctl report` by the real CLI, in a sandbox: what is found, and the lines of the program that make it."""

import json
import re
import sys
from collections.abc import Callable
from xml.etree import ElementTree as ET

from splitctl.sandbox.toolchain import PulumiCli
from splitctl.sandbox.world import World
from tests.conftest import ROOT, Sandbox

REPORT = (sys.executable, "-m", "splitctl", "report", "--policy-pack", str(ROOT / "policy"))
MAKERS = {
    "SP101": 'aws.iam.Role(\n    "shop-build-role"',
    "SP103": "aws.codebuild.Project(",
    "SP201": "aws.ecr.LifecyclePolicy(",
    "SP202": "aws.ecr.Repository(",
}
"""What the example writes where it makes what each rule refuses."""

Lines = list[tuple[str, str, int]]


def test_a_shared_build_is_reported_in_every_format(world: World, cli: PulumiCli) -> None:
    """Exit code 1; each rule at the line that makes the resource, by the same names in all formats."""
    folder = ROOT / "examples/shared-build"
    program = (folder / "__main__.py").read_text()
    sandbox = Sandbox(world, cli, folder)
    sarif, junit, github, markdown = (
        sandbox.run(*REPORT, "--format", each, code=1).stdout for each in ("sarif", "junit", "github", "markdown")
    )
    lines = {rule: program[: program.index(maker)].count("\n") + 1 for rule, maker in MAKERS.items()}
    file = "examples/shared-build/__main__.py"
    # One line makes the repositories of both environments, and one their rules.
    expected = sorted((rule, file, line) for rule, line in lines.items() for _ in range(1 + (rule > "SP200")))
    assert expected == in_sarif(sarif)
    assert expected == sorted(
        (test.get("classname", "")[:5], test.get("file", ""), int(test.get("line", "")))
        for test in ET.fromstring(junit).iter("testcase")  # noqa: S314 - ours
        if test.find("failure") is not None
    )
    assert expected == sorted(
        (rule, name, int(line)) for name, line, rule in re.findall(r"::error file=(.*),line=(.*),title=(.{5})", github)
    )
    assert f"{len(expected)} refused, 0 advised against." in markdown
    assert "shop-build-role -> shop-build-permissions" in markdown.replace("\\", "")


def in_sarif(text: str) -> Lines:
    """The rule, the file and the line of each result."""
    (run,) = json.loads(text)["runs"]
    places = [(each["ruleId"][:5], each["locations"][0]["physicalLocation"]) for each in run["results"]]
    return sorted((rule, each["artifactLocation"]["uri"], each["region"]["startLine"]) for rule, each in places)


def test_separate_builds_have_nothing_to_report(world: World, cli: PulumiCli) -> None:
    """Exit code 0, and the policies that were asked are named."""
    ran = Sandbox(world, cli, ROOT / "examples/two-builds").run(*REPORT, "--format", "junit")
    root = ET.fromstring(ran.stdout)  # noqa: S314 - ours
    assert [] == root.findall(".//failure")
    assert "SP101-no-shared-push" in {test.get("classname") for test in root.iter("testcase")}


COMPONENT = """\
from pulumi import ComponentResource, ResourceOptions
from pulumi_aws import ecr

class Shop(ComponentResource):
    def __init__(self, name):
        super().__init__("small:index:Shop", name)
        ecr.Repository(name, force_delete=True, image_tag_mutability="IMMUTABLE", opts=ResourceOptions(parent=self))
"""


def test_a_component_s_child_is_at_its_line_of_today(project: Callable[[str], Sandbox]) -> None:
    """In the component's own file; and where lines have moved since the last update, at the new one."""
    sandbox = project("from shop import Shop\nShop('shop')\n")
    with (sandbox.folder / "Pulumi.yaml").open("a") as settings:
        # Its step tells the line of the last update.
        settings.write("options: {refresh: always}\n")
    component = sandbox.folder / "shop.py"
    component.write_text(COMPONENT)
    sandbox.up()
    expected: Lines = [("SP201", "shop.py", 7), ("SP203", "shop.py", 7)]
    assert expected == in_sarif(sandbox.run(*REPORT, "--format", "sarif", code=1).stdout)
    component.write_text(f"# A line more.\n{COMPONENT}")
    expected = [("SP201", "shop.py", 8), ("SP203", "shop.py", 8)]
    assert expected == in_sarif(sandbox.run(*REPORT, "--format", "sarif", code=1).stdout)


def test_a_program_that_fails_is_not_reported_on(project: Callable[[str], Sandbox]) -> None:
    """Exit code 2 and the program's error on stderr, though a policy was violated before; and for no such stack."""
    sandbox = project("from pulumi_aws import ecr\necr.Repository('bad')\nraise ValueError('this one')\n")
    ran = sandbox.run(*REPORT, code=2)
    assert ("", True) == (ran.stdout, "ValueError: this one" in ran.stderr)
    ran = sandbox.run(*REPORT, "--stack", "nowhere", code=2)
    assert ("", True) == (ran.stdout, "no stack named 'nowhere' found" in ran.stderr)
