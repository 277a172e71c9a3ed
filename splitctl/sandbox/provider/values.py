"""Property values: the SDK's wrapped ones on the wire, plain Python inside."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime.rpc import UNKNOWN as _UNKNOWN

Plain = Any
"""None, bool, float, str, UNKNOWN, or a list or dict of these."""

Properties = dict[str, Plain]

# The SDK's PropertyValue has no notion of an unknown on the wire (it reads and writes the engine's sentinel
# as an ordinary string), so the sentinel itself is what stands for one here.
UNKNOWN: Final[str] = _UNKNOWN
"""A value that only the update will know."""


def plain(value: PropertyValue) -> Plain:
    """The value without its wrapping; whole numbers come as int, as boto3 wants them."""
    inner = value.value
    if isinstance(inner, float):
        return int(inner) if inner.is_integer() else inner
    if inner is None or isinstance(inner, bool | str):
        return inner
    if isinstance(inner, Mapping):
        return plain_map(inner)
    if isinstance(inner, Sequence):
        return [plain(item) for item in inner if isinstance(item, PropertyValue)]
    raise TypeError(f"the sandbox's provider does not take values of type {value.type.value}")


def plain_map(values: Mapping[str, PropertyValue]) -> Properties:
    """A bag of properties without wrapping and without nulls: what is null was not given."""
    return {key: inner for key, value in values.items() if (inner := plain(value)) is not None}


def wrapped(value: Plain) -> PropertyValue:
    """The value as the SDK's servicer sends it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    if isinstance(value, Mapping):
        return PropertyValue(wrapped_map(value))
    if isinstance(value, list):
        return PropertyValue([wrapped(item) for item in value])
    return PropertyValue(value)


def wrapped_map(values: Mapping[str, Plain]) -> dict[str, PropertyValue]:
    """A bag of properties as the SDK's servicer sends it."""
    return {key: wrapped(value) for key, value in values.items()}


def has_unknown(value: Plain) -> bool:
    """Whether any part of `value` is only known in the update."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return bool(value == UNKNOWN)


def is_note(name: str) -> bool:
    """Whether a property is a note of the provider's or the engine's own, such as `__defaults`, and no input."""
    return name.startswith("__")


def without_notes(inputs: Mapping[str, Plain]) -> Properties:
    """The inputs proper."""
    return {name: value for name, value in inputs.items() if not is_note(name)}
