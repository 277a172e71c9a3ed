"""CloudWatch's alarms: what state they are in, and what an update leaves as it is, where moto differs.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html.
"""

from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend

_STATE = ("state_reason", "state_reason_data", "state_updated_timestamp", "state_value", "history")


def correct() -> None:
    """Start alarms without data, and leave state and tags of one that exists as they are."""
    put = CloudWatchBackend.put_metric_alarm

    def put_metric_alarm(backend: CloudWatchBackend, name: str, *settings: Any, **named: Any) -> Alarm:
        before = backend.alarms.get(name)
        alarm = put(backend, name, *settings, **named | ({"tags": None} if before else {}))
        if before is None:
            alarm.state_value = "INSUFFICIENT_DATA"
        else:
            vars(alarm).update({key: getattr(before, key) for key in _STATE})
        return alarm

    setattr(CloudWatchBackend, "put_metric_alarm", put_metric_alarm)  # noqa: B010 - mypy takes methods for constants
