"""How the configuration's own checks refuse: at which key, why, and what puts it right."""

from collections.abc import Iterable

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError


def misplaced(reason: str, *below: str) -> PydanticCustomError:
    """Refuse a key that may not be here at all, or one `below` it: to remove it is the remedy."""
    return PydanticCustomError("misplaced", "{reason}", {"reason": reason, "below": below})


def better(reason: str, value: int) -> PydanticCustomError:
    """Refuse a key whose value does not go with those of others: `value` would."""
    return PydanticCustomError("better", "{reason}", {"reason": reason, "value": value})


def all_of(refusals: Iterable[tuple[tuple[str | int, ...], PydanticCustomError]]) -> ValidationError:
    """Refuse several keys at once, each told by its path from where this is raised."""
    # What was given is left out: it may be a secret.
    lines = [InitErrorDetails(type=refusal, loc=path, input=None) for path, refusal in refusals]
    return ValidationError.from_exception_data("configuration", lines)
