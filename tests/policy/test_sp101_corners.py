"""SP101 where names mislead: each case is one that something simpler would let pass, or refuse."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN, Resource
from policy.rules.sp101 import shared_pushers
from tests.policy.identities import (
    ADMINISTRATOR,
    allow,
    arn,
    attachment,
    document,
    managed,
    principal_policy,
    project,
    repository_policy,
    role,
    role_policy,
)
from tests.policy.resources import repository, urn, violators

judge = shared_pushers(Environments(DEFAULT))
BOTH = [repository("web-staging"), repository("web-prod")]
SHARED = document(allow("web-staging", "web-prod"))
STAGING, PROD = document(allow("web-staging")), document(allow("web-prod"))


def linked(policy: Resource, prop: str, *sources: str) -> Resource:
    """Say which resources a property that is not known comes from."""
    return replace(policy, props={**policy.props, prop: UNKNOWN}, sources={prop: [urn(each) for each in sources]})


def renamed(resource: Resource, name: str) -> Resource:
    """Give a resource another name in the program, and leave its URN."""
    return replace(resource, name=name)


@pytest.mark.parametrize(
    "program",
    [
        # A policy may be called as its role is, and two policies as each other.
        [
            role("build", managedPolicyArns=[UNKNOWN], sources={"managedPolicyArns": ["x"]}),
            renamed(role_policy("p", "build", STAGING), "build"),
        ],
        [
            role("build", inlinePolicies=[{"name": "p", "policy": SHARED}]),
            role_policy("p", "build", STAGING),
        ],
        # Two unknown ARNs are not both of the one policy that is known.
        [
            managed("a", STAGING),
            role("build", managedPolicyArns=[UNKNOWN, UNKNOWN], sources={"managedPolicyArns": ["a", "elsewhere"]}),
        ],
        # A repository elsewhere may have the name of one here, or one that no environment is known by.
        [role("build"), role_policy("p", "build", document(allow("web-staging", arn("web-prod", "us-east-1"))))],
        [role("build"), role_policy("p", "build", document(allow("web-staging", "web-liv?")))],
    ],
    ids=["named-as-its-role", "named-alike", "two-unknowns", "another-region", "wildcard-of-nobody"],
)
def test_what_names_would_hide_is_found(program: Sequence[Resource]) -> None:
    """A role that may push to two environments, or of which that cannot be told."""
    here = [replace(each, props={**each.props, "region": "eu-west-1"}) for each in BOTH]
    assert {"build"} == violators(judge, [*here, *program])


def test_policies_of_one_unknown_role_add_up() -> None:
    """Neither known nor of this stack, but from the same place: one role's."""
    one = linked(role_policy("one", "", STAGING), "role", "elsewhere")
    two = linked(role_policy("two", "", PROD), "role", "elsewhere")
    messages = [finding.message for finding in judge([*BOTH, one, two])]
    assert [True] == ["can push to the repositories of prod and staging" in each for each in messages if "->" in each]


def test_a_push_of_nobody_known_does_not_pass() -> None:
    """It may be any role's, also of one that pushes elsewhere; a policy that lets nobody push may be whose it will."""
    assert {"p"} == violators(judge, [*BOTH, linked(role_policy("p", "", STAGING), "role", "elsewhere")])
    harmless = document(allow("*", actions=["s3:GetObject"]))
    assert set() == violators(judge, [*BOTH, linked(role_policy("p", "", harmless), "role", "elsewhere")])


def test_policies_that_are_not_made_yet_are_told_apart() -> None:
    """Two managed policies without ARNs, each attached to a role of its own: no role has both."""
    unmade = [linked(managed(name, policy), "arn") for name, policy in (("m1", STAGING), ("m2", PROD))]
    attached = [linked(attachment(f"a{n}", f"r{n}"), "policyArn", f"m{n}") for n in (1, 2)]
    assert set() == violators(judge, [*BOTH, role("r1"), role("r2"), *unmade, *attached])
    assert {"r1"} == violators(judge, [*BOTH, role("r1"), unmade[0], linked(attachment("a", "r1"), "policyArn", "x")])


def test_what_a_refresh_found_is_not_what_is_wanted() -> None:
    """A role's lists are read only where the program gives them: else they are what was attached before."""
    found = role("build", inlinePolicies=[{"name": "p", "policy": SHARED}], managedPolicyArns=[ADMINISTRATOR])
    mended = [*BOTH, replace(found, inputs=frozenset({"name"})), role_policy("p", "build", STAGING)]
    assert set() == violators(judge, mended)
    given_ones = replace(found, inputs=frozenset({"name", "inlinePolicies"}))
    assert {"build"} == violators(judge, [*BOTH, given_ones])


@pytest.mark.parametrize("tag", ["", UNKNOWN])
def test_a_tag_that_says_nothing_places_nowhere(tag: Any) -> None:
    """Its name does not count then: beside another repository it cannot be told."""
    odd = repository("web-prod", tagsAll={TAG: tag})
    assert {"build"} == violators(judge, [BOTH[0], odd, role("build"), role_policy("p", "build", SHARED)])


@pytest.mark.parametrize("wildcard", ["staging/*", "*-staging", "web-staging?-staging"])
def test_a_wildcard_may_stay_within_an_environment(wildcard: str) -> None:
    """All that matches is staging's: alone it passes, beside prod's repository it does not."""
    assert set() == violators(judge, [*BOTH, role("build"), role_policy("p", "build", document(allow(arn(wildcard))))])
    both = document(allow(arn(wildcard), "web-prod"))
    assert {"build"} == violators(judge, [*BOTH, role("build"), role_policy("p", "build", both)])


def test_a_condition_on_the_environment_s_tag_is_decided() -> None:
    """Everything that has staging's tag is one environment."""
    tagged = [repository(name, tagsAll={TAG: name}) for name in ("staging", "prod")]
    only = {"Condition": {"StringEquals": {f"aws:ResourceTag/{TAG}": "staging"}}}
    policy = document(allow("*") | only)
    assert set() == violators(judge, [*tagged, role("build"), role_policy("p", "build", policy)])


def test_a_condition_on_accounts_hides_nobody() -> None:
    """Whoever is of some account may push to both: which account that is, is not made up."""
    for key in ("aws:PrincipalAccount", "aws:ResourceAccount"):
        only = {"Condition": {"StringEquals": {key: "123456789012"}}}
        policies = []
        for name in ("web-staging", "web-prod"):
            policy = repository_policy(f"of-{name}", name, "*", ["ecr:PutImage"])
            statement = {"Effect": "Allow", "Principal": "*", "Action": "ecr:PutImage"} | only
            policies.append(replace(policy, props={**policy.props, "policy": document(statement)}))
        assert {"web-prod"} == violators(judge, [*BOTH, *policies]), key


def test_a_role_of_another_account_is_not_this_stack_s() -> None:
    """It has the name of one, and is elsewhere: what it may do is not known."""
    other = project("shop", "arn:aws:iam::999999999999:role/build")
    assert {"shop"} == violators(judge, [role("build"), other])
    assert set() == violators(judge, [role("build"), project("shop", "arn:aws:iam::123456789012:role/build")])


odd = st.sampled_from([None, "", "x", 3, True, [], [["x"]], {}, {"a": 1}, UNKNOWN, [UNKNOWN], {"a": UNKNOWN}])
PROGRAM = [
    *BOTH,
    role("build", inlinePolicies=[], managedPolicyArns=[], permissionsBoundary="x"),
    role_policy("p", "build", SHARED),
    attachment("a", "build", ADMINISTRATOR),
    managed("m", STAGING),
    repository_policy("r", "web-prod", "*", ["ecr:*"]),
    project("shop", "build"),
    *principal_policy("user", "ci", STAGING),
    Resource("aws:iam/policyAttachment:PolicyAttachment", "any", urn("any"), {"roles": ["build"], "policyArn": "x"}),
]


@given(st.data())
def test_no_value_stops_the_judge(data: st.DataObject) -> None:
    """An exception would end the preview: whatever a property holds, there is a verdict."""
    index = data.draw(st.integers(0, len(PROGRAM) - 1))
    prop = data.draw(st.sampled_from(sorted({*PROGRAM[index].props, "arn", "name", "tagsAll", "region", "registryId"})))
    changed = replace(PROGRAM[index], props={**PROGRAM[index].props, prop: data.draw(odd)})
    found = list(judge([*PROGRAM[:index], changed, *PROGRAM[index + 1 :]]))
    assert all(isinstance(each.message, str) for each in found)
