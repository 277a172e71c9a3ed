"""aws:appautoscaling/target:Target."""

from typing import Any

from pulumi_aws import appautoscaling

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.values import Properties

NAMESPACE, DIMENSION = "ecs", "ecs:service:DesiredCount"
_SUSPENSIONS = {
    "dynamicScalingInSuspended": "DynamicScalingInSuspended",
    "dynamicScalingOutSuspended": "DynamicScalingOutSuspended",
    "scheduledScalingSuspended": "ScheduledScalingSuspended",
}


class AppautoscalingTarget(ResourceType):
    """How far a service may be scaled. Of ECS services only; the id is the resource's.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html.
    """

    resource, args, service = appautoscaling.Target, appautoscaling.TargetArgs, "application-autoscaling"
    missing = frozenset({"ObjectNotFoundException"})
    replaced_by = frozenset({"resourceId", "scalableDimension", "serviceNamespace"})
    computed = frozenset({"roleArn", "suspendedState"})
    allowed = {"scalableDimension": (DIMENSION,), "serviceNamespace": (NAMESPACE,)}  # noqa: RUF012

    def create(self, client: Any, inputs: Properties) -> str:
        labels = inputs.get("tags")
        self._register(client, inputs, **({"Tags": labels} if labels else {}))
        return str(inputs["resourceId"])

    def expected_id(self, inputs: Properties) -> str | None:
        return inputs.get("resourceId")

    def read(self, client: Any, resource_id: str) -> Properties:
        held = _target(client, resource_id)
        return {
            "arn": held["ScalableTargetARN"],
            "maxCapacity": held["MaxCapacity"],
            "minCapacity": held["MinCapacity"],
            "resourceId": held["ResourceId"],
            "roleArn": held["RoleARN"],
            "scalableDimension": held["ScalableDimension"],
            "serviceNamespace": held["ServiceNamespace"],
            "suspendedState": {ours: held["SuspendedState"][theirs] for ours, theirs in _SUSPENSIONS.items()},
            "tags": client.list_tags_for_resource(ResourceARN=held["ScalableTargetARN"])["Tags"],
        }

    def proper_id(self, resource_id: str, state: Properties) -> str:
        return str(state["resourceId"])

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed - {"region", "tags"}:
            self._register(client, inputs)
        if "tags" in changed:
            arn = _target(client, resource_id)["ScalableTargetARN"]
            held = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
            gone, added = tags.changes(held, inputs.get("tags", {}))
            if gone:
                client.untag_resource(ResourceARN=arn, TagKeys=gone)
            if added:
                client.tag_resource(ResourceARN=arn, Tags=added)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.deregister_scalable_target(
            ServiceNamespace=NAMESPACE, ScalableDimension=DIMENSION, ResourceId=_resource(resource_id)
        )

    def _register(self, client: Any, inputs: Properties, **more: Any) -> None:
        if suspended := inputs.get("suspendedState"):
            more["SuspendedState"] = {_SUSPENSIONS[name]: value for name, value in suspended.items()}
        if role := inputs.get("roleArn"):
            more["RoleARN"] = role
        client.register_scalable_target(
            ServiceNamespace=inputs["serviceNamespace"],
            ScalableDimension=inputs["scalableDimension"],
            ResourceId=inputs["resourceId"],
            MinCapacity=inputs["minCapacity"],
            MaxCapacity=inputs["maxCapacity"],
            **more,
        )


def _resource(resource_id: str) -> str:
    """What is scaled; an import names it as `ecs/service/cluster/name/ecs:service:DesiredCount`."""
    return resource_id.removeprefix(f"{NAMESPACE}/").removesuffix(f"/{DIMENSION}")


def _target(client: Any, resource_id: str) -> Properties:
    name = _resource(resource_id)
    found = client.describe_scalable_targets(
        ServiceNamespace=NAMESPACE, ScalableDimension=DIMENSION, ResourceIds=[name]
    )["ScalableTargets"]
    if not found:
        raise NotThereError("DescribeScalableTargets", f"scalable target {name}")
    held: Properties = found[0]
    return held
