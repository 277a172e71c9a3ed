"""Conditions: AWS's operators, and how their answers go together.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from typing import Any

import pytest

from iam import UNKNOWN, Answer
from tests.iam.asking import ROLE, SESSION, allow, answer, push

YES, MAYBE, NO = Answer.ALLOWED, Answer.UNKNOWN, Answer.DENIED
TOPIC = "arn:aws:sns:eu-west-1:111122223333:topic"
FINANCE = "arn:aws:someservice:*:111122223333:finance/*"
STORE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
ABSENT: list[str] = []


def holds(operator: str, wanted: Any, value: Any) -> Answer:
    """Whether a condition holds, of a request that has the key with this value."""
    return answer(push(context={"aws:Key": value}), allow(Condition={operator: {"aws:key": wanted}}))


@pytest.mark.parametrize(
    ("expected", "operator", "wanted", "value"),
    [
        (YES, "StringEquals", "john", "john"),
        (NO, "StringEquals", "john", "John"),
        (NO, "StringEquals", "jo*", "john"),
        (YES, "StringEquals", ["mary", "john"], "john"),
        (NO, "StringNotEquals", ["mary", "john"], "john"),
        (YES, "StringNotEquals", ["mary", "john"], "ann"),
        (YES, "StringEqualsIgnoreCase", "john", "JOHN"),
        (NO, "StringNotEqualsIgnoreCase", "john", "JOHN"),
        (YES, "StringLike", "home/*/doc?", "home/ann/docs"),
        (NO, "StringLike", "home/*/doc?", "home/ann/doc"),
        (NO, "StringNotLike", ["a*", "b*"], "bob"),
        (YES, "StringLike", FINANCE, STORE),
        (NO, "ArnLike", FINANCE, STORE),
        (YES, "ArnNotLike", FINANCE, STORE),
        (YES, "ArnEquals", "arn:aws:sns:*:111122223333:top??", TOPIC),
        (YES, "ArnEquals", "arn:aws:sns:*:*:*", f"{TOPIC}:sub:1"),
        (MAYBE, "ArnLike", "*", TOPIC),
        (MAYBE, "ArnLike", FINANCE, "no-arn"),
        (YES, "Bool", "true", True),
        (YES, "Bool", True, "TRUE"),
        (NO, "Bool", "false", "true"),
        (MAYBE, "Bool", "false", "no"),
        (YES, "NumericLessThanEquals", "10", 10),
        (NO, "NumericLessThan", "10", "10.0"),
        (YES, "NumericEquals", "10", "10.0"),
        (YES, "NumericNotEquals", ["1", "2"], "3"),
        (NO, "NumericGreaterThan", 9, "-10"),
        (MAYBE, "NumericGreaterThan", "9", "ten"),
        (YES, "DateGreaterThan", "2020-01-01T00:00:01Z", "2020-06-01T00:00:00Z"),
        (YES, "DateLessThan", "2020-01-01T00:00:01+01:00", "2019-12-31T23:00:00Z"),
        (YES, "DateEquals", "2020-01-01T00:00:00Z", "1577836800"),
        (MAYBE, "DateLessThan", "2020", "2019-12-31T23:00:00Z"),
        (MAYBE, "DateLessThan", "2020-01-01T00:00:00", "2019-12-31T23:00:00Z"),
        (YES, "IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "203.0.113.7"),
        (YES, "IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::1"),
        (NO, "IpAddress", "203.0.113.7", "203.0.113.8"),
        (YES, "NotIpAddress", "203.0.113.0/24", "10.0.0.1"),
        (MAYBE, "IpAddress", "203.0.113.0/24", "here"),
        (MAYBE, "BinaryEquals", "QQ==", "QQ=="),
        (MAYBE, "StringContains", "a", "a"),
        (MAYBE, UNKNOWN, "a", "a"),
        (YES, "Null", "false", "a"),
        (NO, "Null", "true", "a"),
        (MAYBE, "Null", "perhaps", "a"),
    ],
)
def test_one_value(expected: Answer, operator: str, wanted: Any, value: Any) -> None:
    """A value is any of those that are listed; with a negated operator, none. What is no value of its kind: UNKNOWN."""
    assert expected is holds(operator, wanted, value)


@pytest.mark.parametrize(
    ("expected", "operator", "wanted"),
    [
        (NO, "StringEquals", "a"),
        (NO, "NumericLessThan", "1"),
        (NO, "Bool", "false"),
        (YES, "StringNotEquals", "a"),
        (YES, "StringNotLike", "*"),
        (YES, "ArnNotLike", TOPIC),
        (YES, "StringEqualsIfExists", "a"),
        (YES, "StringNotEqualsIfExists", "a"),
        (YES, "BoolIfExists", "false"),
        (YES, "Null", "true"),
        (NO, "Null", "false"),
        (YES, "Null", ["false", "true"]),
        (YES, "ForAllValues:StringEquals", "a"),
        (YES, "ForAllValues:StringNotEquals", "a"),
        (NO, "ForAnyValue:StringEquals", "a"),
        (NO, "ForAnyValue:StringNotEquals", "a"),
        (YES, "ForAnyValue:StringEqualsIfExists", "a"),
    ],
)
def test_a_key_that_is_absent(expected: Answer, operator: str, wanted: Any) -> None:
    """It matches nothing, which is what a negated operator asks for; IfExists and ForAllValues let it pass."""
    assert expected is holds(operator, wanted, ABSENT)


@pytest.mark.parametrize(
    ("expected", "operator", "values"),
    [
        (YES, "ForAllValues:StringLike", ["PostDateTime", "Message"]),
        (NO, "ForAllValues:StringLike", ["PostDateTime", "UserName"]),
        (YES, "ForAnyValue:StringLike", ["PostDateTime", "UserName"]),
        (NO, "ForAnyValue:StringLike", ["UserName"]),
        (NO, "ForAllValues:StringNotEquals", ["Tags", "UserName"]),
        (YES, "ForAllValues:StringNotEquals", ["ID", "UserName"]),
        (YES, "ForAnyValue:StringNotEquals", ["Tags", "UserName"]),
        (NO, "ForAnyValue:StringNotEquals", ["Tags", "Message"]),
        (YES, "ForAllValues:StringLike", ""),
        (NO, "ForAnyValue:StringLike", ""),
        (MAYBE, "StringLike", ["Tags", "Message"]),
        (YES, "ForAnyValue:StringLike", ["Tags", UNKNOWN]),
        (MAYBE, "ForAllValues:StringLike", ["Tags", UNKNOWN]),
        (NO, "ForAllValues:StringLike", ["ID", UNKNOWN]),
    ],
)
def test_several_values(expected: Answer, operator: str, values: Any) -> None:
    """The page's example: the attributes that a request asks for, all or any of which are to be in a list.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    assert expected is holds(operator, ["PostDateTime", "Message", "Tags"], values)


@pytest.mark.parametrize(
    ("expected", "context"),
    [
        (YES, {"ec2:ResourceTag/env": "test", "aws:PrincipalTag/role": "admin"}),
        (NO, {"ec2:ResourceTag/env": "prod", "aws:PrincipalTag/role": "admin"}),
        (NO, {"ec2:ResourceTag/env": "test"}),
        (MAYBE, {"ec2:ResourceTag/env": "test", "aws:PrincipalTag/role": UNKNOWN}),
        (NO, {"ec2:ResourceTag/env": "prod", "aws:PrincipalTag/role": UNKNOWN}),
        (NO, {"ec2:ResourceTag/env": "test", "aws:PrincipalTag/role": "admin", "aws:PrincipalTag/gone": "yes"}),
    ],
)
def test_operators_and_keys_must_all_hold(expected: Answer, context: Any) -> None:
    """All operators and all of their keys; one that fails is enough, whatever is not known of others.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
    """
    condition = {
        "StringEquals": {"ec2:ResourceTag/env": ["test", "dev"], "aws:PrincipalTag/role": "admin"},
        "Null": {"aws:PrincipalTag/gone": "true"},
    }
    assert expected is answer(push(context=context), allow(Condition=condition))


@pytest.mark.parametrize(
    ("expected", "operator", "team"),
    [
        (YES, "StringEquals", "web"),
        (NO, "StringEquals", ABSENT),
        (YES, "StringNotEquals", ABSENT),
        (MAYBE, "StringEquals", UNKNOWN),
        (YES, "StringEqualsIgnoreCase", "WEB"),
        (NO, "StringNotEqualsIgnoreCase", "WEB"),
    ],
)
def test_variables_in_values(expected: Answer, operator: str, team: Any) -> None:
    """A variable without a value equals nothing, as the page on variables has it."""
    context = {"aws:PrincipalTag/Team": team, "s3:ExistingObjectTag/Team": "web"}
    condition = {operator: {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}}
    assert expected is answer(push(context=context), allow(Condition=condition))


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotLike", "ForAllValues:ArnLike", "BoolIfExists", "Null"])
def test_a_key_that_is_not_known(operator: str) -> None:
    """UNKNOWN, whether it is said so or left out of a context that is not complete; and so are unknown parts."""
    condition = {operator: {"aws:Key": "true"}}
    assert holds(operator, "true", UNKNOWN) is MAYBE
    assert answer(push(complete=False), allow(Condition=condition)) is MAYBE
    assert holds(operator, UNKNOWN, "true") is MAYBE
    assert answer(push(), allow(Condition={operator: UNKNOWN})) is MAYBE
    assert answer(push(), allow(Condition=UNKNOWN)) is MAYBE


def test_variables_in_arns() -> None:
    """UNKNOWN, if the variable is: in which fields its value would lie is not known either."""
    condition = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:*:*:${aws:PrincipalTag/Team}"}}
    assert (
        answer(push(context={"aws:SourceArn": TOPIC, "aws:PrincipalTag/Team": "topic"}), allow(Condition=condition))
        is YES
    )
    assert answer(push(context={"aws:SourceArn": TOPIC}), allow(Condition=condition)) is NO
    context = {"aws:SourceArn": TOPIC, "aws:PrincipalTag/Team": UNKNOWN}
    assert answer(push(context=context), allow(Condition=condition)) is MAYBE


def test_what_follows_from_the_request() -> None:
    """Who asks, and both accounts, need not be told; what the context says of them counts more."""
    condition = {
        "ArnEquals": {"aws:PrincipalArn": ROLE},
        "StringEquals": {"aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333"},
    }
    assert answer(push(complete=False), allow(Condition=condition)) is YES
    assert answer(push(context={"aws:principalarn": f"{ROLE}s"}), allow(Condition=condition)) is NO
    assert answer(push(principal=UNKNOWN), allow(Condition=condition)) is MAYBE
    # A session's name does not tell its role's path.
    assert answer(push(principal=SESSION), allow(Condition=condition)) is MAYBE


def test_one_key_in_two_spellings() -> None:
    """Case means nothing to the name of a key; if two spellings differ in value, it is UNKNOWN which counts."""
    condition = {"StringEquals": {"AWS:KEY": "a"}}
    assert answer(push(context={"aws:key": "a"}), allow(Condition=condition)) is YES
    assert answer(push(context={"aws:key": "a", "aws:Key": "b"}), allow(Condition=condition)) is MAYBE
