"""aws:lb/listenerRule:ListenerRule."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from pulumi_aws import lb

from splitctl.sandbox.provider import actions, elbv2
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties

# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
_FIELDS: Mapping[str, tuple[str, str]] = {
    "hostHeader": ("host-header", "HostHeaderConfig"),
    "httpRequestMethod": ("http-request-method", "HttpRequestMethodConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"),
    "sourceIp": ("source-ip", "SourceIpConfig"),
}
_ARE_OURS = {theirs: ours for ours, theirs in _FIELDS.items()}


class ListenerRule(ResourceType):
    """Which requests to a port of an application load balancer go where.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html.
    """

    resource, args, service = lb.ListenerRule, lb.ListenerRuleArgs, "elbv2"
    missing = frozenset({"ListenerNotFound", "RuleNotFound"})
    replaced_by = frozenset({"listenerArn"})
    refused = frozenset({"transforms"})
    computed = frozenset({"actions.fixedResponse.statusCode", "priority"})

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a condition is of one kind."""
        found = super().problems(inputs) + list(actions.problems("actions", inputs.get("actions")))
        conditions = inputs.get("conditions")
        for index, condition in enumerate(conditions if isinstance(conditions, list) else []):
            if isinstance(condition, dict):
                found += _condition_problems(f"conditions[{index}]", condition)
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. Conditions and their values have no order."""
        found = super().checked(name, seed, old, new, region)
        if "actions" in found:
            found["actions"] = actions.complete(found["actions"])
        if "conditions" in found:
            found["conditions"] = _in_order(found["conditions"])
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        listener = inputs["listenerArn"]
        made = client.create_rule(
            ListenerArn=listener,
            Priority=inputs.get("priority") or _next_priority(client, listener),
            Conditions=_asked(inputs["conditions"]),
            Actions=actions.asked(inputs["actions"]),
            **elbv2.asked_tags(inputs),
        )
        arn: str = made["Rules"][0]["RuleArn"]
        return arn

    def expected_id(self, inputs: Properties) -> str | None:
        return None

    def find(self, client: Any, inputs: Properties) -> str | None:
        """A listener has one rule of a priority. One without is known by its conditions."""
        try:
            rules = _rules(client, inputs["listenerArn"])
        except ClientError as error:
            if self.is_missing(error):
                return None
            raise
        for rule in rules:
            same_conditions = _shown(rule["Conditions"]) == inputs.get("conditions")
            if int(rule["Priority"]) == inputs["priority"] if "priority" in inputs else same_conditions:
                found: str = rule["RuleArn"]
                return found
        return None

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_rules(RuleArns=[resource_id])["Rules"]
        return {
            "actions": actions.shown(held["Actions"]),
            "arn": resource_id,
            "conditions": _shown(held["Conditions"]),
            "listenerArn": resource_id.replace(":listener-rule/", ":listener/").rpartition("/")[0],
            "priority": int(held["Priority"]),
            "tags": elbv2.held_tags(client, resource_id),
            "transforms": [],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "priority" in changed and "priority" in inputs:
            client.set_rule_priorities(RulePriorities=[{"RuleArn": resource_id, "Priority": inputs["priority"]}])
        if changed & {"actions", "conditions"}:
            client.modify_rule(
                RuleArn=resource_id,
                Conditions=_asked(inputs["conditions"]),
                Actions=actions.asked(inputs["actions"]),
            )
        if "tags" in changed:
            elbv2.put_tags(client, resource_id, inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_rule(RuleArn=resource_id)

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        shaped = actions.in_the_shape_of(old_inputs.get("actions"), state["actions"])
        return super().drifted(old_inputs, state | {"actions": shaped})

    def imported(self, state: Properties) -> Properties:
        return super().imported(state | {"actions": actions.in_the_shape_of(None, state["actions"])})


def _condition_problems(path: str, condition: Properties) -> list[Problem]:
    found = []
    if len(condition) != 1:
        found.append(Problem(path, f"give exactly one of: {', '.join(_FIELDS)}; a condition is of one kind"))
    for name, config in condition.items():
        if name not in _FIELDS:
            reason = f"the sandbox's aws provider carries out conditions of: {', '.join(_FIELDS)}"
            found.append(Problem(f"{path}.{name}", reason))
        elif isinstance(config, dict) and (other := sorted(config.keys() - {"values"})):
            reason = "the sandbox's aws provider does not carry this input out; leave it out, or use values"
            found.append(Problem(f"{path}.{name}.{other[0]}", reason))
    return found


def _in_order(conditions: Plain) -> Plain:
    if not isinstance(conditions, list):
        return conditions
    return elbv2.in_order([_with_ordered_values(each) for each in conditions])


def _with_ordered_values(condition: Plain) -> Plain:
    if condition == UNKNOWN:
        return condition
    return {
        name: {key: elbv2.in_order(values) for key, values in config.items()} if isinstance(config, dict) else config
        for name, config in condition.items()
    }


def _asked(conditions: list[Properties]) -> list[dict[str, Any]]:
    return [
        {"Field": _FIELDS[name][0], _FIELDS[name][1]: {"Values": config["values"]}}
        for condition in conditions
        for name, config in condition.items()
    ]


def _shown(conditions: list[dict[str, Any]]) -> Plain:
    """The conditions by Pulumi's names; of the kinds that the sandbox does not carry out nothing but the kind."""
    found = []
    for each in conditions:
        config = next((name for name in each if name.endswith("Config")), "")
        ours = _ARE_OURS.get((each["Field"], config), each["Field"])
        found.append({ours: {"values": each.get(config, {}).get("Values") or each.get("Values", [])}})
    return _in_order(found)


def _rules(client: Any, listener: str) -> list[dict[str, Any]]:
    pages = client.get_paginator("describe_rules").paginate(ListenerArn=listener)
    return [rule for page in pages for rule in page["Rules"] if not rule["IsDefault"]]


def _next_priority(client: Any, listener: str) -> int:
    return 1 + max((int(rule["Priority"]) for rule in _rules(client, listener)), default=0)
