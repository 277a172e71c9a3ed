"""What a service's own model says of a request: words, lengths, ranges and patterns, which boto3 leaves to AWS."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moto.core.utils import get_service_model


class Violation(NamedTuple):
    """A member of a request that breaks the model: its path, and what it must be. Not its value: it may be secret."""

    path: str
    constraint: str


def violations(service: str, operation: str, request: Mapping[str, Any]) -> Iterator[Violation]:
    """What is wrong with `request`, an operation's members by AWS's names. Missing ones are boto3's to refuse."""
    return _of(get_service_model(service).operation_model(operation).input_shape, request, "")


def _of(shape: Any, value: Any, path: str) -> Iterator[Violation]:
    yield from (Violation(path, constraint) for constraint in _broken(shape, value))
    if shape.type_name == "structure":
        for name in value.keys() & shape.members.keys():
            yield from _of(shape.members[name], value[name], f"{path}.{name}" if path else name)
    if shape.type_name == "list":
        for number, item in enumerate(value, 1):  # AWS counts from 1
            yield from _of(shape.member, item, f"{path}.{number}.member")


def _broken(shape: Any, value: Any) -> Iterator[str]:
    limits = shape.metadata
    size, noun = (len(value), "length") if isinstance(value, str | list | dict) else (value, "value")
    if "min" in limits and size < limits["min"]:
        yield f"must have {noun} greater than or equal to {limits['min']}"
    if "max" in limits and size > limits["max"]:
        yield f"must have {noun} less than or equal to {limits['max']}"
    if "enum" in limits and value not in limits["enum"]:
        yield f"must satisfy enum value set: [{', '.join(limits['enum'])}]"
    # Patterns are Java's. Those with classes that Python does not know, such as \p{L}, are left out.
    pattern = limits.get("pattern", "")
    if pattern and r"\p" not in pattern and not re.fullmatch(pattern, value):
        yield f"must satisfy regular expression pattern: {pattern}"
