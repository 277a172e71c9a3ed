"""Whom a resource's policy names.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from typing import Any

import pytest

from iam import UNKNOWN, Answer
from tests.iam.asking import ACCOUNT, OTHER, ROLE, SESSION, USER, allow, answer, deny, document, push

YES, MAYBE, NO = Answer.DENIED, Answer.UNKNOWN, Answer.ALLOWED
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
PATHED = f"arn:aws:iam::{ACCOUNT}:role/ci/build"
FEDERATED = f"arn:aws:sts::{ACCOUNT}:federated-user/ann"
ECS = "ecs.amazonaws.com"


def denied(caller: Any, **element: Any) -> Answer:
    """Whether a Deny of the resource's policy takes a caller, to whom everything is allowed."""
    everything = allow(Principal={"AWS": "*", "Service": ECS}, Resource=None)
    return answer(push(principal=caller), allow(), resource=document(everything, deny(Resource=None, **element)))


@pytest.mark.parametrize(
    ("expected", "caller", "principal"),
    [
        (YES, ROLE, "*"),
        (YES, ROLE, {"AWS": "*"}),
        (YES, ECS, "*"),
        (YES, ROLE, {"AWS": ACCOUNT}),
        (YES, SESSION, {"AWS": ROOT}),
        (NO, ROLE, {"AWS": OTHER}),
        (YES, ROLE, {"AWS": [OTHER, ROLE]}),
        (YES, SESSION, {"AWS": ROLE}),
        (YES, SESSION, {"AWS": PATHED}),
        (NO, SESSION, {"AWS": ROLE.replace(ACCOUNT, OTHER)}),
        (NO, PATHED, {"AWS": ROLE}),
        (MAYBE, ROLE, {"AWS": SESSION}),
        (YES, SESSION, {"AWS": SESSION}),
        (NO, SESSION, {"AWS": SESSION.replace("run-1", "run-2")}),
        (YES, USER, {"AWS": USER}),
        (NO, USER, {"AWS": ROLE}),
        (MAYBE, ROLE, {"AWS": "AROAEXAMPLEID"}),
        (YES, ECS, {"Service": [ECS, "codebuild.amazonaws.com"]}),
        (NO, ECS, {"Service": "codebuild.amazonaws.com"}),
        (MAYBE, ECS, {"Service": "*"}),
        (NO, ROLE, {"Service": ECS}),
        (NO, ECS, {"AWS": ROLE, "Federated": "accounts.google.com"}),
        (MAYBE, SESSION, {"Federated": "accounts.google.com"}),
        (MAYBE, ROLE, {"CanonicalUser": "79a59df900b949e5"}),
        (YES, ROLE, {"AWS": [UNKNOWN, ROLE]}),
        (MAYBE, ROLE, {"AWS": [UNKNOWN]}),
        (MAYBE, ROLE, UNKNOWN),
        (YES, ACCOUNT, {"AWS": ROOT}),
        (MAYBE, ACCOUNT, {"AWS": ROLE}),
        (NO, ACCOUNT, {"AWS": ROLE.replace(ACCOUNT, OTHER)}),
    ],
)
def test_principal(expected: Answer, caller: str, principal: Any) -> None:
    """A role's name means all of its sessions, an account's all of its identities; a name has no wildcards."""
    assert expected is denied(caller, Principal=principal)


@pytest.mark.parametrize(
    ("expected", "caller", "spared"),
    [
        (YES, ROLE, [USER.replace(ACCOUNT, OTHER)]),
        (YES, USER, [f"arn:aws:iam::{OTHER}:root"]),
        (NO, USER, [USER, ROOT]),
        (MAYBE, USER, [USER]),
        (MAYBE, USER, [ROOT]),
        (MAYBE, USER, [USER.replace("ann", "bob"), ROOT]),
        (NO, SESSION, [SESSION, ROLE, ROOT]),
        (MAYBE, SESSION, [SESSION, ROOT]),
        (MAYBE, ROLE, [ROLE, ROOT]),
        (NO, ROLE, ["*"]),
        (MAYBE, ROLE, [UNKNOWN]),
    ],
)
def test_not_principal(expected: Answer, caller: str, spared: Any) -> None:
    """It spares whom it names with the account, and a session with its role; in between, it is UNKNOWN."""
    assert expected is denied(caller, NotPrincipal={"AWS": spared})


def test_not_principal_of_services() -> None:
    """A service has no account to be named with."""
    assert denied(ECS, NotPrincipal={"Service": ECS}) is NO
    assert denied(ECS, NotPrincipal={"AWS": ROOT}) is YES


def test_a_principal_that_is_not_known() -> None:
    """Named by what names everyone, or its account; by anything else, perhaps; by what another account has, not."""
    asked = push(principal=UNKNOWN, principal_account=ACCOUNT)

    def taken(principal: Any) -> Answer:
        return answer(asked, allow(), resource=document(deny(Principal=principal, Resource=None)))

    assert taken("*") is YES
    assert taken({"AWS": ROOT}) is YES
    assert taken({"AWS": ROLE}) is MAYBE
    assert taken({"AWS": ROLE.replace(ACCOUNT, OTHER)}) is NO
    assert taken({"Service": ECS}) is NO


def test_sessions_of_federated_users() -> None:
    """UNKNOWN is what identity policies allow them; what the resource's policy gives to them is ALLOWED."""
    assert answer(push(principal=FEDERATED), allow()) is Answer.UNKNOWN
    assert answer(push(principal=FEDERATED)) is Answer.DENIED
    given = document(allow(Principal={"AWS": FEDERATED}, Resource=None))
    assert answer(push(principal=FEDERATED), resource=given) is Answer.ALLOWED
