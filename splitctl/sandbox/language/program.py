"""A Python program from the PCL that `pulumi import` writes.

It looks as what the official language host writes, but for secrets: the program asks the stack's configuration for
them, so that no terminal shows them.
"""

import importlib
import json
import keyword
import re
from collections.abc import Iterator
from typing import Any

from splitctl.sandbox.language.pcl import Block, Call, Reference, Value, parse
from splitctl.sandbox.provider import schema

_INDENT = "    "
_OPTIONS = {
    "dependsOn": "depends_on",
    "parent": "parent",
    "protect": "protect",
    "provider": "provider",
}


def program(source: str) -> str:
    """The program that makes what `source` describes. Raises ValueError for what it cannot say."""
    resources = [block for block in parse(source) if block.kind == "resource"]
    imports = sorted({_package(block) for block in resources})
    lines = ["import pulumi", *(f"import pulumi_{name} as {name}" for name in imports), ""]
    return "\n".join([*lines, *map(_statement, _ordered(resources)), ""])


def _ordered(blocks: list[Block]) -> list[Block]:
    """The blocks, each after those that it refers to. What is in no block is the program's own."""
    left, done = list(blocks), list[Block]()
    while left:
        names = {block.labels[0] for block in left}
        ready = [block for block in left if not (names - {block.labels[0]}) & set(_roots(block))]
        if not ready:
            raise ValueError("the resources refer to one another in a circle")
        done += ready
        left = [block for block in left if block not in ready]
    return done


def _roots(value: Any) -> Iterator[str]:
    """The names of all that is referred to."""
    if isinstance(value, Reference):
        yield value.path[0]
    elif isinstance(value, Block):
        yield from _roots([value.attributes, value.blocks])
    elif isinstance(value, Call):
        yield from _roots(value.arguments)
    elif isinstance(value, dict):
        yield from _roots(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _roots(item)


def _statement(block: Block) -> str:
    name, token = block.labels
    given = dict(block.attributes)
    logical = given.pop("__logicalName", name)
    arguments = _argument_class(token)
    called, types = schema.python_names(arguments), schema.input_types(arguments)
    parts = [json.dumps(logical)]
    parts += [f"{called[key]}={_expression(value, types[key], f'{logical}-{key}')}" for key, value in given.items()]
    if options := [each for inner in block.blocks if inner.kind == "options" for each in inner.attributes.items()]:
        told = ", ".join(f"{_option(key)}={_expression(value, Any, key)}" for key, value in options if value != [])
        parts.append(f"opts=pulumi.ResourceOptions({told})")
    joined = f",\n{_INDENT}".join(part.replace("\n", f"\n{_INDENT}") for part in parts)
    return f"{_variable(name)} = {_class_path(token)}({joined})"


def _option(name: str) -> str:
    if name not in _OPTIONS:
        raise ValueError(f"the option {name} is not supported")
    return _OPTIONS[name]


def _expression(value: Value, expected: Any, setting: str) -> str:
    """`value` as Python: objects with the names that `expected` gives their members, a secret as a `setting`."""
    if isinstance(value, Reference):
        return ".".join([_variable(value.path[0]), *value.path[1:]])
    if isinstance(value, Call):
        if value.function != "secret":
            raise ValueError(f"the function {value.function} is not supported")
        return f"pulumi.Config().require_secret({json.dumps(setting)})"
    choices = schema.choices(expected)
    if isinstance(value, list):
        item = next((schema.item_type(each) for each in choices if schema.is_list(each)), Any)
        return _block("[", [_expression(each, item, setting) for each in value], "]")
    if isinstance(value, dict):
        return _block("{", list(_members(value, choices, setting)), "}")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _members(value: dict[str, Value], choices: list[Any], setting: str) -> Iterator[str]:
    arguments = next((each for each in choices if schema.is_object(each)), None)
    called, types = ({}, {}) if arguments is None else (schema.python_names(arguments), schema.input_types(arguments))
    any_type = next((schema.item_type(each) for each in choices if schema.is_map(each)), Any)
    for key, each in value.items():
        inner = _expression(each, types.get(key, any_type), f"{setting}-{key}")
        yield f"{json.dumps(called.get(key, key))}: {inner}"


def _block(start: str, items: list[str], end: str) -> str:
    inner = "".join(f"\n{_INDENT}{item}," for item in (each.replace("\n", f"\n{_INDENT}") for each in items))
    return f"{start}{inner}\n{end}" if items else start + end


def _package(block: Block) -> str:
    return block.labels[1].partition(":")[0]


def _class_path(token: str) -> str:
    package, module, name = token.split(":")
    short = module.partition("/")[0]
    return ".".join([package, *([] if short == "index" else [_variable(short)]), name])


def _argument_class(token: str) -> Any:
    path = _class_path(token).split(".")
    try:
        return getattr(importlib.import_module(".".join([f"pulumi_{path[0]}", *path[1:-1]])), f"{path[-1]}Args")
    except (ImportError, AttributeError) as error:
        raise ValueError(f"there is no installed package with the type {token}") from error


def _variable(name: str) -> str:
    plain = re.sub(r"\W", "_", name)
    return f"{plain}_" if keyword.iskeyword(plain) or plain[:1].isdigit() else plain
