"""Target groups, where moto stops short: their attributes, their health checks, and who uses them.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html.
"""

from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.exceptions import TargetGroupNotFoundError, ValidationError
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup, elbv2_backends
from moto.elbv2.responses import ELBV2Response

_ATTRIBUTES: Mapping[str, str] = {
    "deregistration_delay.timeout_seconds": "300",
    "load_balancing.algorithm.anomaly_mitigation": "off",
    "load_balancing.algorithm.type": "round_robin",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "slow_start.duration_seconds": "0",
    "stickiness.app_cookie.cookie_name": "",
    "stickiness.app_cookie.duration_seconds": "86400",
    "stickiness.enabled": "false",
    "stickiness.lb_cookie.duration_seconds": "86400",
    "stickiness.type": "lb_cookie",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}
_HTTP = ("HTTP", "HTTPS")
_LONGEST_DELAY = 3600
_SLOW_STARTS = range(30, 901)
_CHECKS: Mapping[str, str] = {
    "HealthCheckEnabled": "health_check_enabled",
    "HealthCheckIntervalSeconds": "health_check_interval_seconds",
    "HealthCheckPath": "health_check_path",
    "HealthCheckPort": "health_check_port",
    "HealthCheckProtocol": "health_check_protocol",
    "HealthCheckTimeoutSeconds": "health_check_timeout_seconds",
    "HealthyThresholdCount": "healthy_threshold_count",
    "Matcher": "matcher",
    "UnhealthyThresholdCount": "unhealthy_threshold_count",
}


def correct() -> None:
    """Know all attributes, take every change of a health check, and say which load balancers use a group."""
    create, put = ELBv2Backend.create_target_group, ELBv2Backend.modify_target_group_attributes

    def create_target_group(backend: Any, name: str, **asked: Any) -> FakeTargetGroup:
        made = create(backend, name, **asked)
        if made.protocol in _HTTP:
            made.attributes = dict(_ATTRIBUTES)
            if made.protocol_version == "GRPC":
                made.matcher = asked.get("matcher") or {"GrpcCode": "12"}
                made.health_check_path = asked.get("healthcheck_path") or "/AWS.ALB/healthcheck"
        return made

    def modify_target_group_attributes(backend: Any, arn: str, attributes: dict[str, str]) -> None:
        asked = dict(attributes)
        delay = asked.get("deregistration_delay.timeout_seconds")
        if delay == str(_LONGEST_DELAY):  # moto takes one second less
            del asked["deregistration_delay.timeout_seconds"]
        start = asked.get("slow_start.duration_seconds", "0")
        if start != "0" and int(start) not in _SLOW_STARTS:
            raise ValidationError(
                f"'slow_start.duration_seconds' value '{start}' must be between '30-900' inclusive, or '0'"
            )
        put(backend, arn, asked)
        backend.target_groups[arn].attributes.update(attributes)

    for owner, name, replacement in (
        (ELBv2Backend, "create_target_group", create_target_group),
        (ELBv2Backend, "modify_target_group_attributes", modify_target_group_attributes),
        (ELBV2Response, "modify_target_group", modify_target_group),
        (FakeTargetGroup, "load_balancer_arns", property(_users, _leave)),
    ):
        setattr(owner, name, replacement)


def modify_target_group(response: Any) -> ActionResult:
    """ModifyTargetGroup: what is given changes."""
    asked = response._get_params()  # noqa: SLF001
    group: FakeTargetGroup | None = response.elbv2_backend.target_groups.get(asked["TargetGroupArn"])
    if group is None:
        raise TargetGroupNotFoundError
    wanted = {ours: asked.get(theirs, getattr(group, ours)) for theirs, ours in _CHECKS.items()}
    timeout, interval = wanted["health_check_timeout_seconds"], wanted["health_check_interval_seconds"]
    if group.protocol in _HTTP and int(timeout) >= int(interval):
        raise ValidationError(f"Health check timeout '{timeout}' must be smaller than the interval '{interval}'")
    vars(group).update(wanted)
    return ActionResult({"TargetGroups": [group]})


def _users(group: FakeTargetGroup) -> list[str]:
    backend = elbv2_backends[group.account_id][group.region_name]
    return [
        balancer.arn
        for balancer in backend.load_balancers.values()
        if any(group.arn in _targets(backend, listener) for listener in balancer.listeners.values())
    ]


def _targets(backend: Any, listener: Any) -> set[str]:
    actions = [action for rule in listener.rules.values() for action in rule.actions]
    return {arn for action in actions for arn in backend._get_target_group_arns_from(action.data)}  # noqa: SLF001


def _leave(group: FakeTargetGroup, arns: list[str]) -> None:
    """Moto keeps a list of its own, which only grows."""
