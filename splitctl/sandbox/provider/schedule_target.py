"""What a schedule sets off, by Pulumi's names and by EventBridge Scheduler's.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html.
"""

from collections.abc import Mapping
from typing import Any

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.values import Plain, Properties

# Pulumi's names of blocks, and of their members.
_BLOCKS = {
    "deadLetterConfig": ("DeadLetterConfig", {"arn": "Arn"}),
    "eventbridgeParameters": ("EventBridgeParameters", {"detailType": "DetailType", "source": "Source"}),
    "kinesisParameters": ("KinesisParameters", {"partitionKey": "PartitionKey"}),
    "retryPolicy": (
        "RetryPolicy",
        {"maximumEventAgeInSeconds": "MaximumEventAgeInSeconds", "maximumRetryAttempts": "MaximumRetryAttempts"},
    ),
    "sqsParameters": ("SqsParameters", {"messageGroupId": "MessageGroupId"}),
}
_PLAIN = {"arn": "Arn", "input": "Input", "roleArn": "RoleArn"}
_OF_ECS = {
    "capacityProviderStrategies": "CapacityProviderStrategy",
    "enableEcsManagedTags": "EnableECSManagedTags",
    "enableExecuteCommand": "EnableExecuteCommand",
    "group": "Group",
    "launchType": "LaunchType",
    "placementConstraints": "PlacementConstraints",
    "placementStrategies": "PlacementStrategy",
    "platformVersion": "PlatformVersion",
    "propagateTags": "PropagateTags",
    "referenceId": "ReferenceId",
    "taskCount": "TaskCount",
    "taskDefinitionArn": "TaskDefinitionArn",
}


def in_order(target: Properties) -> Properties:
    """The input `target` with what has no order in one, so that another order is no change."""
    return {name: _ordered(value) if name == "ecsParameters" else value for name, value in target.items()}


def _ordered(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _ordered(member) for name, member in value.items()}
    return sorted(value, key=repr) if isinstance(value, list) else value


def to_aws(target: Properties) -> dict[str, Any]:
    """The input `target` as Scheduler takes it."""
    asked = _renamed(target, _PLAIN)
    for ours, (theirs, members) in _BLOCKS.items():
        if ours in target:
            asked[theirs] = _renamed(target[ours], members)
    if "ecsParameters" in target:
        asked["EcsParameters"] = _ecs_to_aws(target["ecsParameters"])
    return asked


def from_aws(target: Mapping[str, Any]) -> Properties:
    """What Scheduler holds, as the input `target`."""
    shown = _renamed(target, _reversed(_PLAIN))
    for ours, (theirs, members) in _BLOCKS.items():
        if theirs in target:
            shown[ours] = _renamed(target[theirs], _reversed(members))
    if "EcsParameters" in target:
        shown["ecsParameters"] = _ecs_from_aws(target["EcsParameters"])
    return shown


def _ecs_to_aws(parameters: Properties) -> dict[str, Any]:
    asked = {name: value for name, value in _renamed(parameters, _OF_ECS).items() if value not in ("", [])}
    if network := parameters.get("networkConfiguration"):
        awsvpc = {
            "AssignPublicIp": "ENABLED" if network["assignPublicIp"] else "DISABLED",
            "Subnets": network["subnets"],
        }
        if groups := network.get("securityGroups"):
            awsvpc["SecurityGroups"] = groups
        asked["NetworkConfiguration"] = {"awsvpcConfiguration": awsvpc}
    if labels := parameters.get("tags"):
        asked["Tags"] = tags.pairs(labels, ("key", "value"))
    return asked


def _ecs_from_aws(parameters: Mapping[str, Any]) -> Properties:
    shown = _renamed(parameters, _reversed(_OF_ECS))
    if awsvpc := parameters.get("NetworkConfiguration", {}).get("awsvpcConfiguration"):
        shown["networkConfiguration"] = {
            "assignPublicIp": awsvpc.get("AssignPublicIp") == "ENABLED",
            "securityGroups": awsvpc.get("SecurityGroups", []),
            "subnets": awsvpc["Subnets"],
        }
    if labels := parameters.get("Tags"):
        shown["tags"] = tags.mapping(labels)
    return shown


def _renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names[name]: value for name, value in values.items() if name in names}


def _reversed(names: Mapping[str, str]) -> dict[str, str]:
    return {theirs: ours for ours, theirs in names.items()}
