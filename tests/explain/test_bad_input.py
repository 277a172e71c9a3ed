"""What `splitctl explain` refuses: exit code 2, one message, and nothing on standard output."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.explain.running import IMAGES, OUTAGE, Ran, any_image, listed, listing, written

Explain = Callable[..., Ran]


def refused(ran: Ran) -> str:
    """The message of a command that was refused."""
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    return ran.err.removeprefix("error: ").rstrip("\n")


def test_files_that_cannot_be_read(explain: Explain, tmp_path: Path) -> None:
    """The message names the file, and what is wrong with it: for the images as for the policy."""
    (tmp_path / "binary").write_bytes(b"{}\xff")
    for name, reason in (("missing", "No such file"), ("", "Is a directory"), ("binary", "not UTF-8 at byte 3")):
        file = str(tmp_path / name)
        for arguments in ((file,), (OUTAGE, "--images", file)):
            message = refused(explain(*arguments))
            assert message.startswith(file)
            assert reason in message
    assert refused(explain("")).startswith("no file is named")
    assert refused(explain(OUTAGE, "--images", "")).startswith("no file is named")


def test_a_file_that_is_no_json(explain: Explain, tmp_path: Path) -> None:
    """Where it stops to be JSON is told, by line and column."""
    file = tmp_path / "policy.json"
    file.write_text('{"rules": [\n  oops]}')
    assert refused(explain(str(file))).startswith(f"{file}: $: not JSON at line 2, column 3")
    assert refused(explain("-")).startswith("standard input: $: not JSON")


def test_all_that_is_wrong_is_told_at_once(explain: Explain, tmp_path: Path) -> None:
    """Each value with its JSON path and what to give instead, a line each below the name of the file."""
    document = any_image(more_than=0)
    document["rules"][0]["rulePriority"] = "first"
    file = written(tmp_path, document)
    first, *problems = refused(explain(file)).splitlines()
    assert f"{file} cannot be used:" == first
    assert {"  $.rules[0].rulePriority", "  $.rules[0].selection.countNumber"} == {
        problem.partition(":")[0] for problem in problems
    }
    assert '"first"' in problems[0]
    assert "whole number" in problems[0]


def test_one_thing_that_is_wrong_is_one_line(explain: Explain, tmp_path: Path) -> None:
    """File, path, value and remedy."""
    file = written(tmp_path, any_image(more_than=0))
    message = refused(explain(file))
    assert message.startswith(f"{file}: $.rules[0].selection.countNumber: 0 ")
    assert "\n" not in message
    images = written(tmp_path, listing(listed(1, pushed="yesterday")), "images.json")
    message = refused(explain(OUTAGE, "--images", images))
    assert message.startswith(f"{images}: $.imageDetails[0].imagePushedAt: ")
    assert '"yesterday"' in message


@pytest.mark.parametrize(
    ("answered", "path"),
    [
        ({"rules": []}, "standard input: $.lifecyclePolicyText: "),
        (None, "standard input: $.lifecyclePolicyText: "),
        ("{", "lifecyclePolicyText in standard input: $: "),
        ("{}", "lifecyclePolicyText in standard input: $.rules: "),
    ],
)
def test_an_answer_of_ecr_that_holds_no_policy(explain: Explain, answered: object, path: str) -> None:
    """The message tells the policy from the answer around it."""
    assert refused(explain("-", given=json.dumps({"lifecyclePolicyText": answered}))).startswith(path)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("-", "--images", "-"), ("standard input cannot be both",)),
        ((OUTAGE, "--now", "0"), ("--now", "--images")),
        ((OUTAGE, "--images", IMAGES, "--now", "2026-02-01"), ("--now", "2026-02-01", "offset")),
        ((OUTAGE, "--images", IMAGES, "--now", "2026-02-01T00:00:00"), ("--now", "2026-02-01T00:00:00", "offset")),
        ((OUTAGE, "--images", IMAGES, "--now", "nan"), ("--now",)),
        ((OUTAGE, "--images", IMAGES, "--now", "1e999"), ("--now",)),
        ((OUTAGE, "--images", IMAGES, "--now", ""), ("--now", '""')),
        ((OUTAGE, "--images", IMAGES, "--now", "1_000"), ("--now", '"1_000"')),
        ((OUTAGE, "--most-images", "0"), ("--most-images", "0 images")),
        ((OUTAGE, "--most-images", "-1"), ("--most-images", '"-1"')),
        ((OUTAGE, "--most-images", "1_000"), ("--most-images", '"1_000"')),
        ((OUTAGE, "--most-images", ""), ("--most-images", '""')),
        ((OUTAGE, "--most-images", "9" * 5000), ("--most-images", "18 digits")),
        ((OUTAGE, "--in-use", "-x*"), ("--in-use", "'-x*'", "pin-*")),
        ((OUTAGE, "--in-use", "pin-*", "--pushes", "a b"), ("--pushes", "'a b'")),
        ((OUTAGE, "--images", IMAGES, "--in-use", "pin *"), ("--in-use", "'pin *'")),
    ],
)
def test_options_that_cannot_be_used(explain: Explain, arguments: tuple[str, ...], parts: tuple[str, ...]) -> None:
    """The message names the option and its value."""
    message = refused(explain(*arguments, given="{}"))
    assert [] == [part for part in parts if part not in message]
    assert "\n" not in message


@pytest.mark.parametrize("arguments", [(), (OUTAGE, "--unheard-of"), (OUTAGE, IMAGES)])
def test_a_command_line_that_is_none(explain: Explain, arguments: tuple[str, ...]) -> None:
    """How it is used is told on standard error."""
    ran = explain(*arguments)
    assert (2, "") == (ran.code, ran.out)
    assert "Usage" in ran.err


def test_a_message_has_nothing_raw(explain: Explain, tmp_path: Path) -> None:
    """Neither the name of a file nor what is in it can colour the message."""
    missing = str(tmp_path / "\x1b[31mred")
    assert "\\x1b[31mred" in refused(explain(missing))
    assert "\x1b" not in refused(explain(missing))
    document = any_image() | {"\x1b[31mred": 1}
    assert "\x1b" not in refused(explain(written(tmp_path, document)))
    assert "\x1b" not in refused(explain(OUTAGE, "--in-use", "\x1b[31mred"))
