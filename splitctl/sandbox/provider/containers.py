"""Container definitions, compared by what they mean: what ECS fills in and puts in order is no change.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html.
"""

import json
from typing import Any

from splitctl.sandbox.provider.values import Plain, Properties

_HEALTH_CHECK = {"interval": 30, "retries": 3, "timeout": 5}
_BY_NAME = ("environment", "secrets")  # ECS gives them in an order of its own


def as_sent(text: str) -> list[dict[str, Any]]:
    """The containers that a JSON text defines, without what is null. Raises ValueError if it is no list of objects."""
    read = _without_nulls(json.loads(text))
    if not isinstance(read, list) or not read or not all(isinstance(each, dict) and each for each in read):
        raise ValueError("expected a list of container definitions")
    return read


def as_text(containers: list[dict[str, Any]]) -> str:
    """The containers that ECS holds, as JSON."""
    return json.dumps([_in_order(each) for each in containers])


def mean_the_same(old: Plain, new: Plain, *, awsvpc: bool) -> bool:
    """Whether two JSON texts define the same containers. `awsvpc`: a port of the host is the container's there."""
    try:
        return _meaning(old, awsvpc=awsvpc) == _meaning(new, awsvpc=awsvpc)
    except (TypeError, ValueError):
        return False


def _meaning(text: str, *, awsvpc: bool) -> list[Properties]:
    return sorted((_reduced(each, awsvpc=awsvpc) for each in as_sent(text)), key=lambda each: str(each.get("name")))


def _reduced(container: Properties, *, awsvpc: bool) -> Properties:
    whole: Properties = {"cpu": 0, "essential": True} | _in_order(container)
    if "healthCheck" in whole:
        whole["healthCheck"] = _HEALTH_CHECK | whole["healthCheck"]
    whole["portMappings"] = [_reduced_port(each, awsvpc=awsvpc) for each in whole.get("portMappings", [])]
    return {name: value for name, value in whole.items() if value not in ([], {})}


def _reduced_port(mapping: Properties, *, awsvpc: bool) -> Properties:
    host = mapping.get("hostPort") or (mapping.get("containerPort") if awsvpc else 0)
    return {"protocol": "tcp"} | mapping | {"hostPort": host}


def _in_order(container: Properties) -> Properties:
    lists = {name: container[name] for name in _BY_NAME if isinstance(container.get(name), list)}
    return container | {name: sorted(each, key=lambda pair: str(pair.get("name"))) for name, each in lists.items()}


def _without_nulls(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _without_nulls(member) for key, member in value.items() if member is not None}
    return [_without_nulls(item) for item in value if item is not None] if isinstance(value, list) else value
