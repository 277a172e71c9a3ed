"""To which actions and resources a statement applies."""

from dataclasses import replace
from typing import Any

import pytest

from iam import UNKNOWN, Answer, Request
from tests.iam.asking import ACCOUNT, REPOSITORY, ROLE, USER, allow, answer, deny, document, push

ALLOWED, DENIED = Answer.ALLOWED, Answer.DENIED
TEAM = "aws:PrincipalTag/team"


@pytest.mark.parametrize(
    ("expected", "action"),
    [
        (ALLOWED, "*"),
        (ALLOWED, "ecr:*"),
        (ALLOWED, "ECR:putimage"),
        (ALLOWED, "ecr:*Image"),
        (ALLOWED, "ecr:Put?mage"),
        (ALLOWED, ["s3:*", "ecr:PutImage"]),
        (DENIED, "ecr:PutImag"),
        (DENIED, "ecr:PutImage?"),
        (DENIED, "ecr-public:*"),
        (Answer.UNKNOWN, ["s3:*", UNKNOWN]),
        (ALLOWED, ["ecr:Put*", UNKNOWN]),
    ],
)
def test_actions(expected: Answer, action: Any) -> None:
    """Any of the list, in any case, with wildcards anywhere.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    """
    assert expected is answer(push(), allow(Action=action))


@pytest.mark.parametrize(
    ("expected", "action"),
    [(ALLOWED, "s3:GetObject"), (DENIED, "iam:GetUser"), (DENIED, "organizations:DescribeAccount")],
)
def test_not_action_with_allow(expected: Answer, action: str) -> None:
    """Everything but what is listed is allowed.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    """
    request = Request(action, None, USER, complete=True)
    assert expected is answer(request, allow(NotAction=["iam:*", "organizations:*", "account:*"]))


@pytest.mark.parametrize(
    ("expected", "action", "context"),
    [
        (DENIED, "s3:GetObject", {"aws:MultiFactorAuthPresent": "false"}),
        (DENIED, "s3:GetObject", {}),
        (ALLOWED, "s3:GetObject", {"aws:MultiFactorAuthPresent": True}),
        (ALLOWED, "iam:ListUsers", {"aws:MultiFactorAuthPresent": "false"}),
    ],
)
def test_not_action_with_deny(expected: Answer, action: str, context: Any) -> None:
    """Everything but what is listed is denied: the page's example, without a second factor."""
    request = Request(action, None, USER, context, complete=True)
    without = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    assert expected is answer(request, allow(), deny(NotAction="iam:*", Condition=without))


@pytest.mark.parametrize(
    ("expected", "resource"),
    [
        (DENIED, "arn:aws:s3:::other/a"),
        (ALLOWED, "arn:aws:s3:::HRBucket/Payroll/a"),
        (Answer.UNKNOWN, "arn:aws:s3:::HRBucket/*"),
    ],
)
def test_not_resource_with_deny(expected: Answer, resource: str) -> None:
    """Every resource but what is listed is denied: the page's example.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
    """
    listed = ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]
    request = Request("s3:GetObject", resource, USER, complete=True, resource_account=ACCOUNT)
    assert expected is answer(request, allow(), deny(Action="s3:*", NotResource=listed))


@pytest.mark.parametrize(
    ("expected", "allowed", "denied"),
    [
        (ALLOWED, "arn:aws:ecr:*:*:repository/*", None),
        (ALLOWED, "arn:aws:ecr:*:*:repository/*-prod", None),
        (Answer.UNKNOWN, "arn:aws:ecr:*:*:repository/web-*", None),
        (Answer.UNKNOWN, REPOSITORY, None),
        (DENIED, "arn:aws:ecr:*:*:repository/*-staging", None),
        (DENIED, "*", "arn:aws:ecr:*:*:repository/*-*"),
        (Answer.UNKNOWN, "*", "arn:aws:ecr:*:*:repository/web-*"),
        (ALLOWED, "*", "arn:aws:ecr:*:*:repository/*-staging"),
        (Answer.UNKNOWN, ["arn:aws:s3:::*", UNKNOWN], None),
    ],
)
def test_some_one_repository_of_a_shape(expected: Answer, allowed: Any, denied: str | None) -> None:
    """ALLOWED and DENIED need a statement about every repository of that shape; about some of them, it is UNKNOWN."""
    request = push(resource=f"arn:aws:ecr:*:{ACCOUNT}:repository/*-prod")
    statements = [allow(Resource=allowed), *([] if denied is None else [deny(Resource=denied)])]
    assert expected is answer(request, *statements)


def test_an_action_without_a_resource() -> None:
    """ALLOWED by a Resource of `*` only; a resource that is not known may be what a statement lists."""
    login = Request("ecr:GetAuthorizationToken", None, ROLE)
    assert answer(login, allow(Resource="*")) is ALLOWED
    assert answer(login, allow(Resource=REPOSITORY)) is DENIED
    assert answer(replace(login, principal=UNKNOWN), allow()) is ALLOWED
    assert answer(push(resource=UNKNOWN, resource_account=ACCOUNT), allow(Resource=REPOSITORY)) is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("expected", "name", "context"),
    [
        (ALLOWED, f"${{{TEAM}}}-prod", {TEAM: "web"}),
        (ALLOWED, "${AWS:principaltag/TEAM}-*", {TEAM: "web"}),
        (DENIED, f"${{{TEAM}}}-prod", {TEAM: "db"}),
        (DENIED, f"${{{TEAM}}}-prod", {}),
        (DENIED, f"web-prod${{{TEAM}}}", {}),
        (Answer.UNKNOWN, f"${{{TEAM}}}-prod", {TEAM: UNKNOWN}),
        (Answer.UNKNOWN, f"${{{TEAM}}}*", {TEAM: UNKNOWN}),
        (DENIED, f"${{{TEAM}}}-staging", {TEAM: UNKNOWN}),
        (ALLOWED, f"${{{TEAM}, 'web'}}-prod", {}),
        (DENIED, f"${{{TEAM}, 'web'}}-prod", {TEAM: "db"}),
        (DENIED, "${*}-prod", {}),
        (DENIED, "web${?}prod", {}),
        (Answer.UNKNOWN, f"${{{TEAM}}}-prod", {TEAM: "*"}),
        (Answer.UNKNOWN, f"${{{TEAM}}}-prod", {TEAM: ["web", "db"]}),
        (Answer.UNKNOWN, "${team}-prod", {}),
        (Answer.UNKNOWN, "web-${", {}),
    ],
)
def test_variables(expected: Answer, name: str, context: Any) -> None:
    """A variable is what the request says; without a value nothing matches; `${*}` is a star. Else it is anything.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    resource = f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}"
    assert expected is answer(push(context=context), allow(Resource=resource))


def test_stars_that_stand_for_themselves() -> None:
    """`${*}` matches a star in a value, and nothing else; `${$}` a dollar."""
    starred = {"StringLike": {"aws:RequestTag/cron": "${*} 1 ${?}"}}
    assert answer(push(context={"aws:RequestTag/cron": "* 1 ?"}), allow(Condition=starred)) is ALLOWED
    assert answer(push(context={"aws:RequestTag/cron": "2 1 3"}), allow(Condition=starred)) is DENIED
    dollar = {"StringEquals": {"aws:RequestTag/price": "${$}{5}"}}
    assert answer(push(context={"aws:RequestTag/price": "${5}"}), allow(Condition=dollar)) is ALLOWED


@pytest.mark.parametrize(
    ("expected", "version"), [(DENIED, "2008-10-17"), (ALLOWED, "2012-10-17"), (Answer.UNKNOWN, UNKNOWN)]
)
def test_only_the_newer_version_has_variables(expected: Answer, version: Any) -> None:
    """In Version 2008-10-17, which is what a document without one has, `${...}` is text."""
    mine = allow(Resource=f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/${{{TEAM}}}-prod")
    theirs = document(mine | {"Principal": "*"}, version=version)
    assert expected is answer(push(context={TEAM: "web"}), resource=theirs)


def test_a_variable_where_aws_allows_none() -> None:
    """UNKNOWN before the fifth colon, whatever the request says."""
    odd = "arn:aws:ecr:eu-west-1:${aws:PrincipalAccount}:repository/web-prod"
    assert answer(push(), allow(Resource=odd)) is Answer.UNKNOWN
