"""What is read of a document, and what is not a document.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam import UNKNOWN, Answer, Deciding, Document, Kind, Policies, Request, evaluate
from tests.iam.asking import ROLE, allow, answer, deny, document, push, to

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def test_json_and_data_are_the_same() -> None:
    """ALLOWED by the text, by what it parses to, and by one statement that is in no list."""
    data = {"Version": "2012-10-17", "Id": "x", "Statement": EVERYTHING}
    for each in (data, json.dumps(data), {"Statement": [EVERYTHING]}, {"Statement": (EVERYTHING,)}):
        assert evaluate(push(), Policies((Document.parse("own", each),))).answer is Answer.ALLOWED


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("not JSON", ""),
        ("not JSON", "{"),
        ("not JSON", "[" * 100_000),
        ("says one thing twice", '{"Statement": [], "Statement": []}'),
        ("not an object", "[]"),
        ("does not know", '{"Statement": [], "Comment": ""}'),
        ("no statement", '{"Statement": []}'),
        ("not an object", "{}"),
        ("Version", json.dumps({"Version": "2012-10-18", "Statement": EVERYTHING})),
        ("statement 2", json.dumps({"Statement": [EVERYTHING, "Allow"]})),
    ],
)
def test_what_is_no_document(why: str, text: str) -> None:
    """UNKNOWN as a whole, with the reason, and named as statement 0."""
    decision = evaluate(push(), Policies((document(allow()), Document.parse("role/push", text))))
    assert decision.answer is Answer.UNKNOWN
    assert decision.reason.startswith("policy role/push is not known: ")
    assert why in decision.reason
    assert Deciding("role/push", 0, None, UNKNOWN, Kind.IDENTITY) in decision.statements


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("Effect", {"Effect": "allow"}),
        ("Effect", {"Effect": None}),
        ("Sid", {"Sid": 1}),
        ("does not know", {"Actions": "*"}),
        ("both Action and NotAction", {"NotAction": "*"}),
        ("both Resource and NotResource", {"NotResource": "*"}),
        ("neither Action", {"Action": None}),
        ("Action is an empty list", {"Action": []}),
        ("Action is neither a text", {"Action": {}}),
        ("no service in front", {"Action": "PutImage"}),
        ("Resource is an empty list", {"Resource": []}),
        ("Resource is neither a text", {"Resource": [None]}),
        ("Condition is not an object", {"Condition": []}),
        ("no object of keys", {"Condition": {"StringEquals": "a"}}),
        ("value is neither a text", {"Condition": {"StringEquals": {"a": {}}}}),
        ("both Principal and NotPrincipal", {"Principal": "*", "NotPrincipal": "*"}),
        ("neither * nor", {"Principal": ROLE}),
        ("neither * nor", {"Principal": {"Aws": ROLE}}),
        ("neither * nor", {"Principal": {}}),
        ("wildcard in it", {"Principal": {"AWS": f"{ROLE}*"}}),
        ("empty", {"Principal": {"AWS": ""}}),
        ("as only a resource's policy may", {"Principal": "*"}),
        ("neither Resource", {"Resource": None}),
        ("neither an ARN nor", {"Resource": "web-prod"}),
    ],
)
def test_what_no_policy_of_a_role_may_say(why: str, changed: Any) -> None:
    """UNKNOWN with the reason: IAM refuses such a statement, so who knows what is really attached."""
    statement = {name: each for name, each in (EVERYTHING | changed).items() if each is not None}
    decision = evaluate(push(), Policies((document(statement),)))
    assert decision.answer is Answer.UNKNOWN
    assert why in decision.reason


def test_sids_are_unique_in_a_role_s_policy() -> None:
    """UNKNOWN if two statements have one."""
    assert answer(push(), allow(Sid="One"), allow(Sid="One")) is Answer.UNKNOWN
    assert answer(push(), allow(Sid="One"), allow(Sid="Two")) is Answer.ALLOWED


def test_a_resource_policy_needs_principals_and_no_resource() -> None:
    """ECR's policies have no Resource: they are about the repository. Without a principal they are UNKNOWN."""
    assert answer(push(), resource=document(to("*"))) is Answer.ALLOWED
    assert answer(push(), resource=document(allow())) is Answer.UNKNOWN


def test_a_document_that_is_not_known() -> None:
    """It may allow or deny: UNKNOWN, but where a Deny is sure, or where nothing could allow."""
    some = Document.unknown("role/some", "it is made by another stack")
    decision = evaluate(push(), Policies((document(allow()), some)))
    assert decision.answer is Answer.UNKNOWN
    assert decision.reason == "policy role/some is not known: it is made by another stack"
    assert evaluate(push(), Policies((some, document(deny())))).answer is Answer.DENIED
    assert evaluate(push(), Policies(boundary=some)).answer is Answer.DENIED
    assert evaluate(push(), Policies((document(allow()),), boundary=some)).answer is Answer.UNKNOWN
    assert evaluate(push(), Policies((Document.parse("a", UNKNOWN),))).answer is Answer.UNKNOWN
    assert evaluate(push(), Policies((Document.parse("a", {"Statement": UNKNOWN}),))).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        (Answer.UNKNOWN, UNKNOWN),
        (Answer.UNKNOWN, allow(Effect=UNKNOWN)),
        (Answer.ALLOWED, allow(Action=UNKNOWN)),
        (Answer.ALLOWED, allow(Resource=UNKNOWN)),
        (Answer.UNKNOWN, deny(Action=UNKNOWN)),
        (Answer.UNKNOWN, deny(Resource=[UNKNOWN])),
        (Answer.ALLOWED, deny(Action="s3:*", Resource=UNKNOWN)),
        (Answer.DENIED, deny(Sid=UNKNOWN)),
    ],
)
def test_only_what_is_unknown_is_unknown(expected: Answer, statement: Any) -> None:
    """Beside a statement that allows everything, an unknown part matters only where it may deny."""
    assert expected is answer(push(), allow(), statement)


@given(st.text("abcdef", min_size=8, max_size=20))
def test_no_value_of_a_condition_is_quoted(secret: str) -> None:
    """A value may be a secret: neither reason nor statements have it."""
    condition = {"StringEquals": {"aws:PrincipalTag/team": secret}}
    broken = Document.parse("own", {"Statement": [{**EVERYTHING, "Condition": {"StringEquals": secret}}]})
    for own in (document(allow(Condition=condition)), broken):
        assert secret not in str(evaluate(push(complete=False), Policies((own,))))


@pytest.mark.parametrize("action", ["PutImage", "ecr:*", "ecr:Put?mage", ""])
def test_a_request_is_for_one_action(action: str) -> None:
    """Refused, with what to write instead."""
    with pytest.raises(ValueError, match=r"is not an action: name one in full, such as ecr:PutImage"):
        Request(action, None)
