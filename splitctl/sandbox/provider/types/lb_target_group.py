"""aws:lb/targetGroup:TargetGroup."""

from collections.abc import Mapping
from typing import Any

from pulumi_aws import lb

from splitctl.sandbox.provider import elbv2
from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.elbv2 import Attribute
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.nested import filled
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
_ATTRIBUTES: Mapping[str, Attribute] = {
    "deregistrationDelay": Attribute("deregistration_delay.timeout_seconds", 300),
    "loadBalancingAlgorithmType": Attribute("load_balancing.algorithm.type", "round_robin"),
    "loadBalancingAnomalyMitigation": Attribute("load_balancing.algorithm.anomaly_mitigation", "off"),
    "loadBalancingCrossZoneEnabled": Attribute("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
    "slowStart": Attribute("slow_start.duration_seconds", 0),
}
_STICKINESS: Mapping[str, Attribute] = {
    "enabled": Attribute("stickiness.enabled", default=False),
    "type": Attribute("stickiness.type", "lb_cookie"),
}
_COOKIES: Mapping[str, Mapping[str, Attribute]] = {
    "lb_cookie": {"cookieDuration": Attribute("stickiness.lb_cookie.duration_seconds", 86400)},
    "app_cookie": {
        "cookieDuration": Attribute("stickiness.app_cookie.duration_seconds", 86400),
        "cookieName": Attribute("stickiness.app_cookie.cookie_name", ""),
    },
}
_HEALTH_CHECK: Mapping[str, str] = {
    "enabled": "HealthCheckEnabled",
    "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}
_CREATED: Mapping[str, str] = {
    "ipAddressType": "IpAddressType",
    "name": "Name",
    "port": "Port",
    "protocol": "Protocol",
    "protocolVersion": "ProtocolVersion",
    "targetType": "TargetType",
    "vpcId": "VpcId",
}
_NESTED_DEFAULTS: Mapping[str, Plain] = {
    "healthCheck.enabled": True,
    "healthCheck.healthyThreshold": 3,
    "healthCheck.interval": 30,
    "healthCheck.port": "traffic-port",
    "healthCheck.protocol": "HTTP",
    "healthCheck.unhealthyThreshold": 3,
    "stickiness.cookieDuration": 86400,
    "stickiness.enabled": True,
}
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
_HEALTH_RULES = {
    "dnsFailover": {"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off"},
    "unhealthyStateRouting": {"minimumHealthyTargetsCount": 1, "minimumHealthyTargetsPercentage": "off"},
}


class TargetGroup(ResourceType):
    """Where an application load balancer sends requests. Other protocols are left to the official provider.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html.
    """

    resource, args, service = lb.TargetGroup, lb.TargetGroupArgs, "elbv2"
    missing = frozenset({"TargetGroupNotFound"})
    replaced_by = frozenset(_CREATED) | {"namePrefix"}
    defaults = {  # noqa: RUF012
        "deregistrationDelay": 300,
        "ipAddressType": "ipv4",
        "protocolVersion": "HTTP1",
        "slowStart": 0,
        "targetType": "instance",
    }
    refused = frozenset(
        {"connectionTermination", "lambdaMultiValueHeadersEnabled", "preserveClientIp"}
        | {"proxyProtocolV2", "targetControlPort", "targetFailovers", "targetGroupHealth", "targetHealthStates"}
    )
    computed = (
        refused
        | {"healthCheck", "namePrefix", "stickiness"}
        | {
            "healthCheck.matcher",
            "healthCheck.path",
            "healthCheck.timeout",
            "loadBalancingAlgorithmType",
            "loadBalancingAnomalyMitigation",
            "loadBalancingCrossZoneEnabled",
        }
    )
    allowed = {  # noqa: RUF012
        "ipAddressType": ("ipv4", "ipv6"),
        "loadBalancingAlgorithmType": ("round_robin", "least_outstanding_requests", "weighted_random"),
        "loadBalancingAnomalyMitigation": ("on", "off"),
        "loadBalancingCrossZoneEnabled": ("true", "false", "use_load_balancer_configuration"),
        "protocol": ("HTTP", "HTTPS"),
        "protocolVersion": ("GRPC", "HTTP1", "HTTP2"),
        "targetType": ("instance", "ip"),
    }
    auto_name = AutoName(max_length=32)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; these kinds of targets need a port, a protocol and a VPC."""
        needed = [name for name in ("port", "protocol", "vpcId") if name not in inputs]
        found = [Problem(name, "targets that are instances or addresses need this input") for name in needed]
        return super().problems(inputs) + found + elbv2.prefix_problems(inputs)

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        complete: Properties = filled(new, _NESTED_DEFAULTS)
        return super().checked(name, seed, old, complete, region)

    def create(self, client: Any, inputs: Properties) -> str:
        asked = {theirs: inputs[ours] for ours, theirs in _CREATED.items() if ours in inputs}
        (made,) = client.create_target_group(**asked, **_health_check(inputs), **elbv2.asked_tags(inputs))[
            "TargetGroups"
        ]
        arn: str = made["TargetGroupArn"]
        with kept(self, client, arn, inputs):
            self._put_attributes(client, arn, inputs, frozenset({*_ATTRIBUTES, "stickiness"}))
        return arn

    def find(self, client: Any, inputs: Properties) -> str | None:
        try:
            held = client.describe_target_groups(Names=[inputs["name"]])["TargetGroups"]
        except client.exceptions.TargetGroupNotFoundException:
            return None
        found: str = held[0]["TargetGroupArn"]
        return found

    def read(self, client: Any, resource_id: str) -> Properties:
        (held,) = client.describe_target_groups(TargetGroupArns=[resource_id])["TargetGroups"]
        attributes = client.describe_target_group_attributes(TargetGroupArn=resource_id)["Attributes"]
        sticky = elbv2.from_attributes(attributes, _STICKINESS)
        cookie = elbv2.from_attributes(attributes, _COOKIES.get(sticky["type"], {}))
        matcher = held.get("Matcher", {})
        return {
            **dict.fromkeys(self.refused),
            **{ours: held.get(theirs) for ours, theirs in _CREATED.items()},
            **elbv2.from_attributes(attributes, _ATTRIBUTES),
            "arn": resource_id,
            "arnSuffix": resource_id.rpartition(":")[2],
            "healthCheck": {ours: held.get(theirs) for ours, theirs in _HEALTH_CHECK.items()}
            | {"matcher": matcher.get("HttpCode") or matcher.get("GrpcCode")},
            "loadBalancerArns": held["LoadBalancerArns"],
            "name": held["TargetGroupName"],
            "namePrefix": prefix_of(held["TargetGroupName"]),
            "stickiness": {"cookieName": "", **sticky, **cookie},
            "tags": elbv2.held_tags(client, resource_id),
            "targetFailovers": [],
            "targetGroupHealth": _HEALTH_RULES,
            "targetHealthStates": [],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "healthCheck" in changed and "healthCheck" in inputs:
            client.modify_target_group(TargetGroupArn=resource_id, **_health_check(inputs))
        self._put_attributes(client, resource_id, inputs, changed)
        if "tags" in changed:
            elbv2.put_tags(client, resource_id, inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_target_group(TargetGroupArn=resource_id)

    def _put_attributes(self, client: Any, arn: str, inputs: Properties, names: frozenset[str]) -> None:
        asked = elbv2.as_attributes(inputs, _ATTRIBUTES, names)
        if "stickiness" in names and (sticky := inputs.get("stickiness")):
            asked += elbv2.as_attributes(sticky, {**_STICKINESS, **_COOKIES.get(sticky["type"], {})}, sticky)
        if asked:
            client.modify_target_group_attributes(TargetGroupArn=arn, Attributes=asked)


def _health_check(inputs: Properties) -> dict[str, Any]:
    """How AWS shall see that a target is well. An empty path or matcher, and a timeout of 0, are AWS's to choose."""
    check = inputs.get("healthCheck", {})
    asked: dict[str, Any] = {theirs: check[ours] for ours, theirs in _HEALTH_CHECK.items() if ours in check}
    asked = {name: value for name, value in asked.items() if value not in ("", 0) or value is False}
    if matcher := check.get("matcher"):
        asked["Matcher"] = {"GrpcCode" if inputs.get("protocolVersion") == "GRPC" else "HttpCode": matcher}
    return asked
