"""What properties a type has: read from the installed pulumi_aws, so that program and sandbox never disagree."""

import difflib
import inspect
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from pulumi import _types

from splitctl.sandbox.provider.values import UNKNOWN, Plain, without_notes

_KINDS = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a whole number",
    list: "a list",
    str: "a string",
}


class Problem(NamedTuple):
    """An input that is not of its type: the property's path, and what is wrong with it."""

    path: str
    reason: str


@cache
def input_types(args: type) -> dict[str, Any]:
    """The inputs of an argument class of pulumi_aws and their types, by the names that Pulumi gives them."""
    return dict(_types.input_type_types(args))


@cache
def output_names(resource: type) -> frozenset[str]:
    """The properties that a resource class of pulumi_aws shows once it exists."""
    return frozenset(_types.resource_types(resource))


@cache
def required_inputs(args: type) -> frozenset[str]:
    """The inputs without which an argument class of pulumi_aws cannot be made."""
    names = _types.input_type_py_to_pulumi_names(args)
    parameters = inspect.signature(args).parameters.values()
    return frozenset(names[p.name] for p in parameters if p.default is inspect.Parameter.empty)


def problems(args: type, inputs: Mapping[str, Plain], path: str = "") -> Iterator[Problem]:
    """Every input that is missing, unknown to `args` or of a wrong type, each with its path."""
    known = input_types(args)
    for name in sorted(required_inputs(args) - inputs.keys()):
        yield Problem(_join(path, name), "this input is required, and missing")
    for name, value in without_notes(inputs).items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it takes: {', '.join(sorted(known))}"
            yield Problem(_join(path, name), f"there is no such input; {hint}")
        else:
            yield from _type_problems(known[name], value, _join(path, name))


def _type_problems(expected: Any, value: Plain, path: str) -> Iterator[Problem]:
    if value == UNKNOWN:
        return
    choices = [choice for choice in _choices(expected) if not _mismatch(choice, value)]
    if not choices:
        wanted = " or ".join(sorted({_name(choice) for choice in _choices(expected)}))
        yield Problem(path, f"expected {wanted}, got {_kind(value)}")
        return
    choice = choices[0]
    if _types.is_input_type(choice):
        yield from problems(choice, value, path)
    elif _is_list(choice):
        for index, item in enumerate(value):
            yield from _type_problems(typing.get_args(choice)[0], item, f"{path}[{index}]")
    elif _is_map(choice):
        for key, item in value.items():
            yield from _type_problems(typing.get_args(choice)[1], item, f'{path}["{key}"]')


def _choices(expected: Any) -> list[Any]:
    """The plain types of an input: without the awaitables and outputs that a program may give instead."""
    if typing.get_origin(expected) not in (typing.Union, types.UnionType):
        return [expected]
    plain = [choice for part in typing.get_args(expected) for choice in _choices(part)]
    return [c for c in plain if not _is_wrapper(c) and not (isinstance(c, type) and issubclass(c, dict))]


def _is_wrapper(choice: Any) -> bool:
    origin = typing.get_origin(choice) or choice
    return choice is type(None) or getattr(origin, "__name__", "") in ("Awaitable", "Output")


def _mismatch(expected: Any, value: Plain) -> bool:
    if expected is Any:
        return False
    if _types.is_input_type(expected) or _is_map(expected):
        return not isinstance(value, dict)
    if _is_list(expected):
        return not isinstance(value, list)
    if expected is float:
        return isinstance(value, bool) or not isinstance(value, int | float)
    if _is_enum(expected):
        return value not in _members(expected)
    return type(value) is not expected


def _is_enum(expected: Any) -> bool:
    return isinstance(expected, type) and issubclass(expected, Enum)


def _members(expected: type[Enum]) -> list[Plain]:
    return [member.value for member in expected]


def _is_list(expected: Any) -> bool:
    origin = typing.get_origin(expected)
    return isinstance(origin, type) and issubclass(origin, Sequence)


def _is_map(expected: Any) -> bool:
    origin = typing.get_origin(expected)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _name(expected: Any) -> str:
    if _types.is_input_type(expected) or _is_map(expected):
        return "an object"
    if _is_list(expected):
        return "a list"
    if _is_enum(expected):
        return " or ".join(map(repr, _members(expected)))
    return _KINDS.get(expected, str(expected))


def _kind(value: Plain) -> str:
    """What `value` is, without saying it: it may be a secret."""
    return "nothing" if value is None else _KINDS[type(value)]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
