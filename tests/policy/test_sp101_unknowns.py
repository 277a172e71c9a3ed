"""SP101, where not everything is known: it does not pass in silence, and what means nothing does not stop anybody."""

from dataclasses import replace
from typing import Any

from policy.environments import DEFAULT, Environments
from policy.model import UNKNOWN
from policy.rules.sp101 import shared_pushers
from tests.policy.identities import (
    ADMINISTRATOR,
    allow,
    attachment,
    document,
    project,
    repository_policy,
    role,
    role_policy,
)
from tests.policy.resources import repository, violators

judge = shared_pushers(Environments(DEFAULT))
BOTH = [repository("web-staging"), repository("web-prod")]


def test_nothing_unknown_passes_in_silence() -> None:
    """Failing: a policy that is not known, or not readable, or elsewhere, and a project whose role is elsewhere."""
    unknown = [
        ([role("a"), role_policy("p", "a", UNKNOWN)], {"a"}),
        ([role("a"), role_policy("p", "a", "{")], {"a"}),
        ([role("a"), attachment("p", "a", "arn:aws:iam::123456789012:policy/elsewhere")], {"a"}),
        ([role("a"), attachment("p", "a", UNKNOWN)], {"a"}),
        ([role_policy("p", UNKNOWN, document(allow("web-staging", "web-prod")))], {"p"}),
        ([repository_policy("p", "web-prod", "*", UNKNOWN)], {"web-prod"}),
        ([repository_policy("p", UNKNOWN, "*", ["ecr:BatchGetImage"])], {"p"}),
        ([project("shop", "arn:aws:iam::123456789012:role/elsewhere")], {"shop"}),
        ([project("shop", UNKNOWN)], {"shop"}),
    ]
    for program, expected in unknown:
        assert expected == violators(judge, [*BOTH, *program])


def test_what_the_program_left_to_aws_is_no_unknown() -> None:
    """A role's lists of policies are outputs, too: in a preview they are unknown, and mean nothing."""
    left: dict[str, Any] = {"inlinePolicies": UNKNOWN, "managedPolicyArns": UNKNOWN, "permissionsBoundary": UNKNOWN}
    assert set() == violators(judge, [*BOTH, role("build", **left)])
    given_ones = role("build", inlinePolicies=UNKNOWN, sources={"inlinePolicies": ["other"]})
    assert {"build"} == violators(judge, [*BOTH, given_ones])


def test_a_role_s_own_lists_count() -> None:
    """Inline policies and managed ones that the role itself names."""
    own: dict[str, Any] = {"inlinePolicies": [{"name": "x", "policy": document(allow("web-staging"))}]}
    assert set() == violators(judge, [*BOTH, role("build", **own)])
    assert {"build"} == violators(judge, [*BOTH, role("build", managedPolicyArns=[ADMINISTRATOR], **own)])


def test_an_unknown_policy_says_so() -> None:
    """Whose it is, which one, and how to make it known."""
    (finding,) = judge([role("build"), role_policy("permissions", "build", UNKNOWN)])
    assert finding.message == (
        "build: whether policy permissions lets it push cannot be told: what it says is not known. Make it from values "
        "that the program knows, such as names, and not from outputs of resources."
    )


def test_what_is_unknown_in_one_statement_is_unknown_there() -> None:
    """A resource that is not known may be any: with the push to another environment beside it that is two."""
    late = document(allow("web-staging"), {"Effect": "Allow", "Action": "ecr:PutImage", "Resource": UNKNOWN})
    policy = role_policy("p", "build", "")
    program = [*BOTH, role("build")]
    assert {"build"} == violators(judge, [*program, replace(policy, props={**policy.props, "policy": late})])
    elsewhere = document(allow("web-staging"), {"Effect": "Allow", "Action": "s3:GetObject", "Resource": UNKNOWN})
    assert set() == violators(judge, [*program, replace(policy, props={**policy.props, "policy": elsewhere})])
