"""aws:scheduler/schedule:Schedule."""

from datetime import UTC, datetime
from typing import Any

from pulumi_aws import scheduler

from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.nested import filled, told
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schedule_target import from_aws, in_order, to_aws
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import UNKNOWN, Plain, Properties

_DEFAULT_GROUP = "default"
_TEXTS = {
    "actionAfterCompletion": "ActionAfterCompletion",
    "description": "Description",
    "kmsKeyArn": "KmsKeyArn",
    "scheduleExpression": "ScheduleExpression",
    "scheduleExpressionTimezone": "ScheduleExpressionTimezone",
    "state": "State",
}
_MODES = ("OFF", "FLEXIBLE")
_DATES = {"endDate": "EndDate", "startDate": "StartDate"}
_NESTED_DEFAULTS: dict[str, Plain] = {
    "target.ecsParameters.networkConfiguration.assignPublicIp": False,
    "target.ecsParameters.taskCount": 1,
    "target.retryPolicy.maximumEventAgeInSeconds": 86400,
    "target.retryPolicy.maximumRetryAttempts": 185,
}


class SchedulerSchedule(ResourceType):
    """What is set off when: an ECS task, say. Its id is `group/name`.

    https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html.
    """

    resource, args, service = scheduler.Schedule, scheduler.ScheduleArgs, "scheduler"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"groupName", "name", "namePrefix"})
    defaults = {"scheduleExpressionTimezone": "UTC", "state": "ENABLED"}  # noqa: RUF012
    computed = frozenset({"actionAfterCompletion", "groupName", "namePrefix", "target.retryPolicy"})
    allowed = {"actionAfterCompletion": ("NONE", "DELETE"), "state": ("ENABLED", "DISABLED")}  # noqa: RUF012
    auto_name = AutoName(max_length=64)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; SageMaker's pipelines are left to the official provider."""
        found = super().problems(inputs)
        target = inputs.get("target")
        if isinstance(target, dict) and "sagemakerPipelineParameters" in target:
            reason = "the sandbox's aws provider does not carry this input out; leave it out"
            found.append(Problem("target.sagemakerPipelineParameters", reason))
        window = inputs.get("flexibleTimeWindow")
        mode = window.get("mode", UNKNOWN) if isinstance(window, dict) else UNKNOWN
        if mode not in (*_MODES, UNKNOWN):
            found.append(Problem("flexibleTimeWindow.mode", f"{mode!r} is none of: {', '.join(_MODES)}"))
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. A retry policy that is left out stays as it is, as with the official provider."""
        target, before = new.get("target"), old.get("target")
        if isinstance(target, dict):
            stays = (
                {"retryPolicy": before["retryPolicy"]} if isinstance(before, dict) and "retryPolicy" in before else {}
            )
            new = new | {"target": stays | in_order(target)}
        complete: Properties = filled(new, _NESTED_DEFAULTS)
        return super().checked(name, seed, old, complete, region)

    def create(self, client: Any, inputs: Properties) -> str:
        group = inputs.get("groupName", _DEFAULT_GROUP)
        client.create_schedule(Name=inputs["name"], GroupName=group, **_request(inputs))
        return f"{group}/{inputs['name']}"

    def expected_id(self, inputs: Properties) -> str | None:
        return f"{inputs.get('groupName', _DEFAULT_GROUP)}/{inputs.get('name')}"

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_schedule(**_names(resource_id))
        window = held["FlexibleTimeWindow"]
        minutes = window.get("MaximumWindowInMinutes")
        return {
            **{ours: held.get(theirs) for ours, theirs in _TEXTS.items()},
            **{ours: _shown(held.get(theirs)) for ours, theirs in _DATES.items()},
            "arn": held["Arn"],
            "flexibleTimeWindow": {"mode": window["Mode"]} | ({"maximumWindowInMinutes": minutes} if minutes else {}),
            "groupName": held["GroupName"],
            "name": held["Name"],
            "namePrefix": prefix_of(held["Name"]),
            "target": from_aws(held["Target"]),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        client.update_schedule(**_names(resource_id), **_request(inputs))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_schedule(**_names(resource_id))

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        """As of every type. Dates that say the same moment another way are no drift."""
        given = _DATES.keys() & old_inputs.keys()
        same = {name: old_inputs[name] for name in given if _moment(old_inputs, name) == _moment(state, name)}
        return super().drifted(old_inputs, self._said(old_inputs, state | same))

    def imported(self, state: Properties) -> Properties:
        return super().imported(self._said({}, state))

    def _said(self, old_inputs: Properties, state: Properties) -> Properties:
        said: Properties = told(old_inputs, state, {}, self.defaults.keys() | _NESTED_DEFAULTS.keys())
        return said


def _request(inputs: Properties) -> dict[str, Any]:
    """All of it: an update forgets what is not named."""
    window = {"Mode": inputs["flexibleTimeWindow"]["mode"]}
    if minutes := inputs["flexibleTimeWindow"].get("maximumWindowInMinutes"):
        window["MaximumWindowInMinutes"] = minutes
    return {
        **{theirs: inputs[ours] for ours, theirs in _TEXTS.items() if inputs.get(ours)},
        **{theirs: datetime.fromisoformat(inputs[ours]) for ours, theirs in _DATES.items() if inputs.get(ours)},
        "FlexibleTimeWindow": window,
        "Target": to_aws(inputs["target"]),
    }


def _names(resource_id: str) -> dict[str, str]:
    group, _, name = resource_id.rpartition("/")
    return {"GroupName": group or _DEFAULT_GROUP, "Name": name}


def _shown(date: datetime | None) -> str | None:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if date else None


def _moment(properties: Properties, name: str) -> datetime | None:
    value = properties.get(name)
    return datetime.fromisoformat(value) if value else None
