"""One statement of a policy document.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iam.conditions import AnyCondition, conditions
from iam.logic import MAYBE, NO, UNKNOWN, YES, Truth, Unknown, all_of, any_of, opposite, yes_if
from iam.malformed import Malformed, strings
from iam.principals import PrincipalElement, principal
from iam.request import Request
from iam.variables import Template, template
from iam.wildcards import Pattern, pattern

_ELEMENTS = {"Sid", "Effect", "Condition"} | {
    f"{prefix}{name}" for prefix in ("", "Not") for name in ("Principal", "Action", "Resource")
}
_PRINCIPAL_TYPES = {"AWS", "Service", "Federated", "CanonicalUser"}
_ACTION = re.compile(r"\*|[\w*?-]+:.+")
_ARN_RESOURCE = 5


class Effect(StrEnum):
    """What a statement does where it applies."""

    ALLOW = "Allow"
    DENY = "Deny"


_EFFECTS = (*Effect, UNKNOWN)


@dataclass(frozen=True)
class Statement:
    """A statement. One of which nothing is known has nothing but an index."""

    index: int
    """From 1."""
    sid: str | None = None
    effect: Effect | Unknown = UNKNOWN
    actions: tuple[Pattern | Unknown, ...] = (UNKNOWN,)
    not_actions: bool = False
    resources: tuple[Template | Unknown, ...] | None = (UNKNOWN,)
    """None in most policies of a resource: they are about that resource."""
    not_resources: bool = False
    principals: PrincipalElement | Unknown | None = UNKNOWN
    """None in every policy that is not of a resource."""
    conditions: tuple[AnyCondition, ...] = ()
    flaw: str | None = None
    """Why IAM would refuse it in a policy that is not of a resource."""

    def applies(self, request: Request) -> Truth:
        """Whether it applies to a request, by its actions, resources and conditions. Who asks is not looked at."""
        acts = any_of(_act(action, request.wanted) for action in self.actions)
        acts = opposite(acts) if self.not_actions else acts
        if acts is NO:
            return NO
        return all_of((acts, self._covers(request), all_of(each.holds(request) for each in self.conditions)))

    def _covers(self, request: Request) -> Truth:
        if self.resources is None:
            return YES
        found = any_of(_cover(resource, request) for resource in self.resources)
        return opposite(found) if self.not_resources else found


def _act(action: Pattern | Unknown, wanted: str) -> Truth:
    return MAYBE if action is UNKNOWN else yes_if(action.matches(wanted))


def _cover(resource: Template | Unknown, request: Request) -> Truth:
    if resource is UNKNOWN:
        return MAYBE
    filled = resource.fill(request.values)
    return NO if filled is None else filled.covers(request.target)


def statement(index: int, data: object, version: str | Unknown) -> Statement:
    """Read a statement of a policy that has this Version. Raises Malformed if AWS would refuse it in any policy."""
    if data is UNKNOWN:
        return Statement(index)
    if not isinstance(data, Mapping) or not _ELEMENTS.issuperset(data):
        raise Malformed(f"statement {index} is not an object, or has an element that AWS does not know")
    sid, effect = data.get("Sid"), data.get("Effect")
    if not isinstance(sid, str | Unknown | None) or not isinstance(effect, str | Unknown) or effect not in _EFFECTS:
        raise Malformed(f"statement {index} has no Effect of Allow or Deny, or a Sid that is no text")
    actions, not_actions = _either(data, "Action", index)
    resources, not_resources = _either(data, "Resource", index)
    if actions is None:
        raise Malformed(f"statement {index} has neither Action nor NotAction")
    return Statement(
        index=index,
        sid=sid if isinstance(sid, str) else None,
        effect=effect if effect is UNKNOWN else Effect(effect),
        actions=tuple(map(_action, _listed(actions, "Action"))),
        not_actions=not_actions,
        resources=None
        if resources is None
        else tuple(_resource(each, version) for each in _listed(resources, "Resource")),
        not_resources=not_resources,
        principals=_principals(data, index),
        conditions=conditions(data.get("Condition", {}), version),
        flaw=_identity_flaw(data, resources, index),
    )


def _either(data: Mapping[str, Any], name: str, index: int) -> tuple[Any, bool]:
    """Read an element or its Not form, and which it is. Raises Malformed if both are there."""
    if name in data and f"Not{name}" in data:
        raise Malformed(f"statement {index} has both {name} and Not{name}")
    return data.get(name, data.get(f"Not{name}")), f"Not{name}" in data


def _listed(value: object, name: str) -> tuple[str | Unknown, ...]:
    listed = strings(value, name)
    if not listed:
        raise Malformed(f"{name} is an empty list")
    return listed


def _action(text: str | Unknown) -> Pattern | Unknown:
    if text is not UNKNOWN and not _ACTION.fullmatch(text):
        raise Malformed("an action has no service in front")
    return text if text is UNKNOWN else pattern(text.lower())


def _resource(text: str | Unknown, version: str | Unknown) -> Template | Unknown:
    # AWS allows variables behind the fifth colon only, and does not say what becomes of others.
    if text is UNKNOWN or "${" in ":".join(text.split(":")[:_ARN_RESOURCE]):
        return UNKNOWN
    return template(text, wild=True, version=version)


def _principals(data: Mapping[str, Any], index: int) -> PrincipalElement | None:
    value, inverted = _either(data, "Principal", index)
    if value is None:
        return None
    if value is UNKNOWN:
        return PrincipalElement((("AWS", UNKNOWN),), inverted)
    types = {"AWS": "*"} if value == "*" else value
    if not isinstance(types, Mapping) or not types or not _PRINCIPAL_TYPES.issuperset(types):
        raise Malformed(f"statement {index} has a Principal that is neither * nor an object of principals")
    entries: list[tuple[str, Any]] = []
    for kind, listed in types.items():
        for text in _listed(listed, "Principal"):
            if text is not UNKNOWN and (not text or ("*" in text and text != "*")):
                raise Malformed("a principal is empty, or has a wildcard in it")
            entries.append((kind, text if text is UNKNOWN else principal(text)))
    return PrincipalElement(tuple(entries), inverted)


def _identity_flaw(data: Mapping[str, Any], resources: object, index: int) -> str | None:
    if "Principal" in data or "NotPrincipal" in data:
        return f"statement {index} has a principal, as only a resource's policy may"
    if resources is None:
        return f"statement {index} has neither Resource nor NotResource"
    if not all(each is UNKNOWN or each == "*" or each.startswith("arn:") for each in strings(resources, "Resource")):
        return f"statement {index} has a Resource that is neither an ARN nor *"
    return None
