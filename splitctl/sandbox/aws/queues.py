"""SQS's queues: settings that moto forgets, and encryption that excludes another one.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html.
"""

from typing import Any

from moto.sqs.models import Queue

_OPTIONAL = ("KmsMasterKeyId", "RedriveAllowPolicy")


def correct() -> None:
    """Keep a queue's policy when something else is set, and know who may use it for dead letters."""
    put = Queue._set_attributes  # noqa: SLF001 - where all that sets a queue's attributes goes

    def set_attributes(queue: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
        kept = {"Policy": getattr(queue, "policy", None)}
        emptied = {name: None for name in _OPTIONAL if attributes.get(name) == ""}
        put(queue, {**kept, **attributes, **emptied, **_encryption(attributes)}, now)

    for name, replacement in (
        ("_set_attributes", set_attributes),
        ("redrive_allow_policy", None),
        ("BASE_ATTRIBUTES", [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]),
    ):
        setattr(Queue, name, replacement)


def _encryption(attributes: dict[str, Any]) -> dict[str, Any]:
    """A key of one's own and SQS's own encryption: the one that is given ends the other."""
    if attributes.get("KmsMasterKeyId"):
        return {"SqsManagedSseEnabled": "false"}
    if attributes.get("SqsManagedSseEnabled") == "true":
        return {"KmsMasterKeyId": None}
    return {}
