"""What docs/retention.md says of `splitctl explain`."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.explain.running import Ran

Explain = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
ELIDED = "..."


def shown() -> Iterator[tuple[list[str], list[str]]]:
    """Each command in the document, with the lines that it is said to print."""
    text = (ROOT / "docs" / "retention.md").read_text()
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = each.splitlines()
            program, *arguments = shlex.split(command)
            if program == ".venv/bin/splitctl":
                yield arguments[1:], lines


def test_output_in_the_documentation_is_real(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command there prints, on a terminal of 130 columns, the lines that follow it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "130")
    commands = list(shown())
    assert len(commands) >= 3
    for arguments, lines in commands:
        plain = re.sub(r"\x1b\[[\d;]*m", "", explain(*arguments).out)
        printed = [line.rstrip() for line in plain.splitlines() if line.strip()]
        wanted = [".*" if line.strip() == ELIDED else re.escape(line) for line in lines]
        assert re.fullmatch("\n".join(wanted), "\n".join(printed), re.DOTALL), arguments


def test_every_option_is_in_the_documentation(explain: Explain) -> None:
    """All that --help names, and nothing that it does not."""
    documented = set(re.findall(r"^\| `(--[a-z-]+)", (ROOT / "docs" / "retention.md").read_text(), re.MULTILINE))
    offered = set(re.findall(r"--[a-z-]+", explain("--help").out)) - {"--help"}
    assert offered == documented
