"""How a value of a policy's condition is compared with one of the request, by each operator.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import ipaddress
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from iam.logic import MAYBE, NO, UNKNOWN, Truth, Unknown, all_of, yes_if
from iam.variables import Lookup, template

Test = Callable[[str, Lookup], Truth]
"""Whether a value of the request is what the policy's value asks for. The lookup is for variables."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_EPOCH_SECONDS = re.compile(r"\d{9,10}")
_ARN_FIELDS = 6


@dataclass(frozen=True)
class Operator:
    """What a condition operator does."""

    test: Callable[[str, str | Unknown], Test]
    """Makes a test of a value of a policy that has this Version."""
    negated: bool = False


def _equals(text: str, version: str | Unknown) -> Test:
    return _text_test(text, version, wild=False)


def _like(text: str, version: str | Unknown) -> Test:
    return _text_test(text, version, wild=True)


def _text_test(text: str, version: str | Unknown, *, wild: bool) -> Test:
    wanted = template(text, wild=wild, version=version)

    def test(value: str, lookup: Lookup) -> Truth:
        filled = wanted.fill(lookup)
        return NO if filled is None else filled.matches(value)

    return test


def _equals_in_any_case(text: str, version: str | Unknown) -> Test:
    wanted = template(text.lower(), wild=False, version=version)

    def test(value: str, lookup: Lookup) -> Truth:
        def lowered(key: str) -> Any:
            values = lookup(key)
            return values if values is UNKNOWN else tuple(each if each is UNKNOWN else each.lower() for each in values)

        filled = wanted.fill(lowered)
        return NO if filled is None else filled.matches(value.lower())

    return test


def _arn(text: str, version: str | Unknown) -> Test:
    """Compare the six fields of two ARNs one by one. What has fewer is none, and what AWS makes of it not known."""
    wanted = template(text, wild=True, version=version)

    def test(value: str, lookup: Lookup) -> Truth:
        filled = wanted.fill(lookup)
        if filled is None:
            return NO
        fields, given = filled.pattern.fields(_ARN_FIELDS), value.split(":", _ARN_FIELDS - 1)
        if not filled.known or len(fields) < _ARN_FIELDS or len(given) < _ARN_FIELDS:
            return MAYBE
        return all_of(yes_if(each.matches(part)) for each, part in zip(fields, given, strict=True))

    return test


def _compared(read: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> Callable[[str, str | Unknown], Test]:
    """Compare what `read` makes of both texts. Not known if it raises ValueError."""

    def make(text: str, version: str | Unknown) -> Test:  # noqa: ARG001
        wanted = _or_unknown(read, text)

        def test(value: str, lookup: Lookup) -> Truth:  # noqa: ARG001
            given = _or_unknown(read, value)
            return MAYBE if UNKNOWN in (wanted, given) else yes_if(compare(given, wanted))

        return test

    return make


def _or_unknown(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return UNKNOWN


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return Decimal(text)


def _moment(text: str) -> datetime:
    """Read a full ISO 8601 time with its zone, or seconds since 1970."""
    moment = datetime.fromtimestamp(int(text), UTC) if _EPOCH_SECONDS.fullmatch(text) else datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


def _within(address: Any, network: Any) -> bool:
    return address.network_address in network


_COMPARISONS = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}

OPERATORS: dict[str, Operator] = {
    **{
        f"{kind}{name}": Operator(_compared(read, compare))
        for kind, read in (("Numeric", _number), ("Date", _moment))
        for name, compare in _COMPARISONS.items()
    },
    "NumericNotEquals": Operator(_compared(_number, operator.eq), negated=True),
    "DateNotEquals": Operator(_compared(_moment, operator.eq), negated=True),
    "StringEquals": Operator(_equals),
    "StringNotEquals": Operator(_equals, negated=True),
    "StringEqualsIgnoreCase": Operator(_equals_in_any_case),
    "StringNotEqualsIgnoreCase": Operator(_equals_in_any_case, negated=True),
    "StringLike": Operator(_like),
    "StringNotLike": Operator(_like, negated=True),
    "ArnEquals": Operator(_arn),
    "ArnLike": Operator(_arn),
    "ArnNotEquals": Operator(_arn, negated=True),
    "ArnNotLike": Operator(_arn, negated=True),
    "Bool": Operator(_compared(_boolean, operator.eq)),
    "IpAddress": Operator(_compared(ipaddress.ip_network, _within)),
    "NotIpAddress": Operator(_compared(ipaddress.ip_network, _within), negated=True),
}
"""Every operator that can be decided, without its `...IfExists`, but for Null, which looks at no value."""
