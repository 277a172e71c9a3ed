"""Listeners and their rules, where moto is more lenient than Elastic Load Balancing, or has less.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html.
"""

from collections.abc import Callable
from typing import Any

from moto.elbv2.exceptions import DuplicateListenerError, ELBClientError, PriorityInUseError
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListener
from moto.elbv2.ssl_policies import SSL_POLICIES


def correct() -> None:
    """One listener for a port, TLS with HTTPS alone, and a forward told both ways, as AWS tells it."""
    create, modify, remember = ELBv2Backend.create_listener, ELBv2Backend.modify_listener, FakeAction.__init__

    def create_listener(backend: Any, load_balancer_arn: str, protocol: str, port: Any, **asked: Any) -> FakeListener:
        balancer = backend.load_balancers.get(load_balancer_arn)
        _refuse_taken_port(balancer, port)
        if protocol == "HTTPS" and not asked.get("certificate"):
            raise ELBClientError("ValidationError", "A certificate must be specified for HTTPS listeners")
        if protocol == "HTTPS" and asked["ssl_policy"] not in SSL_POLICIES:
            raise ELBClientError("SSLPolicyNotFound", f"SSL policy '{asked['ssl_policy']}' not found")
        made = create(backend, load_balancer_arn, protocol, port, **asked)
        return _without_tls(made)

    def modify_listener(backend: Any, arn: str, port: Any = None, *others: Any) -> FakeListener:
        (held,) = backend.describe_listeners(None, [arn])
        if port is not None and port != held.port:
            _refuse_taken_port(backend.load_balancers[held.load_balancer_arn], port)
        changed = modify(backend, arn, port, *others)
        backend._validate_actions(changed.default_actions)  # noqa: SLF001
        return _without_tls(changed)

    for owner, name, replacement in (
        (ELBv2Backend, "create_listener", create_listener),
        (ELBv2Backend, "modify_listener", modify_listener),
        (ELBv2Backend, "set_rule_priorities", set_rule_priorities),
        (FakeAction, "__init__", _telling_both_ways(remember)),
    ):
        setattr(owner, name, replacement)


def set_rule_priorities(backend: Any, rule_priorities: list[dict[str, Any]]) -> list[Any]:
    """SetRulePriorities: rules that are moved together may take each other's place."""
    wanted = {each["RuleArn"]: each["Priority"] for each in rule_priorities}
    rules = backend.describe_rules(None, list(wanted))
    for rule in rules:
        (listener,) = backend.describe_listeners(None, [rule.listener_arn])
        others = [other for other in listener.rules.values() if other.arn != rule.arn]
        if any(str(wanted.get(other.arn, other.priority)) == str(wanted[rule.arn]) for other in others):
            raise PriorityInUseError
    for rule in rules:
        rule.priority = wanted[rule.arn]
    return list(rules)


def _refuse_taken_port(balancer: Any, port: int) -> None:
    if balancer and any(listener.port == port for listener in balancer.listeners.values()):
        raise DuplicateListenerError


def _without_tls(listener: FakeListener) -> FakeListener:
    """What only HTTPS needs goes with it."""
    if listener.protocol != "HTTPS":
        vars(listener).update(ssl_policy=None, certificate=None, certificates=[])
    return listener


def _telling_both_ways(remember: Callable[[FakeAction, dict[str, Any]], None]) -> Callable[..., None]:
    def remembered(action: FakeAction, data: dict[str, Any]) -> None:
        if data.get("Type") == "forward":
            groups = data.get("ForwardConfig", {}).get("TargetGroups", [])
            if len(groups) == 1:
                data = {"TargetGroupArn": groups[0]["TargetGroupArn"], **data}
            elif "TargetGroupArn" in data and not groups:
                config = {"TargetGroups": [{"TargetGroupArn": data["TargetGroupArn"], "Weight": 1}]}
                data = {**data, "ForwardConfig": config}
        remember(action, data)

    return remembered
