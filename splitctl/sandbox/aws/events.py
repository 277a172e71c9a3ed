"""EventBridge's requests, which moto takes as they come.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html.
"""

from moto.events.responses import EventsHandler

from splitctl.sandbox.aws.requests import hold_to_model


def correct() -> None:
    """Refuse what EventBridge's model rules out."""
    hold_to_model(EventsHandler, "events", "ValidationException")
