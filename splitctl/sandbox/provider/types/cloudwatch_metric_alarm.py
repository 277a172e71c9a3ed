"""aws:cloudwatch/metricAlarm:MetricAlarm."""

from typing import Any

from pulumi_aws import cloudwatch

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.metric_queries import dimensions, dimensions_to_aws, from_aws, in_order, to_aws
from splitctl.sandbox.provider.nested import filled
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties

_PLAIN = {
    "actionsEnabled": "ActionsEnabled",
    "alarmDescription": "AlarmDescription",
    "comparisonOperator": "ComparisonOperator",
    "datapointsToAlarm": "DatapointsToAlarm",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "evaluationPeriods": "EvaluationPeriods",
    "extendedStatistic": "ExtendedStatistic",
    "metricName": "MetricName",
    "namespace": "Namespace",
    "period": "Period",
    "statistic": "Statistic",
    "threshold": "Threshold",
    "thresholdMetricId": "ThresholdMetricId",
    "treatMissingData": "TreatMissingData",
    "unit": "Unit",
}
_ACTIONS = {
    "alarmActions": "AlarmActions",
    "insufficientDataActions": "InsufficientDataActions",
    "okActions": "OKActions",
}
_MISSING = "missing"
# Pairs of which one makes the other pointless.
_CONFLICTS = (
    ("metricName", "metricQueries"),
    ("statistic", "extendedStatistic"),
    ("threshold", "thresholdMetricId"),
    *(("metricQueries", name) for name in ("dimensions", "extendedStatistic", "namespace", "period", "statistic")),
)


class MetricAlarm(ResourceType):
    """What a metric must not do, and who hears of it. PromQL alarms are left to the official provider.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html.
    """

    resource, args, service = cloudwatch.MetricAlarm, cloudwatch.MetricAlarmArgs, "cloudwatch"
    missing = frozenset({"ResourceNotFound", "ResourceNotFoundException"})
    replaced_by = frozenset({"name"})
    defaults = {"actionsEnabled": True, "treatMissingData": _MISSING}  # noqa: RUF012
    computed = frozenset({"evaluateLowSampleCountPercentiles"})
    allowed = {  # noqa: RUF012
        "comparisonOperator": (
            "GreaterThanOrEqualToThreshold",
            "GreaterThanThreshold",
            "GreaterThanUpperThreshold",
            "LessThanLowerOrGreaterThanUpperThreshold",
            "LessThanLowerThreshold",
            "LessThanOrEqualToThreshold",
            "LessThanThreshold",
        ),
        "evaluateLowSampleCountPercentiles": ("evaluate", "ignore"),
        "statistic": ("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
        "treatMissingData": ("breaching", "notBreaching", "ignore", _MISSING),
    }
    refused = frozenset({"evaluationCriteria", "evaluationInterval", "evaluationWindow", "warmUpConfiguration"})
    auto_name = AutoName()

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; what an alarm needs, and what it does not take together."""
        found = super().problems(inputs)
        needed = ("comparisonOperator", "evaluationPeriods") if not self.refused & inputs.keys() else ()
        found += [Problem(name, "this input is required, and missing") for name in needed if name not in inputs]
        found += [Problem(two, f"leave it out, or {one}") for one, two in _CONFLICTS if {one, two} <= inputs.keys()]
        if "metricName" in inputs and not inputs.keys() & {"statistic", "extendedStatistic"}:
            found.append(Problem("statistic", "give this input, or extendedStatistic"))
        queries = inputs.get("metricQueries")
        for index, query in enumerate(queries if isinstance(queries, list) else []):
            if isinstance(query, dict) and {"expression", "metric"} <= query.keys():
                found.append(Problem(f"metricQueries[{index}].metric", "leave it out, or expression"))
        return found

    def checked(self, name: str, seed: bytes, old: Properties, new: Properties, region: str | None) -> Properties:
        """As of every type. Actions and queries have no order, so they get one, and another order is no change."""
        complete: Properties = filled(new, {"metricQueries.returnData": False})
        ordered = {key: sorted(set(complete[key])) for key in _ACTIONS if isinstance(complete.get(key), list)}
        if "metricQueries" in complete:
            ordered["metricQueries"] = in_order(complete["metricQueries"])
        return super().checked(name, seed, old, complete | ordered, region)

    def create(self, client: Any, inputs: Properties) -> str:
        self._put(client, inputs, Tags=tags.pairs(inputs.get("tags", {})))
        made: str = inputs["name"]
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = _held(client, resource_id)
        return {
            **dict.fromkeys(self.refused),
            **{ours: held.get(theirs) for ours, theirs in _PLAIN.items()},
            **{ours: sorted(held.get(theirs, [])) for ours, theirs in _ACTIONS.items()},
            "arn": held["AlarmArn"],
            "dimensions": dimensions(held.get("Dimensions", [])),
            "metricQueries": from_aws(held.get("Metrics", [])),
            "name": held["AlarmName"],
            "tags": _tags(client, held["AlarmArn"]),
            "treatMissingData": held.get("TreatMissingData", _MISSING),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed - {"region", "tags"}:
            self._put(client, inputs)
        if "tags" in changed:
            arn = _held(client, resource_id)["AlarmArn"]
            gone, added = tags.changes(_tags(client, arn), inputs.get("tags", {}))
            if gone:
                client.untag_resource(ResourceARN=arn, TagKeys=gone)
            if added:
                client.tag_resource(ResourceARN=arn, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_alarms(AlarmNames=[resource_id])

    def _put(self, client: Any, inputs: Properties, **more: Any) -> None:
        """PutMetricAlarm sets everything anew: what is not named is not there any more."""
        asked = {theirs: inputs[ours] for ours, theirs in _PLAIN.items() if inputs.get(ours) not in (None, "")}
        asked |= {theirs: inputs[ours] for ours, theirs in _ACTIONS.items() if ours in inputs}
        if "dimensions" in inputs:
            asked["Dimensions"] = dimensions_to_aws(inputs["dimensions"])
        if "metricQueries" in inputs:
            asked["Metrics"] = to_aws(inputs["metricQueries"])
        client.put_metric_alarm(AlarmName=inputs["name"], **asked, **more)


def _held(client: Any, name: str) -> Properties:
    found: list[Properties] = client.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm"])["MetricAlarms"]
    if not found:
        raise NotThereError("DescribeAlarms", f"metric alarm {name}")
    return found[0]


def _tags(client: Any, arn: str) -> dict[str, str]:
    return tags.mapping(client.list_tags_for_resource(ResourceARN=arn)["Tags"])
