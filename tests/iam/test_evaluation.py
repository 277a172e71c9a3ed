"""How policies work together: AWS's rules, each with an example of its own page.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from dataclasses import replace
from typing import Any

import pytest

from iam import UNKNOWN, Answer, Deciding, Effect, Kind, Policies, Request, evaluate
from tests.iam.asking import ACCOUNT, OTHER, ROLE, SESSION, USER, allow, answer, deny, document, push, to

ALLOWED, DENIED = Answer.ALLOWED, Answer.DENIED
FAR = f"arn:aws:ecr:eu-west-1:{OTHER}:repository/web-prod"
LOGS = "arn:aws:s3:::carlossalazar-logs/a"


def test_nothing_is_allowed_by_default() -> None:
    """DENIED, for want of an Allow: no policy, and one that is about something else."""
    assert answer(push()) is DENIED
    assert answer(push(), allow(Action="s3:*")) is DENIED
    assert answer(push(), allow(Resource="arn:aws:s3:::*")) is DENIED


@pytest.mark.parametrize(("expected", "resource"), [(ALLOWED, "arn:aws:s3:::carlossalazar/a"), (DENIED, LOGS)])
def test_an_explicit_deny_wins(expected: Answer, resource: str) -> None:
    """Carlos, of the page on evaluation: both policies allow him his bucket, and one denies him logs."""
    carlos = f"arn:aws:iam::{ACCOUNT}:user/carlossalazar"
    own = ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]
    request = Request("s3:PutObject", resource, carlos, complete=True, resource_account=ACCOUNT)
    bucket = document(allow(Principal={"AWS": carlos}, Action="s3:*", Resource=own))
    statements = allow(Action="s3:*", Resource=own), deny(Action="s3:*", Resource="arn:aws:s3:::*log*")
    assert expected is answer(request, *statements, resource=bucket)


@pytest.mark.parametrize(
    ("expected", "action"),
    [(ALLOWED, "iam:GetUser"), (DENIED, "iam:CreatePolicy"), (DENIED, "iam:GetOrganizationsAccessReport")],
)
def test_explicit_and_implicit_denies(expected: Answer, action: str) -> None:
    """The page's example: reads are allowed, the rest is not, reports are denied."""
    request = Request(action, UNKNOWN, USER, complete=True)
    statements = allow(Action=["iam:Get*", "iam:List*"]), deny(Action="iam:*Report")
    identity = (document(*statements),)
    within = Policies(identity)
    assert expected is evaluate(Request(action, UNKNOWN, USER, complete=True, resource_account=ACCOUNT), within).answer
    # From another account the resource's policy would have to allow it, too.
    assert evaluate(request, within).answer is (Answer.UNKNOWN if expected is ALLOWED else DENIED)


@pytest.mark.parametrize(
    ("expected", "own", "boundary"),
    [
        (ALLOWED, allow(Action="s3:*"), allow(Action=["s3:*", "cloudwatch:*", "ec2:*"])),
        (DENIED, allow(Action="iam:CreateUser"), allow(Action=["s3:*", "cloudwatch:*", "ec2:*"])),
        (DENIED, allow(Action="iam:*"), allow(Action="s3:*")),
    ],
)
def test_a_boundary_limits_and_gives_nothing(expected: Answer, own: Any, boundary: Any) -> None:
    """Shirley, of the page on boundaries: what she may is what policy and boundary both allow."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/a", USER, complete=True, resource_account=ACCOUNT)
    assert expected is answer(request, own, boundary=document(boundary))
    assert answer(request, boundary=document(boundary)) is DENIED


def test_session_policies_limit_together() -> None:
    """ALLOWED if any of them allows what the role's policy does; DENIED if none does, or one denies."""
    pull, some = document(allow(Action="ecr:Get*"), name="a"), document(allow(Action="ecr:Put*"), name="b")
    assert answer(push(), allow(), session=(pull, some)) is ALLOWED
    assert answer(push(), allow(), session=(pull,)) is DENIED
    assert answer(push(), allow(), session=(some, document(deny(), name="c"))) is DENIED
    assert answer(push(), session=(some,)) is DENIED


@pytest.mark.parametrize(
    ("alone", "limited", "caller", "named"),
    [
        (ALLOWED, DENIED, ROLE, ROLE),
        (ALLOWED, DENIED, SESSION, ROLE),
        (ALLOWED, ALLOWED, SESSION, SESSION),
        (ALLOWED, ALLOWED, USER, USER),
        (ALLOWED, ALLOWED, ROLE, "*"),
        (DENIED, DENIED, ROLE, ACCOUNT),
        (DENIED, DENIED, ROLE, f"arn:aws:iam::{ACCOUNT}:root"),
        (Answer.UNKNOWN, Answer.UNKNOWN, ROLE, SESSION),
        (DENIED, DENIED, SESSION, SESSION.replace("run-1", "run-2")),
        (DENIED, DENIED, ROLE, USER),
    ],
)
def test_a_resource_policy_within_the_account(alone: Answer, limited: Answer, caller: str, named: str) -> None:
    """It is enough. Boundary and session policy limit what it gives to a role, not to a session, a user or everyone.

    One that names the account leaves it to identity policies; whether a role's session is the named one is UNKNOWN.
    """
    mine = document(to({"AWS": named}), name="repository")
    none = document(allow(Action="s3:*"))
    assert alone is answer(push(principal=caller), resource=mine)
    assert limited is answer(push(principal=caller), resource=mine, boundary=none)
    assert limited is answer(push(principal=caller), resource=mine, session=(none,))


@pytest.mark.parametrize(
    ("expected", "identity", "named"),
    [
        (ALLOWED, [allow()], ROLE),
        (ALLOWED, [allow()], ACCOUNT),
        (ALLOWED, [allow()], "*"),
        (DENIED, [], ROLE),
        (DENIED, [], "*"),
        (DENIED, [allow()], OTHER),
        (DENIED, [allow()], None),
    ],
)
def test_across_accounts_both_sides_must_allow(expected: Answer, identity: Any, named: str | None) -> None:
    """ALLOWED only if the role's account, its boundary included, and the resource's both allow it."""
    theirs = None if named is None else document(to({"AWS": named}))
    assert expected is answer(push(resource=FAR), *identity, resource=theirs)
    none = document(allow(Action="s3:*"))
    assert answer(push(resource=FAR), *identity, resource=theirs, boundary=none) is DENIED


def test_accounts_that_are_not_known() -> None:
    """UNKNOWN where one account and two would differ; else the answer of both."""
    request = push(resource="arn:aws:ecr:*:*:repository/*-prod")
    assert answer(request, allow()) is Answer.UNKNOWN
    assert answer(request, allow(), resource=document(to({"AWS": ROLE}))) is ALLOWED
    assert answer(request) is DENIED
    assert answer(request, allow(), deny()) is DENIED
    assert answer(push(principal=UNKNOWN), allow(), resource=document(to("*"))) is ALLOWED


def test_keys_and_roles_must_trust() -> None:
    """KMS keys and roles to assume: their own policy must allow it; the account's mention admits identity policies."""
    request = Request("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/deploy", ROLE, complete=True)
    assert answer(request, allow()) is DENIED
    assert answer(request, allow(), resource=document(to({"AWS": ACCOUNT}))) is ALLOWED
    assert answer(request, resource=document(to({"AWS": ACCOUNT}))) is DENIED
    assert answer(request, resource=document(to({"AWS": ROLE}))) is ALLOWED
    decrypt = Request("kms:Decrypt", f"arn:aws:kms:eu-west-1:{ACCOUNT}:*", ROLE, complete=True)
    assert answer(decrypt, allow()) is Answer.UNKNOWN
    assert answer(replace(decrypt, resource=f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/*"), allow()) is DENIED
    assert answer(replace(decrypt, resource=f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/a"), allow()) is ALLOWED


def test_a_service_has_the_resource_policy_only() -> None:
    """ALLOWED if it names the service, or everyone; what names accounts means no service."""
    request = push(principal="codebuild.amazonaws.com")
    assert answer(request, resource=document(to({"Service": "codebuild.amazonaws.com"}))) is ALLOWED
    assert answer(request, resource=document(to({"Service": "ecs.amazonaws.com"}))) is DENIED
    assert answer(request, allow(), resource=document(to({"AWS": ACCOUNT}))) is DENIED
    assert answer(push(), resource=document(to({"Service": "codebuild.amazonaws.com"}))) is DENIED


def test_a_root_user_is_bound_by_a_deny_only() -> None:
    """UNKNOWN without policies, since it needs none in its account; DENIED by the repository's Deny."""
    root = push(principal=f"arn:aws:iam::{ACCOUNT}:root")
    assert answer(root) is Answer.UNKNOWN
    assert answer(root, resource=document(deny(Principal="*"))) is DENIED


def test_a_decision_names_what_decides() -> None:
    """The policy, the statement's number and Sid, in order; and one clause that says why."""
    one = document(allow(Action="s3:*"), allow(Sid="Push", Action="ecr:Put*"), name="role/push")
    two = document(allow(Sid="All"), name="role/admin")
    decision = evaluate(push(), Policies((one, two)))
    push_, all_ = (
        Deciding("role/push", 2, "Push", Effect.ALLOW, Kind.IDENTITY),
        Deciding("role/admin", 1, "All", Effect.ALLOW, Kind.IDENTITY),
    )
    assert (all_, push_) == decision.statements
    assert decision.reason == "a statement allows it, and none denies it"
    idle = document(to({"AWS": ACCOUNT}), name="repository")
    assert (all_,) == evaluate(push(), Policies((two,), resource=idle)).statements
    denied = evaluate(push(), Policies((two,), resource=document(deny(Principal="*"), name="repository")))
    assert (Deciding("repository", 1, None, Effect.DENY, Kind.RESOURCE),) == denied.statements
    assert denied.reason == "a Deny statement applies"


@pytest.mark.parametrize(
    ("reason", "policies"),
    [
        ("no statement allows it", Policies()),
        (
            "the permissions boundary does not allow it",
            Policies((document(allow()),), boundary=document(deny(Action="s3:*"))),
        ),
        ("no session policy allows it", Policies((document(allow()),), session=(document(deny(Action="s3:*")),))),
        (
            "the resource's policy leaves it to identity policies, and none allows it",
            Policies(resource=document(to({"AWS": ACCOUNT}))),
        ),
    ],
)
def test_what_is_missing_is_said(reason: str, policies: Policies) -> None:
    """DENIED without a Deny: the reason says which side does not allow it."""
    decision = evaluate(push(), policies)
    assert (DENIED, reason, ()) == (decision.answer, decision.reason, decision.statements)


def test_a_missing_resource_policy_is_said() -> None:
    """DENIED across accounts: the reason says that the other side has to allow it, too."""
    decision = evaluate(push(resource=FAR), Policies((document(allow()),)))
    assert (DENIED, "the resource's policy does not allow it, and must") == (decision.answer, decision.reason)


def test_what_is_not_known_is_said() -> None:
    """UNKNOWN: the reason says what would have to be known, and what bears on it is named."""
    own = document(allow(Sid="Push"), name="role/push")

    def reason(request: Request, policies: Policies) -> str:
        decision = evaluate(request, policies)
        assert decision.answer is Answer.UNKNOWN
        assert "Push" in [each.sid for each in decision.statements]
        return decision.reason

    several = document(allow(Sid="Push"), deny(Action=UNKNOWN), name="role/push")
    some = document(allow(Sid="Push", Resource="arn:aws:ecr:*:*:repository/web-*"))
    shape = push(resource=f"arn:aws:ecr:*:{ACCOUNT}:repository/*-prod")
    assert reason(push(), Policies((several,))) == "a Deny statement may apply"
    assert reason(shape, Policies((some,))) == "an Allow statement may apply, and none is sure to"
    accounts = "whether principal and resource are of one account is not known"
    assert reason(push(resource=UNKNOWN), Policies((own,))) == accounts
    root = push(principal=f"arn:aws:iam::{ACCOUNT}:root")
    assert reason(root, Policies((own,))) == "what policies mean to such a principal is not decided here"
    root = push(principal=f"arn:aws:iam::{ACCOUNT}:root")
    assert reason(root, Policies((own,))) == "what policies mean to such a principal is not decided here"
