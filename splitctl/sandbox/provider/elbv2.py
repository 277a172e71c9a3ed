"""What Elastic Load Balancing's types share: tags, and attributes, which are texts there and plain inputs in Pulumi.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html.
"""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties

_LONGEST_PREFIX = 6


class Attribute(NamedTuple):
    """An input that is kept as an attribute."""

    key: str
    default: Plain
    """What AWS sets by itself. Also tells the type: a boolean, a whole number or a text."""


def as_attributes(inputs: Properties, table: Mapping[str, Attribute], names: Iterable[str]) -> list[dict[str, str]]:
    """The inputs in `names` that are given and in `table`, as AWS takes them."""
    given = sorted(name for name in table.keys() & set(names) if name in inputs)
    return [{"Key": table[name].key, "Value": text(inputs[name])} for name in given]


def from_attributes(held: Iterable[Mapping[str, str]], table: Mapping[str, Attribute]) -> Properties:
    """The inputs in `table` as AWS holds them."""
    found = {each["Key"]: each["Value"] for each in held}
    return {
        name: _value(found[attribute.key], attribute.default) if attribute.key in found else attribute.default
        for name, attribute in table.items()
    }


def text(value: Plain) -> str:
    """A value as an attribute."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def asked_tags(inputs: Properties) -> dict[str, Any]:
    """The part of a request that tags the new thing; nothing without tags, which AWS does not take."""
    return {"Tags": tags.pairs(inputs["tags"])} if inputs.get("tags") else {}


def held_tags(client: Any, arn: str) -> dict[str, str]:
    """The tags of what exists."""
    (described,) = client.describe_tags(ResourceArns=[arn])["TagDescriptions"]
    return tags.mapping(described["Tags"])


def put_tags(client: Any, arn: str, wanted: Mapping[str, str]) -> None:
    """Bring the tags to what is wanted."""
    gone, added = tags.changes(held_tags(client, arn), wanted)
    if gone:
        client.remove_tags(ResourceArns=[arn], TagKeys=gone)
    if added:
        client.add_tags(ResourceArns=[arn], Tags=tags.pairs(added))


def prefix_problems(inputs: Properties) -> list[Problem]:
    """What is wrong with a prefix for a name, of which there may be 32 characters: what comes after it has 26."""
    prefix = inputs.get("namePrefix", UNKNOWN)
    if prefix == UNKNOWN or not isinstance(prefix, str) or len(prefix) <= _LONGEST_PREFIX:
        return []
    return [Problem("namePrefix", f"it may have {_LONGEST_PREFIX} characters, and has {len(prefix)}")]


def in_order(value: Plain) -> Plain:
    """A list without an order, so that another order is no change. Anything else as it is."""
    return sorted(value, key=partial(json.dumps, sort_keys=True)) if isinstance(value, list) else value


def _value(held: str, like: Plain) -> Plain:
    if isinstance(like, bool):
        return held == "true"
    return int(held) if isinstance(like, int) else held
