"""The Condition of a statement: all of its operators and keys must hold, any of a key's values will do.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iam.logic import MAYBE, UNKNOWN, Truth, Unknown, all_of, any_of, opposite, yes_if
from iam.malformed import Malformed, strings
from iam.operators import OPERATORS, Operator, Test
from iam.request import Request
from iam.variables import Values

_NAME = re.compile(r"(?:(?P<set>ForAllValues|ForAnyValue):)?(?P<base>\w+?)(?P<if_exists>IfExists)?")


@dataclass(frozen=True)
class Condition:
    """What one operator asks of one key."""

    key: str | Unknown
    """In lower case."""
    operator: Operator
    tests: tuple[Test | Unknown, ...]
    """One for each value of the policy."""
    of_set: str | None
    """ForAllValues or ForAnyValue."""
    if_exists: bool

    def holds(self, request: Request) -> Truth:
        """Whether it holds for a request.

        Several values of a key without ForAllValues or ForAnyValue, which AWS tells everyone to write, are MAYBE.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
        """
        values = UNKNOWN if self.key is UNKNOWN else request.values(self.key)
        if values is UNKNOWN:
            return MAYBE
        # To a set operator, an empty text is nothing.
        if not values or (self.of_set and values == ("",)):
            return self._without_key()
        each = (self._passes(value, request) for value in values)
        if self.of_set == "ForAllValues":
            return all_of(each)
        return any_of(each) if self.of_set or len(values) == 1 else MAYBE

    def _without_key(self) -> Truth:
        if self.of_set:
            return yes_if(self.if_exists or self.of_set == "ForAllValues")
        return yes_if(self.if_exists or self.operator.negated)

    def _passes(self, value: str | Unknown, request: Request) -> Truth:
        """Whether one value of the request is what is asked for: any of the policy's, or, if negated, none of them."""
        found = any_of(
            MAYBE if value is UNKNOWN or test is UNKNOWN else test(value, request.values) for test in self.tests
        )
        return opposite(found) if self.operator.negated else found


@dataclass(frozen=True)
class NullCondition:
    """What Null asks of one key: to be absent (true), or there (false)."""

    key: str | Unknown
    wanted: tuple[str | Unknown, ...]

    def holds(self, request: Request) -> Truth:
        """Whether it holds for a request."""
        values = UNKNOWN if self.key is UNKNOWN else request.values(self.key)
        return any_of(_is_absent(values, each) for each in self.wanted)


@dataclass(frozen=True)
class Undecided:
    """A condition of which nothing can be said: it is not known, or its operator is none of those decided here."""

    def holds(self, request: Request) -> Truth:  # noqa: ARG002
        """Whether it holds for a request: MAYBE."""
        return MAYBE


AnyCondition = Condition | NullCondition | Undecided


def conditions(block: object, version: str | Unknown) -> tuple[AnyCondition, ...]:
    """Read a Condition element. Raises Malformed if AWS would refuse it."""
    if block is UNKNOWN:
        return (Undecided(),)
    if not isinstance(block, Mapping):
        raise Malformed("a Condition is not an object")
    read: list[AnyCondition] = []
    for name, keys in block.items():
        if keys is UNKNOWN:
            read.append(Undecided())
        elif isinstance(keys, Mapping):
            read += (
                _condition(name, key, strings(values, "a condition's value"), version) for key, values in keys.items()
            )
        else:
            raise Malformed("a condition's operator has no object of keys")
    return tuple(read)


def _condition(name: Any, key: Any, values: tuple[str | Unknown, ...], version: str | Unknown) -> AnyCondition:
    found = None if name is UNKNOWN else _NAME.fullmatch(name)
    key = key if key is UNKNOWN else key.lower()
    if name == "Null":
        return NullCondition(key, values)
    if found is None or found["base"] not in OPERATORS:
        return Undecided()
    operator = OPERATORS[found["base"]]
    tests = tuple(each if each is UNKNOWN else operator.test(each, version) for each in values)
    return Condition(key, operator, tests, found["set"], bool(found["if_exists"]))


def _is_absent(values: Values, wanted: str | Unknown) -> Truth:
    """Whether a key is absent, or there, as `wanted` asks."""
    if values is UNKNOWN or wanted is UNKNOWN or wanted.lower() not in ("true", "false"):
        return MAYBE
    return yes_if((not values) == (wanted.lower() == "true"))
