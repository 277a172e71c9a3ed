"""ECS's services as Pulumi describes them and as ECS does: the same, by other names.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html.
"""

from collections.abc import Set as AbstractSet
from typing import Any

from splitctl.sandbox.provider.values import Plain, Properties

_ALIKE = {
    "availabilityZoneRebalancing": "availabilityZoneRebalancing",
    "capacityProviderStrategies": "capacityProviderStrategy",
    "desiredCount": "desiredCount",
    "enableEcsManagedTags": "enableECSManagedTags",
    "enableExecuteCommand": "enableExecuteCommand",
    "healthCheckGracePeriodSeconds": "healthCheckGracePeriodSeconds",
    "loadBalancers": "loadBalancers",
    "platformVersion": "platformVersion",
    "propagateTags": "propagateTags",
    "taskDefinition": "taskDefinition",
}
_OF_DEPLOYMENTS = {
    "alarms": "alarms",
    "deploymentCircuitBreaker": "deploymentCircuitBreaker",
    "deploymentMaximumPercent": "maximumPercent",
    "deploymentMinimumHealthyPercent": "minimumHealthyPercent",
}
# What takes a setting away again: an update leaves alone what it does not name.
_TAKEN_AWAY: Properties = {
    "capacityProviderStrategies": [],
    "desiredCount": 0,
    "healthCheckGracePeriodSeconds": 0,
    "loadBalancers": [],
    "propagateTags": "NONE",
}


def request(inputs: Properties, names: AbstractSet[str]) -> dict[str, Any]:
    """The inputs in `names`, as ECS takes them. One that is not given any more is taken away, if it can be."""
    given = {name: value for name, value in {**_TAKEN_AWAY, **inputs}.items() if name in names}
    asked: dict[str, Any] = {theirs: given[ours] for ours, theirs in _ALIKE.items() if ours in given}
    deploying = {theirs: given[ours] for ours, theirs in _OF_DEPLOYMENTS.items() if ours in given}
    if deploying:
        asked["deploymentConfiguration"] = deploying
    if network := given.get("networkConfiguration"):
        public = "ENABLED" if network.get("assignPublicIp") else "DISABLED"
        asked["networkConfiguration"] = {"awsvpcConfiguration": network | {"assignPublicIp": public}}
    return asked


def shown(held: Properties) -> Properties:
    """What ECS holds of a service, by Pulumi's names."""
    deploying = held["deploymentConfiguration"]
    network = held.get("networkConfiguration", {}).get("awsvpcConfiguration")
    return {
        **{ours: held.get(theirs) for ours, theirs in _ALIKE.items()},
        **{ours: deploying.get(theirs) for ours, theirs in _OF_DEPLOYMENTS.items()},
        "deploymentConfiguration": {
            "bakeTimeInMinutes": str(deploying["bakeTimeInMinutes"]),
            "strategy": deploying["strategy"],
        },
        "networkConfiguration": network and network | {"assignPublicIp": network["assignPublicIp"] == "ENABLED"},
    }


def meaning(value: Plain) -> Plain:
    """What a setting says: without what is off, zero or empty, and without an order, which ECS gives to none."""
    if isinstance(value, dict):
        members = {key: meaning(member) for key, member in value.items()}
        return {key: member for key, member in members.items() if member is not None} or None
    if isinstance(value, list):
        return sorted(map(meaning, value), key=repr) or None
    return value or None
