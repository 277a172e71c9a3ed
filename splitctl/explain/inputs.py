"""What `splitctl explain` is given: files, and values of options."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from retention.contract import Contract, Mutability
from retention.documents import parse_policy
from retention.instants import parse_instant
from retention.listing import Listing, parse_listing
from retention.model import Policy
from retention.problems import InvalidDocument, Problem, quote, read_json
from splitctl.errors import UserError
from splitctl.explain.printable import printable

STANDARD_INPUT = "-"
_ANSWERED = "lifecyclePolicyText"
# Python itself takes 1_000 and digits of other scripts, too.
_WHOLE = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def read_policy(file: str) -> Policy:
    """Read a `lifecyclePolicyText`, or all that `aws ecr get-lifecycle-policy` answers. `-` is standard input.

    Raises UserError with all that is wrong in it.
    """
    text = _read(file)
    with _blaming(_called(file)):
        document = read_json(text)
        if not isinstance(document, dict) or _ANSWERED not in document:
            return parse_policy(text)
        answered = document[_ANSWERED]
        if not isinstance(answered, str):
            refused = f"{quote(answered)} is refused; give the policy as a text, as ECR answers"
            raise InvalidDocument([Problem(f"$.{_ANSWERED}", refused)])
    with _blaming(f"{_ANSWERED} in {_called(file)}"):
        return parse_policy(answered)


def read_listing(file: str) -> Listing:
    """Read what `aws ecr describe-images` answers. `-` is standard input. Raises UserError with all that is wrong."""
    text = _read(file)
    with _blaming(_called(file)):
        return parse_listing(text)


def read_contract(
    in_use: Sequence[str], pushes: Sequence[str], *, pushes_untagged: bool, immutable: bool, most_images: str | None
) -> Contract:
    """Promise what options say. Raises UserError, with the option, for a pattern that matches no tag or a bad number.

    `most_images` None is ECR's own quota.
    """
    with _blaming("--in-use"):
        contract = Contract(
            in_use=tuple(dict.fromkeys(in_use)),
            mutability=Mutability.IMMUTABLE if immutable else Mutability.MUTABLE,
            pushed_untagged=pushes_untagged,
        )
    with _blaming("--most-images"):
        if most_images is not None:
            contract = replace(contract, most_images=_whole(most_images))
    with _blaming("--pushes"):
        return replace(contract, pushed=tuple(dict.fromkeys(pushes))) if pushes else contract


def read_moment(value: str) -> datetime:
    """Read --now. Raises UserError if it is neither ISO 8601 with an offset, nor seconds since 1970."""
    with _blaming("--now"):
        return parse_instant(_number(value))


def _number(value: str) -> float | str:
    """A number, if it is one; else the text itself."""
    return float(value) if _NUMBER.fullmatch(value) else value


def _whole(value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise ValueError(f"{quote(value)} is refused; give a whole number of 1 to 18 digits alone, such as 100000")
    return int(value)


def _read(file: str) -> str:
    if not file:
        raise UserError("no file is named, but '': name one, or - for standard input")
    try:
        if file != STANDARD_INPUT:
            raw = Path(file).read_bytes()
        elif sys.stdin:
            raw = sys.stdin.buffer.read()
        else:
            raise UserError("standard input is closed: name a file, or pipe one in")
    except OSError as error:
        raise UserError(f"{_called(file)} cannot be read ({error.strerror}): name a file that can") from error
    try:
        # Editors and shells on Windows begin with a byte order mark.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{_called(file)} is not UTF-8 at byte {error.start + 1}: save it as UTF-8") from error


def _called(file: str) -> str:
    return "standard input" if file == STANDARD_INPUT else printable(file)


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    """Turn a ValueError into a UserError that says where the value is from."""
    try:
        yield
    except ValueError as error:
        lines = [printable(line) for line in str(error).split("\n")]
        message = f"{name}: {lines[0]}" if len(lines) == 1 else "\n  ".join([f"{name} cannot be used:", *lines])
        raise UserError(message) from error
