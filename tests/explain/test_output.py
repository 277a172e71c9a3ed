"""What `splitctl explain` looks like on a terminal, in a pipe and in a file."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.explain.running import IMAGES, NOW, OUTAGE, PROTECTING, Ran, any_image, listed, listing, written

Explain = Callable[..., Ran]
ESCAPE = "\x1b"
COLOURED = f"{ESCAPE}[1;31m"


def real(*arguments: str, **environ: str) -> Ran:
    """Run the command in a process of its own, with pipes for a terminal."""
    without = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
    inherited = {name: value for name, value in os.environ.items() if name not in without}
    ran = subprocess.run(
        [sys.executable, "-m", "splitctl", "explain", *arguments],
        env=inherited | environ,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_exit_codes_of_the_real_command(tmp_path: Path) -> None:
    """0 safe, 1 unsafe, 2 bad input, as a process ends."""
    assert 0 == real(PROTECTING, "--in-use", "pin-*").code
    assert 1 == real(OUTAGE).code
    missing = real(str(tmp_path / "missing.json"))
    assert (2, "") == (missing.code, missing.out)
    assert "Traceback" not in missing.err


def test_a_pipe_gets_whole_lines_without_colours() -> None:
    """Each image is one line, however long, on which everything about it can be searched for."""
    ran = real(OUTAGE, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW, COLUMNS="40")
    assert ESCAPE not in ran.out + ran.err
    assert "it is among the 10 youngest" in ran.row("build-116-5e27f3d, pin-20260121T0902-fc59a970fc95")
    assert 14 == len(ran.out.splitlines())


def test_a_terminal_gets_colours_and_folded_cells(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """An image in use that is lost is red. No line is longer than the terminal."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "140")
    ran = explain(OUTAGE, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    assert 1 == ran.code
    assert f"{COLOURED}build-108" in ran.out
    assert f"{COLOURED}build-109" not in ran.out
    assert f"{COLOURED}UNSAFE" in ran.out
    lines = re.sub(r"\x1b\[[\d;]*m", "", ran.out).splitlines()
    assert 140 >= max(map(len, lines))
    assert 14 < len(lines)


def test_no_color_is_heeded(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal `NO_COLOR` takes the colours away."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert re.search(r"\x1b\[[\d;]*3[1-3]m", explain(OUTAGE).out)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3[1-3]m", explain(OUTAGE).out)


def test_a_narrow_terminal_gets_lines(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folded cells would be a few letters wide, the terminal breaks the lines. Colours stay."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    ran = explain(OUTAGE, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    assert 14 == len(ran.out.splitlines())
    assert f"{COLOURED}build-108" in ran.out


def test_many_images_are_lines_on_a_terminal_too(
    explain: Explain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All of them, and none is left out."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    images = written(tmp_path, listing(*(listed(number, f"build-{number}") for number in range(1001))))
    ran = explain(PROTECTING, "--images", images, "--in-use", "pin-*", "--now", NOW)
    assert 1001 == len([line for line in ran.out.splitlines() if "build-" in line])


def test_json_has_no_colours_on_a_terminal(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for programs wherever it goes."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "unsafe" == explain(OUTAGE, "--json").json["verdict"]


@pytest.mark.parametrize("terminal", [False, True])
def test_text_of_documents_is_shown_and_not_obeyed(
    explain: Explain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, terminal: bool
) -> None:
    """Neither control characters nor rich's markup in patterns and tags do anything."""
    if terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "250")
    document = any_image(more_than=100_000)
    document["rules"][0]["selection"] |= {"tagStatus": "tagged", "tagPatternList": ["[bold]\x1b[5mx:smile:\u202e"]}
    policy = written(tmp_path, document, "policy.json")
    shown = "[bold]\\x1b[5mx:smile:\\u202e"
    answers = [explain(policy).out]
    images = written(tmp_path, listing(listed(1, "[red]\x1b[5mx")))
    answers.append(explain(policy, "--images", images, "--in-use", "a", "--now", NOW).out)
    assert shown in answers[0]
    assert "[red]\\x1b[5mx" in answers[1]
    assert [] == [answer for answer in answers if f"{ESCAPE}[5m" in answer or "\u202e" in answer]


def test_characters_that_standard_output_does_not_have(tmp_path: Path) -> None:
    """They are escaped: a locale is no reason to fail."""
    document = any_image(more_than=100_000)
    document["rules"][0]["selection"] |= {"tagStatus": "tagged", "tagPatternList": ["é*"]}
    ran = real(written(tmp_path, document), PYTHONIOENCODING="ascii")
    assert 0 == ran.code
    assert "tagged \\xe9*" in ran.out


def test_a_reader_that_stops_early(tmp_path: Path) -> None:
    """As `head` does: the command ends without a word, and with no exit code of a verdict."""
    images = written(tmp_path, listing(*(listed(number, f"build-{number}") for number in range(2000))))
    command = [sys.executable, "-m", "splitctl", "explain", PROTECTING, "--images", images, "--in-use", "build-*"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith("image")
        running.stdout.close()
        assert "" == running.stderr.read()
    assert 141 == running.returncode


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("more", [(), ("--json",), ("--images", IMAGES), ("--images", IMAGES, "--json")])
def test_an_answer_that_cannot_be_written_is_no_verdict(more: tuple[str, ...], unbuffered: str) -> None:
    """A full disk: exit code 2 and one line, whether the policy is safe or not. A pipe without a reader: 141."""
    command = [sys.executable, "-m", "splitctl", "explain", PROTECTING, "--in-use", "pin-*", *more]
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}

    def ended(stdout: int) -> tuple[int, str]:
        ran = subprocess.run(
            command, env=environ, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
        return ran.returncode, ran.stderr

    with Path("/dev/full").open("wb") as full:
        code, said = ended(full.fileno())
    assert 2 == code
    (line,) = said.splitlines()
    assert line.startswith("error: standard output cannot be written (No space left on device)")
    unread, pipe = os.pipe()
    os.close(unread)
    assert (141, "") == ended(pipe)
    os.close(pipe)


def test_a_closed_standard_output_is_no_verdict() -> None:
    """Exit code 2, and one line."""
    command = f"exec {shlex.join([sys.executable, '-m', 'splitctl', 'explain', OUTAGE])} >&-"
    ran = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert 2 == ran.returncode
    (line,) = ran.stderr.splitlines()
    assert line.startswith("error: standard output is closed")


def test_other_commands_do_not_wait_for_tables() -> None:
    """What only `explain` needs is read when it runs."""
    asked = "import sys, splitctl.__main__; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(ran.stdout.split())
    assert "splitctl.explain.cli" in loaded
    assert not {"rich.table", "retention.verify", "retention.evaluate"} & loaded
