"""`splitctl report` from its arguments to its exit code, over a stand-in for Pulumi that says what it is told to."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from splitctl.__main__ import main
from tests.explain.running import Ran
from tests.report.samples import END, REFUSED, STACK, error, log, step, urn, violation

STAND_IN = """\
#!{python}
import json, os, sys
arguments = sys.argv[1:]
said = json.load(open({told!r}))
open({called!r}, "w").write(json.dumps([arguments, dict(os.environ)]))
if said["events"] is not None:
    open(arguments[arguments.index("--event-log") + 1], "w").write("\\n".join(said["events"]))
print(said["printed"])
print("Pulumi's own words", file=sys.stderr)
sys.exit(said["code"])
"""
STEPS = {"steps": [step(STACK, parent=""), step(urn("web"), "project:///__main__.py#3")]}

Report = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a checkout, with a policy pack; the command is run in the project."""
    project = tmp_path / "checkout/shop"
    (project / "policy").mkdir(parents=True)
    (project / "Pulumi.yaml").touch()
    (project / "policy/PulumiPolicy.yaml").touch()
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def report(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Report:
    """Runs the command with arguments, over a Pulumi that ends as it is told to."""

    def run(
        *arguments: str,
        events: Sequence[str] | None = None,
        printed: Any = STEPS,
        code: int = 0,
        on_path: bool = True,
    ) -> Ran:
        told, pulumi = tmp_path / "told.json", tmp_path / "bin/pulumi"
        text = printed if isinstance(printed, str) else json.dumps(printed)
        told.write_text(json.dumps({"events": events, "printed": text, "code": code}))
        pulumi.parent.mkdir(exist_ok=True)
        pulumi.write_text(STAND_IN.format(python=sys.executable, told=str(told), called=str(tmp_path / "called.json")))
        pulumi.chmod(0o755)
        git = Path(shutil.which("git") or "").parent
        monkeypatch.setenv("PATH", os.pathsep.join(map(str, [pulumi.parent, git] if on_path else [folder])))
        monkeypatch.setattr(sys, "argv", ["splitctl", "report", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


def test_a_refusal_is_exit_code_1(report: Report) -> None:
    """The findings on stdout, all else on stderr, each finding at its line."""
    ran = report("--format", "github", events=log(violation("web"), REFUSED, END), code=1)
    assert (1, "::error file=__main__.py,line=3,title=SP202-tags-immutable::web: tags can be moved.\n") == (
        ran.code,
        ran.out,
    )
    assert "Previewing the stack with policy\nPulumi's own words\n" == ran.err


def test_advice_is_exit_code_0(report: Report) -> None:
    """It is reported; and so is that nothing was found, in Markdown by default."""
    advice = log(violation("web", enforcementLevel="advisory"), END)
    assert (0, True) == ((ran := report("--format", "github", events=advice)).code, ran.out.startswith("::warning "))
    assert (0, "### Policies of shop, stack prod\n\nNothing was found.\n") == (
        (ran := report(events=log(END))).code,
        ran.out,
    )


@pytest.mark.parametrize(
    ("events", "code", "reason"),
    [
        (None, 255, "exit code 255"),
        (log(violation(), error("boom\nat \x1b[1mline 3"), END), 1, "error: boom\nat \\x1b[1mline 3\n"),
        (log(REFUSED, END), 1, "exit code 1"),
        (log(), 0, "exit code 0"),
        (log(violation()), 1, "exit code 1"),
    ],
    ids=["no-log", "program-failed", "refused-by-nobody", "no-end", "broken-off"],
)
def test_a_preview_that_failed_is_never_a_report(
    report: Report, events: list[str] | None, code: int, reason: str
) -> None:
    """Exit code 2 and nothing on stdout, whatever was found until then; and Pulumi's words on stderr."""
    ran = report(events=events, code=code)
    assert (2, "") == (ran.code, ran.out)
    assert reason in ran.err
    assert "error: the preview failed (Pulumi's exit code" in ran.err


def test_pulumi_is_told_what_the_command_was(report: Report, tmp_path: Path, folder: Path) -> None:
    """Stack, pack and its configuration; that all steps count; and that the answer is to be in one piece."""
    (folder / "other").mkdir()
    (folder / "other/PulumiPolicy.yaml").touch()
    options = ("--stack", "prod", "--policy-pack", "other", "--policy-pack-config", "c.json")
    assert 0 == report(*options, events=log(END)).code
    arguments, environ = json.loads((tmp_path / "called.json").read_text())
    assert ["preview", "--non-interactive"] == arguments[:2]
    assert {"--json", "--show-sames", "--show-reads"} <= set(arguments)
    assert ["--policy-pack", "other", "--policy-pack-config", "c.json", "--stack", "prod"] == arguments[-6:]
    assert ("true", "false") == (
        environ["PULUMI_DEBUG_COMMANDS"],
        environ["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"],
    )


def test_what_has_no_line_is_at_the_project_s_file(report: Report) -> None:
    """And the message says so. Of an answer that cannot be read no stack is known but the one that was asked for."""
    ran = report("--stack", "prod", events=log(violation("web"), REFUSED, END), printed="no JSON", code=1)
    assert 1 == ran.code
    assert "| Pulumi.yaml:1 | web: tags can be moved.<br>The line of the program" in ran.out
    assert "stack prod" in ran.out


def test_files_are_named_from_the_root_of_the_checkout(report: Report, folder: Path) -> None:
    """Of a git checkout, as GitHub and code scanning do."""
    subprocess.run(["git", "init", "--quiet", str(folder.parent)], check=True)
    ran = report("--format", "github", events=log(violation("web"), REFUSED, END), code=1)
    assert ran.out.startswith("::error file=shop/__main__.py,line=3,")


def test_bad_input_is_one_message(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the value and the remedy, and Pulumi is not run: a folder without pack or project, no Pulumi at all."""
    none = report("--policy-pack", "nowhere")
    assert (2, "") == (none.code, none.out)
    assert "error: --policy-pack nowhere: there is no PulumiPolicy.yaml in it" in none.err
    assert 2 == report("--format", "pdf").code
    monkeypatch.chdir(folder.parent)
    assert "there is no Pulumi.yaml here or above" in report().err
    monkeypatch.chdir(folder)
    assert "there is no Pulumi CLI on PATH: install it" in report(on_path=False).err
