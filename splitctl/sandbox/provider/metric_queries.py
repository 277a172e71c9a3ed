"""What an alarm computes from several metrics, by Pulumi's names and by CloudWatch's.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from splitctl.sandbox.provider.values import Plain, Properties

_OF_QUERY = {
    "accountId": "AccountId",
    "expression": "Expression",
    "id": "Id",
    "label": "Label",
    "period": "Period",
    "returnData": "ReturnData",
}


def to_aws(queries: Iterable[Properties]) -> list[dict[str, Any]]:
    """The input `metricQueries` as CloudWatch takes it."""
    return [_to_aws(query) for query in queries]


def from_aws(queries: Iterable[Mapping[str, Any]]) -> list[Properties]:
    """What CloudWatch holds, as the input `metricQueries`."""
    shown: list[Properties] = in_order([_from_aws(query) for query in queries])
    return shown


def in_order(queries: Plain) -> Plain:
    """The queries by id, which are in no order, so that another one is no change."""
    if isinstance(queries, list) and all(isinstance(query, dict) and "id" in query for query in queries):
        return sorted(queries, key=lambda query: str(query["id"]))
    return queries


def dimensions_to_aws(values: Mapping[str, str]) -> list[dict[str, str]]:
    """A mapping of dimensions as CloudWatch takes it, sorted by name."""
    return [{"Name": name, "Value": value} for name, value in sorted(values.items())]


def dimensions(pairs: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """CloudWatch's list of dimensions as a mapping."""
    return {pair["Name"]: pair["Value"] for pair in pairs}


def _to_aws(query: Properties) -> dict[str, Any]:
    asked = {theirs: query[ours] for ours, theirs in _OF_QUERY.items() if query.get(ours) not in (None, "")}
    if metric := query.get("metric"):
        which: dict[str, Any] = {"MetricName": metric["metricName"]}
        if namespace := metric.get("namespace"):
            which["Namespace"] = namespace
        if chosen := metric.get("dimensions"):
            which["Dimensions"] = dimensions_to_aws(chosen)
        asked["MetricStat"] = {"Metric": which, "Period": metric["period"], "Stat": metric["stat"]}
        if unit := metric.get("unit"):
            asked["MetricStat"]["Unit"] = unit
    return asked


def _from_aws(query: Mapping[str, Any]) -> Properties:
    shown: Properties = {ours: query[theirs] for ours, theirs in _OF_QUERY.items() if theirs in query}
    if measured := query.get("MetricStat"):
        which = measured["Metric"]
        shown["metric"] = {
            "dimensions": dimensions(which.get("Dimensions", [])),
            "metricName": which["MetricName"],
            "namespace": which.get("Namespace"),
            "period": measured["Period"],
            "stat": measured["Stat"],
            "unit": measured.get("Unit"),
        }
    return shown
