"""aws:cloudwatch/eventRule:EventRule."""

from typing import Any

from pulumi_aws import cloudwatch

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties


class EventRule(ResourceType):
    """Which events, or which times, set something off. Of the default event bus only.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html.
    """

    resource, args, service = cloudwatch.EventRule, cloudwatch.EventRuleArgs, "events"
    missing = frozenset({"ResourceNotFoundException"})
    replaced_by = frozenset({"eventBusName", "name"})
    defaults = {"eventBusName": "default", "forceDestroy": False}  # noqa: RUF012
    computed = frozenset({"isEnabled", "state"})
    carried = frozenset({"forceDestroy"})
    documents = frozenset({"eventPattern"})
    allowed = {  # noqa: RUF012
        "eventBusName": ("default",),
        "state": ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
    }
    refused = frozenset({"isEnabled", "namePrefix"})  # pulumi_aws itself says to use state instead of isEnabled
    auto_name = AutoName(max_length=64)

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a rule needs a pattern or a schedule."""
        found = super().problems(inputs)
        if not inputs.keys() & {"eventPattern", "scheduleExpression"}:
            found.append(Problem("eventPattern", "give this input, or scheduleExpression, or both"))
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        self._put(client, inputs, Tags=tags.pairs(inputs.get("tags", {})))
        made: str = inputs["name"]
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.describe_rule(Name=resource_id.removeprefix("default/"))
        return {
            "arn": held["Arn"],
            "description": held.get("Description", ""),
            "eventBusName": held["EventBusName"],
            "eventPattern": held.get("EventPattern"),
            "forceDestroy": False,
            "isEnabled": held["State"] != "DISABLED",
            "name": held["Name"],
            "namePrefix": "",
            "roleArn": held.get("RoleArn"),
            "scheduleExpression": held.get("ScheduleExpression", ""),
            "state": held["State"],
            "tags": tags.mapping(client.list_tags_for_resource(ResourceARN=held["Arn"])["Tags"]),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed - {"forceDestroy", "region", "tags"}:
            self._put(client, inputs)
        if "tags" in changed:
            arn = client.describe_rule(Name=inputs["name"])["Arn"]
            held = tags.mapping(client.list_tags_for_resource(ResourceARN=arn)["Tags"])
            gone, added = tags.changes(held, inputs.get("tags", {}))
            if gone:
                client.untag_resource(ResourceARN=arn, TagKeys=gone)
            if added:
                client.tag_resource(ResourceARN=arn, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_rule(Name=state["name"], Force=state.get("forceDestroy", False))

    def _put(self, client: Any, inputs: Properties, **more: Plain) -> None:
        """PutRule sets everything anew: what is not named is not there any more."""
        names = {
            "description": "Description",
            "eventPattern": "EventPattern",
            "roleArn": "RoleArn",
            "scheduleExpression": "ScheduleExpression",
            "state": "State",
        }
        given = {theirs: inputs[ours] for ours, theirs in names.items() if inputs.get(ours)}
        client.put_rule(Name=inputs["name"], EventBusName=inputs["eventBusName"], **given, **more)
