"""Application Auto Scaling's targets and policies: their tags, what belongs together, and what ECS fills in.

https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html and
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html.
"""

import json
from typing import Any

from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import (
    ApplicationAutoscalingBackend,
    FakeApplicationAutoscalingPolicy,
    FakeScalableTarget,
)
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.exceptions import JsonRESTError

_SERVICE_ROLE = (
    "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService"
)
_NOTHING_SUSPENDED = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}


class NoSuchObjectError(JsonRESTError):
    """There is no such target or policy."""

    def __init__(self, message: str) -> None:
        super().__init__("ObjectNotFoundException", message)


class NoSuchResourceError(JsonRESTError):
    """There is nothing of this ARN that could have tags."""

    def __init__(self, arn: str) -> None:
        super().__init__("ResourceNotFoundException", f"No scalable target found for ARN: {arn}")


def correct() -> None:
    """Let policies belong to their target and keep their ARN, and let targets have tags."""
    _correct_targets()
    _correct_policies()
    for answer in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, answer.__name__, answer)


def list_tags_for_resource(response: ApplicationAutoScalingResponse) -> str:
    """ListTagsForResource."""
    return json.dumps({"Tags": _tags(response)})


def tag_resource(response: ApplicationAutoScalingResponse) -> str:
    """TagResource: tags that there are already get the new value."""
    _tags(response).update(json.loads(response.body)["Tags"])
    return "{}"


def untag_resource(response: ApplicationAutoScalingResponse) -> str:
    """UntagResource: keys that there are not are no error."""
    for key in json.loads(response.body)["TagKeys"]:
        _tags(response).pop(key, None)
    return "{}"


def _tags(response: ApplicationAutoScalingResponse) -> dict[str, str]:
    arn = json.loads(response.body)["ResourceARN"]
    for targets in response.applicationautoscaling_backend.targets.values():
        for target in targets.values():
            if target.arn == arn:
                tags: dict[str, str] = vars(target).setdefault("tags", {})
                return tags
    raise NoSuchResourceError(arn)


def _correct_targets() -> None:
    backend = ApplicationAutoscalingBackend
    register, answer = backend.register_scalable_target, ApplicationAutoScalingResponse.register_scalable_target
    deregister = backend.deregister_scalable_target

    def register_whole(holder: Any, *asked: Any, **named: Any) -> FakeScalableTarget:
        _check_service(holder, *asked[:2])
        target: FakeScalableTarget = register(holder, *asked, **named)
        vars(target)["suspended_state"] = {**_NOTHING_SUSPENDED, **(vars(target)["suspended_state"] or {})}
        if target.service_namespace == "ecs":  # which takes no other role
            target.role_arn = f"arn:aws:iam::{holder.account_id}:role/{_SERVICE_ROLE}"
        return target

    def register_tagged(response: ApplicationAutoScalingResponse) -> str:
        asked = json.loads(response.body)
        if asked.get("MinCapacity", 0) > asked.get("MaxCapacity", asked.get("MinCapacity", 0)):
            raise AWSValidationException("Maximum capacity cannot be less than minimum capacity")
        held: str = answer(response)
        target = response.applicationautoscaling_backend.targets[asked["ScalableDimension"]][asked["ResourceId"]]
        vars(target).setdefault("tags", {}).update(asked.get("Tags", {}))
        return held

    def deregister_whole(holder: Any, namespace: str, r_id: str, dimension: str) -> None:
        _check_target(holder, namespace, r_id, dimension, "found")
        deregister(holder, namespace, r_id, dimension)
        for policy in list(holder.policies.values()):
            if (policy.service_namespace, policy.resource_id, policy.scalable_dimension) == (
                namespace,
                r_id,
                dimension,
            ):
                holder.delete_scaling_policy(policy.policy_name, namespace, r_id, dimension)

    setattr(backend, register.__name__, register_whole)
    setattr(backend, deregister.__name__, deregister_whole)
    setattr(ApplicationAutoScalingResponse, answer.__name__, register_tagged)


def _correct_policies() -> None:
    backend = ApplicationAutoscalingBackend
    put, delete = backend.put_scaling_policy, backend.delete_scaling_policy

    def put_of_a_target(holder: Any, **asked: Any) -> FakeApplicationAutoscalingPolicy:
        place = (asked["service_namespace"], asked["resource_id"], asked["scalable_dimension"])
        _check_target(holder, *place, "registered")
        held = holder.policies.get(FakeApplicationAutoscalingPolicy.formulate_key(*place, asked["policy_name"]))
        if held:
            held.delete_alarms(holder.account_id, holder.region_name)
        policy: FakeApplicationAutoscalingPolicy = put(holder, **asked)
        if held:
            policy.policy_arn, policy.creation_time = held.policy_arn, held.creation_time
        return policy

    def delete_known(
        holder: Any, policy_name: str, service_namespace: str, resource_id: str, scalable_dimension: str
    ) -> None:
        place = (service_namespace, resource_id, scalable_dimension)
        if FakeApplicationAutoscalingPolicy.formulate_key(*place, policy_name) not in holder.policies:
            raise NoSuchObjectError(f"No scaling policy found for {_told(*place)}, policy name: {policy_name}")
        delete(holder, policy_name, *place)

    setattr(backend, put.__name__, put_of_a_target)
    setattr(backend, delete.__name__, delete_known)


def _check_service(holder: Any, namespace: str, resource_id: str) -> None:
    """ECS still shows a service that has been deleted; it cannot be scaled any more."""
    if namespace != "ecs":
        return
    _, _, path = resource_id.partition("/")
    cluster, _, name = path.partition("/")
    held = holder.ecs_backend.services.get(f"{cluster}:{name}")
    if held is None or held.status != "ACTIVE":
        raise AWSValidationException(f"ECS service doesn't exist: {resource_id}")


def _check_target(holder: Any, namespace: str, resource_id: str, dimension: str, what: str) -> None:
    if resource_id not in holder.targets.get(dimension, {}):
        raise NoSuchObjectError(f"No scalable target {what} for {_told(namespace, resource_id, dimension)}")


def _told(namespace: str, resource_id: str, dimension: str) -> str:
    return f"service namespace: {namespace}, resource ID: {resource_id}, scalable dimension: {dimension}"
