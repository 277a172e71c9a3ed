"""What was made, as the rules of the pack see it."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.runtime import rpc

from policy.adapter import plain
from policy.model import UNKNOWN, Finding, Resource
from policy.rules import RULES
from tests.components.world import World


def resources(world: World) -> list[Resource]:
    """List what the program made: what it gave, and what AWS says of it, as far as that is known."""
    return [_resource(world, *key, request) for key, request in sorted(world.monitor.requests.items())]


def findings(world: World, *numbers: str) -> list[Finding]:
    """List what the rules of these numbers, such as SP301, find in all that was made."""
    rules = [rule for rule in RULES if rule.name.startswith(numbers)]
    return [finding for rule in rules for finding in rule.judge(resources(world))]


def _resource(world: World, kind: str, name: str, request: Any) -> Resource:
    urn = world.monitor.urns[kind, name]
    given = rpc.deserialize_properties(request.object, keep_unknowns=True)
    return Resource(
        type=kind,
        name=name,
        urn=urn,
        props=plain(_known({**world.monitor.resources[urn].state, **given})),
        sources={prop: list(found.urns) for prop, found in request.propertyDependencies.items()},
        inputs=frozenset(given),
        protected=request.protect,
    )


def _known(value: Any) -> Any:
    """Put the pack's UNKNOWN for the engine's."""
    if isinstance(value, pulumi.output.Unknown) or value == rpc.UNKNOWN:
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_known(each) for each in value]
    return value
