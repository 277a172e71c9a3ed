"""aws:appautoscaling/policy:Policy."""

from collections.abc import Mapping
from typing import Any

from pulumi_aws import appautoscaling

from splitctl.errors import UserError
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.diff import Change
from splitctl.sandbox.provider.ecs_shapes import meaning
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.types.appautoscaling_target import DIMENSION, NAMESPACE
from splitctl.sandbox.provider.values import Plain, Properties

_TRACKING, _METRIC = "targetTrackingScalingPolicyConfiguration", "predefinedMetricSpecification"
_METRICS = ("ALBRequestCountPerTarget", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization")


class AppautoscalingPolicy(ResourceType):
    """What a service is scaled by: target tracking of a metric that AWS predefines for ECS. The id is the name.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html.
    """

    resource, args, service = appautoscaling.Policy, appautoscaling.PolicyArgs, "application-autoscaling"
    missing = frozenset({"ObjectNotFoundException"})
    replaced_by = frozenset({"name", "resourceId", "scalableDimension", "serviceNamespace"})
    allowed = {  # noqa: RUF012
        "policyType": ("TargetTrackingScaling",),
        "scalableDimension": (DIMENSION,),
        "serviceNamespace": (NAMESPACE,),
    }
    refused = frozenset({"predictiveScalingPolicyConfiguration", "stepScalingPolicyConfiguration"})
    auto_name = AutoName()

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; by default a policy scales by steps, which the sandbox does not carry out."""
        found = super().problems(inputs)
        if "policyType" not in inputs:
            found.append(
                Problem("policyType", "say TargetTrackingScaling: the default, StepScaling, is not carried out")
            )
        tracking = inputs.get(_TRACKING)
        if not tracking:
            return [*found, Problem(_TRACKING, "a policy of TargetTrackingScaling needs this input")]
        metric = tracking.get(_METRIC) if isinstance(tracking, dict) else None
        if isinstance(tracking, dict) and (not metric or "customizedMetricSpecification" in tracking):
            found.append(Problem(_TRACKING, f"give {_METRIC}: other metrics are not carried out in the sandbox"))
        if isinstance(metric, dict):
            found += _metric_problems(metric)
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        tracking = inputs[_TRACKING]
        client.put_scaling_policy(
            PolicyName=inputs["name"],
            PolicyType=inputs["policyType"],
            ServiceNamespace=inputs["serviceNamespace"],
            ScalableDimension=inputs["scalableDimension"],
            ResourceId=inputs["resourceId"],
            TargetTrackingScalingPolicyConfiguration=_renamed(tracking, str.upper),
        )
        return str(inputs["name"])

    def address(self, resource_id: str, known: Properties) -> str:
        """As an import names it: two services may have policies of one name."""
        place = (known.get("serviceNamespace"), known.get("resourceId"), known.get("scalableDimension"))
        return "/".join([*map(str, place), str(known.get("name", resource_id))]) if all(place) else resource_id

    def proper_id(self, resource_id: str, state: Properties) -> str:
        return str(state["name"])

    def find(self, client: Any, inputs: Properties) -> str | None:
        held = self.read_if_there(client, self.address("", inputs))
        return str(held["name"]) if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        held = _policy(client, resource_id)
        return {
            **dict.fromkeys(self.refused),
            "alarmArns": [each["AlarmARN"] for each in held["Alarms"]],
            "arn": held["PolicyARN"],
            "name": held["PolicyName"],
            "policyType": held["PolicyType"],
            "resourceId": held["ResourceId"],
            "scalableDimension": held["ScalableDimension"],
            "serviceNamespace": held["ServiceNamespace"],
            _TRACKING: _renamed(held["TargetTrackingScalingPolicyConfiguration"], str.lower),
        }

    def changes(self, old: Properties, new: Properties) -> list[Change]:
        found = super().changes(old, new)
        return [each for each in found if meaning(old.get(each.property)) != meaning(new.get(each.property))]

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_scaling_policy(
            PolicyName=state["name"],
            ServiceNamespace=state["serviceNamespace"],
            ScalableDimension=state["scalableDimension"],
            ResourceId=state["resourceId"],
        )


def _metric_problems(metric: Mapping[str, Plain]) -> list[Problem]:
    kind, path = metric.get("predefinedMetricType"), f"{_TRACKING}.{_METRIC}"
    if kind not in _METRICS:
        return [Problem(f"{path}.predefinedMetricType", f"{kind!r} is none of: {', '.join(_METRICS)}")]
    if (kind == _METRICS[0]) != bool(metric.get("resourceLabel")):
        return [Problem(f"{path}.resourceLabel", f"{_METRICS[0]} needs this input, and nothing else takes it")]
    return []


def _policy(client: Any, resource_id: str) -> Properties:
    """The policy of a name, or of the form in which an import names it."""
    resource, _, name = resource_id.removeprefix(f"{NAMESPACE}/").rpartition(f"/{DIMENSION}/")
    narrowed = {"ResourceId": resource} if resource else {}
    pages = client.get_paginator("describe_scaling_policies").paginate(ServiceNamespace=NAMESPACE, **narrowed)
    found = [each for page in pages for each in page["ScalingPolicies"] if each["PolicyName"] == name]
    if not found:
        raise NotThereError("DescribeScalingPolicies", f"scaling policy {resource_id}")
    if len(found) > 1:
        raise UserError(f"{len(found)} services have a scaling policy {name!r}: say ecs/resource/{DIMENSION}/name")
    held: Properties = found[0]
    return held


def _renamed(value: Plain, first_letter: Any) -> Plain:
    if not isinstance(value, dict):
        return value
    return {first_letter(name[0]) + name[1:]: _renamed(member, first_letter) for name, member in value.items()}
