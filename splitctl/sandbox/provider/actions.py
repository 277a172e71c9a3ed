"""What a listener and its rules do with a request.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from splitctl.sandbox.provider.elbv2 import in_order
from splitctl.sandbox.provider.nested import filled
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties

_CONFIGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "fixedResponse": (
        "FixedResponseConfig",
        {"contentType": "ContentType", "messageBody": "MessageBody", "statusCode": "StatusCode"},
    ),
    "redirect": (
        "RedirectConfig",
        {"host": "Host", "path": "Path", "port": "Port", "protocol": "Protocol", "query": "Query"}
        | {"statusCode": "StatusCode"},
    ),
}
# The input that each type of action needs, one of them.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "fixed-response": ("fixedResponse",),
    "forward": ("targetGroupArn", "forward"),
    "redirect": ("redirect",),
}
_DEFAULTS: Mapping[str, Plain] = {
    "forward.stickiness.enabled": False,
    "forward.targetGroups.weight": 1,
    "redirect.host": "#{host}",
    "redirect.path": "/#{path}",
    "redirect.port": "#{port}",
    "redirect.protocol": "#{protocol}",
    "redirect.query": "#{query}",
}
_NOT_CARRIED_OUT = ("authenticateCognito", "authenticateOidc", "jwtValidation")


def problems(property_name: str, actions: Plain) -> Iterator[Problem]:
    """What is wrong with the actions of an input, beyond their types."""
    for index, action in enumerate(actions if isinstance(actions, list) else []):
        path, kind = f"{property_name}[{index}]", action.get("type", UNKNOWN) if isinstance(action, dict) else UNKNOWN
        if kind == UNKNOWN:
            continue
        if kind not in _NEEDS:
            reason = f"the sandbox's aws provider carries out: {', '.join(_NEEDS)}; not {kind!r}"
            yield Problem(f"{path}.type", reason)
            continue
        given = [name for name in _NEEDS[kind] if name in action]
        if len(given) != 1:
            yield Problem(f"{path}.{_NEEDS[kind][0]}", f"give exactly one of: {', '.join(_NEEDS[kind])}")
        others = {name for names in _NEEDS.values() for name in names if names != _NEEDS[kind]} | {*_NOT_CARRIED_OUT}
        for name in sorted(others & action.keys()):
            yield Problem(f"{path}.{name}", f"an action of type {kind!r} does not take this input")


def complete(actions: Plain) -> Plain:
    """The actions with what the official provider fills in, and the target groups, which have no order, in one."""
    if not isinstance(actions, list):
        return actions
    found = [
        filled({"it": action}, {f"it.{path}": value for path, value in _DEFAULTS.items()})["it"] for action in actions
    ]
    for action in found:
        if isinstance(action, dict) and isinstance(action.get("forward"), dict):
            action["forward"]["targetGroups"] = in_order(action["forward"].get("targetGroups"))
    return found


def asked(actions: list[Properties]) -> list[dict[str, Any]]:
    """The actions as AWS takes them, in the order that the program gives, if it says no other."""
    found = []
    for number, action in enumerate(actions, 1):
        made: dict[str, Any] = {"Type": action["type"], "Order": action.get("order", number)}
        for ours, (theirs, members) in _CONFIGS.items():
            if ours in action:
                made[theirs] = {members[name]: value for name, value in action[ours].items()}
        if "targetGroupArn" in action:
            made["TargetGroupArn"] = action["targetGroupArn"]
        if "forward" in action:
            made["ForwardConfig"] = _asked_forward(action["forward"])
        found.append(made)
    return found


def shown(actions: list[dict[str, Any]]) -> list[Properties]:
    """The actions as AWS holds them. One that forwards to one group names it, and nothing more."""
    found = []
    for action in sorted(actions, key=lambda each: each.get("Order", 0)):
        made: Properties = {"type": action["Type"], "order": action.get("Order")}
        for ours, (theirs, members) in _CONFIGS.items():
            if theirs in action:
                made[ours] = {name: action[theirs].get(member) for name, member in members.items()}
        if action["Type"] == "forward":
            made |= _shown_forward(action)
        found.append(made)
    return found


def in_the_shape_of(old: Plain, held: list[Properties]) -> list[Properties]:
    """The actions that AWS holds, with a target group where `old` names it: by itself, or as the only one of a list.

    The order is told only where `old` tells it, or it is another one than the list's.
    """
    before = old if isinstance(old, list) and len(old) == len(held) else [{}] * len(held)
    found = []
    for number, (was, action) in enumerate(zip(before, held, strict=True), 1):
        now = {name: value for name, value in action.items() if name != "order" or name in was or value != number}
        if "forward" in was and "targetGroupArn" in now:
            now["forward"] = {"targetGroups": [{"arn": now.pop("targetGroupArn"), "weight": 1}]}
            if "stickiness" in was["forward"]:
                now["forward"]["stickiness"] = {**was["forward"]["stickiness"], "enabled": False}
        found.append(now)
    return found


def _asked_forward(forward: Properties) -> dict[str, Any]:
    groups = [{"TargetGroupArn": each["arn"], "Weight": each["weight"]} for each in forward["targetGroups"]]
    made: dict[str, Any] = {"TargetGroups": groups}
    if sticky := forward.get("stickiness"):
        made["TargetGroupStickinessConfig"] = {"Enabled": sticky["enabled"], "DurationSeconds": sticky["duration"]}
    return made


def _shown_forward(action: dict[str, Any]) -> Properties:
    config = action.get("ForwardConfig", {})
    groups = [
        {"arn": each["TargetGroupArn"], "weight": each.get("Weight", 1)} for each in config.get("TargetGroups", [])
    ]
    sticky = config.get("TargetGroupStickinessConfig", {})
    if not groups or (len(groups) == 1 and not sticky.get("Enabled")):
        return {"targetGroupArn": action.get("TargetGroupArn") or groups[0]["arn"]}
    made: Properties = {"targetGroups": in_order(groups)}
    if sticky.get("Enabled"):
        made["stickiness"] = {"enabled": True, "duration": sticky["DurationSeconds"]}
    return {"forward": made}
