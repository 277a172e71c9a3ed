"""What is wrong with a JSON document, and where."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

_LONGEST_QUOTE = 60
_MOST_LISTED = 100


@dataclass(frozen=True)
class Problem:
    """Something that has to be changed in a document: where it is, by JSON path, and what to do."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class InvalidDocument(ValueError):  # noqa: N818 - it says what the document is
    """A document that cannot be used. Its text is one line for each of the first 100 problems."""

    problems: tuple[Problem, ...]
    """All that was found, and at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        left = len(self.problems) - _MOST_LISTED
        return "\n".join([*map(str, self.problems[:_MOST_LISTED]), *([f"and {left} more"] if left > 0 else [])])


def read_json(text: str) -> object:
    """Read JSON as its standard has it. Raises InvalidDocument if it is anything else.

    That is also: an object with a key twice, of which readers take the one or the other; NaN and Infinity; what is
    nested too deeply or has too many digits for Python.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except InvalidDocument:
        raise
    except json.JSONDecodeError as error:
        message = f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        message = "nested too deeply to be read"
    except ValueError:
        # Python reads no number of more than 4300 digits, unless told to.
        message = "has a number with too many digits to be read"
    raise InvalidDocument([Problem("$", message)])


def quote(value: object) -> str:
    """Show a value in a message, in some 60 characters at most."""
    if value and isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    # Only the beginning is rendered, and one character more to see that there is more.
    begun = value[: _LONGEST_QUOTE + 1] if isinstance(value, str) else value
    shown = json.dumps(begun, default=lambda other: type(other).__name__)
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}..."


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        [(double, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise InvalidDocument([Problem("$", f"has {quote(double)} twice in one object; take one of them out")])
    return read


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidDocument([Problem("$", f"has {name}, which JSON does not know; give a number")])
