"""A flat program: the same resources as a stack's, with the same inputs, and nothing of this project around them.

Made from the state of a stack with one app, where every reference between resources can be told by its value. It is
what a person would write who knows all names beforehand: first what the apps share, then a loop over the apps.
"""

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from splitctl.sandbox.provider import schema
from splitctl.sandbox.provider.values import without_notes

_INDENT = "    "
_BEGINNING = """import gc
import pulumi
import pulumi_aws as aws
gc.set_threshold(100_000, 50, 100)
"""
"""As in this project's own program: how often it looks for garbage is nothing that components cost."""
_CAPITAL = re.compile("(?=[A-Z])")
_TELLING = ("name", "arn", "id")
"""Outputs that a reference is more likely to mean than others of the same value: a name is known in a preview."""

Resource = Mapping[str, Any]
"""As `pulumi stack export` has it."""


def flat_program(state: Iterable[Resource], app: str, apps: Sequence[str]) -> str:
    """A program that makes for each of `apps` what `state` has of the one `app`, and once what is shared.

    What a name, an input or a document says of `app` is said of each. Options that change nothing about a first
    preview are left out, and so is what the stack looked up.
    """
    made = {each["urn"]: each for each in state if each["type"].startswith("aws:")}
    called = {urn: f"made_{number}" for number, urn in enumerate(made)}
    shared = [_statement(each, made, called, app) for each in made.values() if not _is_of(each, app)]
    own = [_statement(each, made, called, app) for each in made.values() if _is_of(each, app)]
    loop = [f"for app in {list(apps)!r}:", *(f"{_INDENT}{line}" for line in own)]
    return "\n".join([_BEGINNING, *shared, *loop, ""])


def _is_of(resource: Resource, app: str) -> bool:
    return bool(resource["urn"].rpartition("::")[2].startswith(f"{app}-"))


def _statement(resource: Resource, made: Mapping[str, Resource], called: Mapping[str, str], app: str) -> str:
    _, module, name = resource["type"].split(":")
    path = f"{module.partition('/')[0]}.{name}"
    inputs = resource["inputs"]
    given = {key: value for key, value in without_notes(inputs).items() if key not in inputs.get("__defaults", [])}
    sources = resource.get("propertyDependencies") or {}
    parameters = _arguments(path)
    called_here, types = schema.python_names(parameters), schema.input_types(parameters)
    arguments, used = [_text(resource["urn"].rpartition("::")[2], app)], set[str]()
    for key, value in given.items():
        references = dict(_references(sources.get(key, ()), made, called))
        code = _expression(value, types[key], references, app)
        used |= {urn for urn in sources.get(key, ()) if f"{called[urn]}." in code}
        arguments.append(f"{called_here[key]}={code}")
    if after := [called[urn] for urn in _direct(resource, made) if urn not in used]:
        arguments.append(f"opts=pulumi.ResourceOptions(depends_on=[{', '.join(after)}])")
    return f"{called[resource['urn']]} = aws.{path}({', '.join(arguments)})"


def _arguments(path: str) -> type:
    module, _, name = path.partition(".")
    found: type = getattr(importlib.import_module(f"pulumi_aws.{module}"), f"{name}Args")
    return found


def _references(
    urns: Iterable[str], made: Mapping[str, Resource], called: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The outputs of resources by their values, the most telling one last."""
    for urn in urns:
        told = made[urn]["outputs"] | {"id": made[urn]["id"]}
        outputs = {key: value for key, value in told.items() if isinstance(value, str) and value}
        others = [key for key in outputs if key not in _TELLING]
        for key in (*others, *(key for key in reversed(_TELLING) if key in outputs)):
            yield outputs[key], f"{called[urn]}.{_CAPITAL.sub('_', key).lower()}"


def _expression(value: Any, expected: Any, references: Mapping[str, str], app: str) -> str:
    """The value as Python, objects by their argument classes, as this project has them: dicts take Pulumi longer."""
    choices = schema.choices(expected)
    if isinstance(value, str):
        return references.get(value) or _text(value, app)
    if isinstance(value, list):
        item = next((schema.item_type(each) for each in choices if schema.is_list(each)), Any)
        return f"[{', '.join(_expression(each, item, references, app) for each in value)}]"
    if not isinstance(value, dict):
        return repr(int(value) if isinstance(value, float) and value.is_integer() else value)
    if kind := next((each for each in choices if schema.is_object(each)), None):
        called, types = schema.python_names(kind), schema.input_types(kind)
        members = (f"{called[key]}={_expression(each, types[key], references, app)}" for key, each in value.items())
        return f"aws.{kind.__module__.split('.')[1]}.{kind.__name__}({', '.join(members)})"
    members = (f"{key!r}: {_expression(each, Any, references, app)}" for key, each in value.items())
    return f"{{{', '.join(members)}}}"


def _text(text: str, app: str) -> str:
    if app not in text:
        return repr(text)
    return f"f{text.replace('{', '{{').replace('}', '}}').replace(app, '{app}')!r}"


def _direct(resource: Resource, made: Mapping[str, Resource]) -> list[str]:
    """What a resource waits for, without what that waits for anyway. A component's name stands for all its parts."""
    waits_for = [urn for urn in resource.get("dependencies") or () if urn in made]
    anyway = {other for urn in waits_for for other in made[urn].get("dependencies") or ()}
    return [urn for urn in waits_for if urn not in anyway]
