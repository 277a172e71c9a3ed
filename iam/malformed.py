"""What AWS would refuse in a policy document.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from typing import Any

from iam.logic import UNKNOWN, Unknown
from iam.request import as_text


class Malformed(ValueError):  # noqa: N818
    """A document is none that AWS would take. Says what is wrong in one clause, and quotes nothing of it."""


def read_json(text: str) -> Any:
    """Read JSON. Raises Malformed if it is not, or an object has a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise Malformed("it is not JSON, or says one thing twice") from error


def strings(value: object, what: str) -> tuple[str | Unknown, ...]:
    """Read one text or a list of them; any may be UNKNOWN. Raises Malformed if it is anything else."""
    listed = list(value) if isinstance(value, list | tuple) else [value]
    if not all(isinstance(each, str | bool | int | float | Unknown) for each in listed):
        raise Malformed(f"{what} is neither a text nor a list of texts")
    return tuple(each if each is UNKNOWN else as_text(each) for each in listed)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key comes twice")
    return dict(pairs)
