"""The package's schema, for what Pulumi generates: `pulumi import` writes a program with it.

https://www.pulumi.com/docs/iac/extending-pulumi/schema/. It holds the types that the sandbox knows, from the argument
classes of the installed pulumi_aws.
"""

from collections.abc import Iterable
from typing import Any

from splitctl.sandbox.provider import schema
from splitctl.sandbox.provider.resource import ResourceType

_SIMPLE = {bool: "boolean", float: "number", int: "integer", str: "string"}
_ANY = {"$ref": "pulumi.json#/Any"}


def package(kinds: Iterable[ResourceType], version: str) -> dict[str, Any]:
    """The schema of a package with these types."""
    objects: dict[str, Any] = {}
    resources = {kind.token(): _resource(kind, objects) for kind in kinds}
    return {
        "name": "aws",
        "version": version,
        # `ecr/repository:Repository` is in the module `ecr`.
        "meta": {"moduleFormat": "(.*)(?:/[^/]*)"},
        "resources": resources,
        "types": objects,
    }


def _resource(kind: ResourceType, objects: dict[str, Any]) -> dict[str, Any]:
    module = kind.token().split(":")[1].split("/")[0]
    inputs = _properties(kind.args, module, objects)
    types = schema.output_types(kind.resource)
    outputs = {name: inputs.get(name) or _spec(types[name], module, objects) for name in sorted(types)}
    for name in kind.secret_names():
        for bag in (inputs, outputs):
            if name in bag:
                bag[name] = bag[name] | {"secret": True}
    required = sorted(schema.required_inputs(kind.args))
    return {"inputProperties": inputs, "requiredInputs": required, "properties": outputs}


def _properties(args: type, module: str, objects: dict[str, Any]) -> dict[str, Any]:
    return {name: _spec(expected, module, objects) for name, expected in sorted(schema.input_types(args).items())}


def _spec(expected: Any, module: str, objects: dict[str, Any]) -> dict[str, Any]:
    """The type of one property. Object types that it leads to are added to `objects`."""
    found = [_one(choice, module, objects) for choice in schema.choices(expected)]
    distinct = [each for index, each in enumerate(found) if each not in found[:index]]
    return {"oneOf": distinct} if len(distinct) > 1 else (distinct or [_ANY])[0]


def _one(choice: Any, module: str, objects: dict[str, Any]) -> dict[str, Any]:
    if schema.is_object(choice):
        return {"$ref": f"#/types/{_object(choice, module, objects)}"}
    if schema.is_list(choice):
        return {"type": "array", "items": _spec(schema.item_type(choice), module, objects)}
    if schema.is_map(choice):
        return {"type": "object", "additionalProperties": _spec(schema.item_type(choice), module, objects)}
    if schema.is_enum(choice):
        return {"type": _SIMPLE[type(next(iter(choice)).value)]}
    return {"type": _SIMPLE[choice]} if choice in _SIMPLE else _ANY


def _object(args: type, module: str, objects: dict[str, Any]) -> str:
    name = args.__name__.removesuffix("Args")
    token = f"aws:{module}/{name}:{name}"
    if token not in objects:
        # Before its properties, which may lead to it again.
        described: dict[str, Any] = {"type": "object", "required": sorted(schema.required_inputs(args))}
        objects[token] = described
        described["properties"] = _properties(args, module, objects)
    return token
