"""What properties a type has: read from the installed pulumi_aws, so that program and sandbox never disagree."""

import ast
import difflib
import inspect
import textwrap
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
def output_types(resource: type) -> dict[str, Any]:
    """The properties that a resource class of pulumi_aws shows once it exists, and their types."""
    return dict(_types.resource_types(resource))


def output_names(resource: type) -> frozenset[str]:
    """The properties that a resource class of pulumi_aws shows once it exists."""
    return frozenset(output_types(resource))


@cache
def secret_names(resource: type) -> frozenset[str]:
    """The properties that a resource class of pulumi_aws says are secret, whatever the program gave.

    The class says so only in the code that makes one: `ResourceOptions(additional_secret_outputs=[...])`.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(resource._internal_init)))  # type: ignore[attr-defined]  # noqa: SLF001
    options = (each for each in ast.walk(tree) if isinstance(each, ast.keyword))
    found = (each.value for each in options if each.arg == "additional_secret_outputs")
    return frozenset(name for each in found for name in ast.literal_eval(each))


@cache
def required_inputs(args: type) -> frozenset[str]:
    """The inputs without which an argument class of pulumi_aws cannot be made."""
    names = _types.input_type_py_to_pulumi_names(args)
    parameters = inspect.signature(args).parameters.values()
    return frozenset(names[p.name] for p in parameters if p.default is inspect.Parameter.empty)


def item_type(expected: Any) -> Any:
    """What the items of a list, or the values of an object with any keys, are."""
    return typing.get_args(expected)[-1]


def is_object(expected: Any) -> bool:
    """Whether an input is an object with an argument class of its own."""
    return bool(_types.is_input_type(expected))


def python_names(args: type) -> dict[str, str]:
    """What a program calls the inputs of an argument class, by the names that Pulumi gives them."""
    return {name: python for python, name in _types.input_type_py_to_pulumi_names(args).items()}


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
    fitting = [choice for choice in choices(expected) if not _mismatch(choice, value)]
    if not fitting:
        wanted = " or ".join(sorted({_name(choice) for choice in choices(expected)}))
        yield Problem(path, f"expected {wanted}, got {_kind(value)}")
        return
    choice = fitting[0]
    if is_object(choice):
        yield from problems(choice, value, path)
    elif is_list(choice):
        for index, item in enumerate(value):
            yield from _type_problems(item_type(choice), item, f"{path}[{index}]")
    elif is_map(choice):
        for key, item in value.items():
            yield from _type_problems(item_type(choice), item, f'{path}["{key}"]')


def choices(expected: Any) -> list[Any]:
    """The plain types of an input: without the awaitables and outputs that a program may give instead."""
    if typing.get_origin(expected) not in (typing.Union, types.UnionType):
        return [expected]
    plain = [choice for part in typing.get_args(expected) for choice in choices(part)]
    return [c for c in plain if not _is_wrapper(c) and not (isinstance(c, type) and issubclass(c, dict))]


def _is_wrapper(choice: Any) -> bool:
    origin = typing.get_origin(choice) or choice
    return choice is type(None) or getattr(origin, "__name__", "") in ("Awaitable", "Output")


def _mismatch(expected: Any, value: Plain) -> bool:
    if expected is Any:
        return False
    if is_object(expected) or is_map(expected):
        return not isinstance(value, dict)
    if is_list(expected):
        return not isinstance(value, list)
    if expected is float:
        return isinstance(value, bool) or not isinstance(value, int | float)
    if is_enum(expected):
        return value not in _members(expected)
    return type(value) is not expected


def is_enum(expected: Any) -> bool:
    """Whether an input is one of a few words or numbers."""
    return isinstance(expected, type) and issubclass(expected, Enum)


def _members(expected: type[Enum]) -> list[Plain]:
    return [member.value for member in expected]


def is_list(expected: Any) -> bool:
    """Whether an input is a list."""
    origin = typing.get_origin(expected)
    return isinstance(origin, type) and issubclass(origin, Sequence)


def is_map(expected: Any) -> bool:
    """Whether an input is an object with any keys."""
    origin = typing.get_origin(expected)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _name(expected: Any) -> str:
    if is_object(expected) or is_map(expected):
        return "an object"
    if is_list(expected):
        return "a list"
    if is_enum(expected):
        return " or ".join(map(repr, _members(expected)))
    return _KINDS.get(expected, str(expected))


def _kind(value: Plain) -> str:
    """What `value` is, without saying it: it may be a secret."""
    return "nothing" if value is None else _KINDS[type(value)]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
