"""`splitctl explain`, from what it is given to its exit code."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from retention.verify import Safe, verify
from splitctl.errors import UserError
from splitctl.explain import images, verdict
from splitctl.explain.inputs import STANDARD_INPUT, read_contract, read_listing, read_moment, read_policy
from splitctl.explain.judgement import judge
from splitctl.explain.output import Output
from splitctl.explain.printable import printable


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The command line: files by name, and the rest as it was written."""

    policy: str
    images: str | None
    in_use: tuple[str, ...]
    pushes: tuple[str, ...]
    immutable: bool
    now: str | None
    as_json: bool


def run(asked: Asked) -> int:
    """Answer on standard output. Exit code 0: safe; 1: not, or undecided. Raises UserError for bad input."""
    return _of_policy(asked) if asked.images is None else _of_images(asked, asked.images)


def _of_policy(asked: Asked) -> int:
    if asked.now is not None:
        raise UserError("--now is the moment at which images are judged: add --images, or leave it out")
    policy = read_policy(asked.policy)
    contract = read_contract(asked.in_use, asked.pushes, immutable=asked.immutable)
    found = verify(policy, contract)
    if asked.as_json:
        print(json.dumps(verdict.as_json(found, contract), indent=2))
    else:
        verdict.show(found, contract, Output())
    return 0 if isinstance(found, Safe) else 1


def _of_images(asked: Asked, file: str) -> int:
    if asked.policy == file == STANDARD_INPUT:
        raise UserError("standard input cannot be both the policy and the images: name a file for one of them")
    # Without --now it is when the command is run: only the caller of `retention` has a clock.
    now = datetime.now(UTC) if asked.now is None else read_moment(asked.now)
    contract = read_contract(asked.in_use, asked.pushes, immutable=asked.immutable)
    policy, listing = read_policy(asked.policy), read_listing(file)
    judged = judge(policy, listing.images, contract, now)
    if asked.pushes:
        _note("--pushes has no effect on images that are there: what is pushed next is taken to be like the newest")
    for note in images.notes(judged, contract.in_use, listing.indexes):
        _note(note)
    if asked.as_json:
        print(json.dumps(images.as_json(judged), indent=2))
    else:
        images.show(judged, Output())
    return 1 if judged.lost else 0


def _note(line: str) -> None:
    print(printable(line), file=sys.stderr)
