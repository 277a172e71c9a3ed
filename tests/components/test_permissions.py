"""Who else may pull from a repository."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.permissions import pull_policy

ACCOUNT = "111111111111"
ROLE = "arn:aws:iam::222222222222:role/pipelines/promote"
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def statements(*readers: str) -> list[dict[str, Any]]:
    """Return the statements of the policy for `readers`."""
    found: list[dict[str, Any]] = json.loads(pull_policy(readers))["Statement"]
    return found


def test_an_account_may_pull_and_nothing_else() -> None:
    """The three actions of a pull are allowed to the account, without a condition."""
    assert statements(ACCOUNT) == [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": PULL}]


def test_a_role_is_named_by_a_condition() -> None:
    """The principal is the role's account, which exists; the role, which may not yet, is a condition."""
    assert statements(ROLE) == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "222222222222"},
            "Action": PULL,
            "Condition": {"ArnEquals": {"aws:PrincipalArn": [ROLE]}},
        }
    ]


def test_an_account_has_one_statement_for_its_roles() -> None:
    """The roles of an account are one list, sorted."""
    roles = [f"{ROLE}-{number}" for number in range(5)]
    (statement,) = statements(*reversed(roles))
    assert statement["Condition"]["ArnEquals"]["aws:PrincipalArn"] == roles


def test_a_role_does_not_let_its_account_in() -> None:
    """Each account that is there for its roles only has a condition; one that is named itself has none."""
    other = "arn:aws:iam::111111111111:role/other"
    conditions = {one["Principal"]["AWS"]: "Condition" in one for one in statements(ROLE, other)}
    assert conditions == {"111111111111": True, "222222222222": True}
    assert ["Condition" in one for one in statements(other, ACCOUNT)] == [False, True]


@given(st.permutations([ACCOUNT, ROLE, "333333333333", f"{ROLE}-too", ROLE]))
def test_order_and_repetition_mean_nothing(readers: list[str]) -> None:
    """The same readers give the same text, or every preview could show a change."""
    assert pull_policy(readers) == pull_policy({ACCOUNT, ROLE, "333333333333", f"{ROLE}-too"})


@pytest.mark.parametrize(
    "reader",
    [
        "*",
        "",
        "12345678901",
        "1234567890123",
        "arn:aws:iam::222222222222:role/*",
        "arn:aws:iam::*:role/x",
        f"{ROLE}?",
        f"{ROLE}\n",
    ],
)
def test_who_cannot_be_named_is_refused(reader: str) -> None:
    """A wildcard, or what is neither account nor role, raises ValueError, which names it."""
    with pytest.raises(ValueError, match=r"cannot be a reader; use an account's id") as refused:
        pull_policy([reader])
    assert repr(reader) in str(refused.value)
