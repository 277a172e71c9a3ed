"""aws:cloudwatch/eventTarget:EventTarget."""

from typing import Any

from botocore.exceptions import ClientError
from pulumi_aws import cloudwatch

from splitctl.errors import UserError
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties

# Pulumi's names of an input and of its members, and EventBridge's.
_PLAIN = {"arn": "Arn", "input": "Input", "inputPath": "InputPath", "roleArn": "RoleArn"}
_BLOCKS = {
    "deadLetterConfig": ("DeadLetterConfig", {"arn": "Arn"}),
    "inputTransformer": ("InputTransformer", {"inputPaths": "InputPathsMap", "inputTemplate": "InputTemplate"}),
    "retryPolicy": (
        "RetryPolicy",
        {"maximumEventAgeInSeconds": "MaximumEventAgeInSeconds", "maximumRetryAttempts": "MaximumRetryAttempts"},
    ),
}
_WHAT_IT_GETS = ("input", "inputPath", "inputTransformer")


class EventTarget(ResourceType):
    """What a rule of the default event bus sets off.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html.
    """

    resource, args, service = cloudwatch.EventTarget, cloudwatch.EventTargetArgs, "events"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"eventBusName", "rule", "targetId"})
    defaults = {"eventBusName": "default", "forceDestroy": False}  # noqa: RUF012
    carried = frozenset({"forceDestroy"})
    allowed = {"eventBusName": ("default",)}  # noqa: RUF012
    refused = frozenset(
        {"appsyncTarget", "batchTarget", "ecsTarget", "httpTarget", "kinesisTarget", "redshiftTarget"}
        | {"runCommandTargets", "sagemakerPipelineTarget", "sqsTarget"}
    )
    auto_name = AutoName("targetId")

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a target gets one kind of input."""
        given = [name for name in _WHAT_IT_GETS if name in inputs]
        conflicts = [Problem(name, f"leave it out, or {given[0]}: a target gets one of them") for name in given[1:]]
        return super().problems(inputs) + conflicts

    def create(self, client: Any, inputs: Properties) -> str:
        resource_id = f"{inputs['rule']}-{inputs['targetId']}"
        for rule, other in _meanings(client, resource_id):
            if rule != inputs["rule"]:
                raise _ambiguous(resource_id, f"target {other['Id']!r} of rule {rule!r} has it, too")
        target = {"Id": inputs["targetId"]}
        target |= {theirs: inputs[ours] for ours, theirs in _PLAIN.items() if ours in inputs}
        for ours, (theirs, members) in _BLOCKS.items():
            if ours in inputs:
                target[theirs] = {members[name]: value for name, value in inputs[ours].items()}
        put = client.put_targets(Rule=inputs["rule"], EventBusName=inputs["eventBusName"], Targets=[target])
        for failed in put["FailedEntries"]:
            error = {"Code": failed["ErrorCode"], "Message": failed["ErrorMessage"]}
            raise ClientError({"Error": error}, "PutTargets")
        return resource_id

    def expected_id(self, inputs: Properties) -> str | None:
        return f"{inputs.get('rule')}-{inputs.get('targetId')}"

    def read(self, client: Any, resource_id: str) -> Properties:
        found = _meanings(client, resource_id)
        if not found:
            raise NotThereError("ListTargetsByRule", f"target {resource_id}")
        if len(found) > 1:
            raise _ambiguous(resource_id, f"targets of the rules {' and '.join(rule for rule, _ in found)} have it")
        rule, held = found[0]
        blocks = {
            ours: {name: held[theirs][member] for name, member in members.items() if member in held[theirs]}
            for ours, (theirs, members) in _BLOCKS.items()
            if theirs in held
        }
        return {
            **dict.fromkeys(self.refused),
            **dict.fromkeys(_BLOCKS),
            **blocks,
            **{ours: held.get(theirs) for ours, theirs in _PLAIN.items()},
            "eventBusName": "default",
            "forceDestroy": False,
            "rule": rule,
            "targetId": held["Id"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed - {"forceDestroy", "region"}:
            self.create(client, inputs)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        force = state.get("forceDestroy", False)
        client.remove_targets(Rule=state["rule"], Ids=[state["targetId"]], Force=force)


def _meanings(client: Any, resource_id: str) -> list[tuple[str, Properties]]:
    """The rules' names and targets that an id can mean, of those that there are.

    The official provider's ids are `rule-target`, and both parts may have hyphens; to import one, people write
    `rule/target`.
    """
    wanted = resource_id.removeprefix("default/")
    rules = [rule["Name"] for page in client.get_paginator("list_rules").paginate() for rule in page["Rules"]]
    return [
        (rule, target)
        for rule in rules
        if wanted.startswith((f"{rule}-", f"{rule}/"))
        for target in client.list_targets_by_rule(Rule=rule)["Targets"]
        if target["Id"] == wanted[len(rule) + 1 :]
    ]


def _ambiguous(resource_id: str, why: str) -> UserError:
    return UserError(f"the id {resource_id!r} is not enough to find this target again: {why}; choose another target_id")
