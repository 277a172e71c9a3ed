"""`splitctl explain`, from what it is given to its exit code."""

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from retention.contract import Contract
from retention.verify import Safe, verify
from splitctl.errors import UserError
from splitctl.explain import images, verdict
from splitctl.explain.inputs import STANDARD_INPUT, read_contract, read_listing, read_moment, read_policy
from splitctl.explain.judgement import judge
from splitctl.explain.output import Output, write
from splitctl.explain.printable import printable


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The command line: files by name, and the rest as it was written."""

    policy: str
    images: str | None
    in_use: tuple[str, ...]
    pushes: tuple[str, ...]
    pushes_untagged: bool
    immutable: bool
    most_images: str | None
    now: str | None
    as_json: bool


def run(asked: Asked) -> int:
    """Answer on standard output. Exit code 0: safe; 1: not, or undecided.

    Raises UserError for bad input, and if the answer cannot be written.
    """
    return _of_policy(asked) if asked.images is None else _of_images(asked, asked.images)


def _of_policy(asked: Asked) -> int:
    if asked.now is not None:
        raise UserError("--now is the moment at which images are judged: add --images, or leave it out")
    policy = read_policy(asked.policy)
    contract = _contract(asked)
    found = verify(policy, contract)
    if asked.as_json:
        _write_json(verdict.as_json(found, contract))
    else:
        verdict.show(found, contract, Output())
    return 0 if isinstance(found, Safe) else 1


def _of_images(asked: Asked, file: str) -> int:
    if asked.policy == file == STANDARD_INPUT:
        raise UserError("standard input cannot be both the policy and the images: name a file for one of them")
    # Without --now it is when the command is run: only the caller of `retention` has a clock.
    now = datetime.now(UTC) if asked.now is None else read_moment(asked.now)
    contract = _contract(asked)
    policy, listing = read_policy(asked.policy), read_listing(file)
    judged = judge(policy, listing.images, contract, now)
    for option in _idle(asked):
        _note(f"{option} has no effect on images that are there: what is pushed next is taken to be like the newest")
    for note in images.notes(judged, contract.in_use, listing.indexes):
        _note(note)
    if asked.as_json:
        _write_json(images.as_json(judged))
    else:
        images.show(judged, Output())
    return 1 if judged.lost else 0


def _contract(asked: Asked) -> Contract:
    return read_contract(
        asked.in_use,
        asked.pushes,
        pushes_untagged=asked.pushes_untagged,
        immutable=asked.immutable,
        most_images=asked.most_images,
    )


def _idle(asked: Asked) -> list[str]:
    """The options given that only say what may happen later."""
    given = {
        "--pushes": asked.pushes,
        "--pushes-untagged": asked.pushes_untagged,
        "--most-images": asked.most_images is not None,
    }
    return [option for option, is_given in given.items() if is_given]


def _write_json(answer: dict[str, Any]) -> None:
    write(f"{json.dumps(answer, indent=2)}\n")


def _note(line: str) -> None:
    # A note that cannot be written changes nothing of the answer.
    with suppress(OSError):
        print(printable(line), file=sys.stderr)
