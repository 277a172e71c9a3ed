"""SP104: nobody can push to the repositories of two environments by way of others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from policy.environments import DEFAULT, Environments
from policy.model import UNKNOWN, Finding, Resource
from policy.rules.sp104 import RULES, indirect_pushers
from tests.policy.identities import (
    ACCOUNT,
    ADMINISTRATOR,
    allow,
    attachment,
    document,
    managed,
    principal_policy,
    project,
    role,
    role_policy,
    trusting,
)
from tests.policy.resources import repository, urn, violators
from tests.policy.starting import project_arn
from tests.policy.trusts import assume, holder, role_arn, trusted

judge = indirect_pushers(Environments(DEFAULT))
BOTH = [repository("web-staging"), repository("web-prod")]
STAGING, PROD = allow("web-staging"), allow("web-prod")
CI, ROOT = role_arn("ci"), f"arn:aws:iam::{ACCOUNT}:root"
BUILD = [*holder("build", PROD, trust=trusting()), project("shop", role_arn("build"))]
DEPLOY = holder("deploy", PROD, trust=trusted(ROOT))
START = allow(project_arn("shop"), actions=["codebuild:StartBuild"])
PASS = allow(role_arn("build"), actions=["iam:PassRole"])
CREATE = allow(project_arn("*"), actions=["codebuild:CreateProject"])


def ci(*statements: dict[str, Any]) -> Sequence[Resource]:
    """Make a role that may push to staging, and more."""
    return holder("ci", STAGING, *statements)


# What passes, and by a single change does not.
PAIRS: dict[str, tuple[Sequence[Resource], Sequence[Resource]]] = {
    "assumes-a-role": ([*ci(assume("other")), *DEPLOY], [*ci(assume("deploy")), *DEPLOY]),
    "any-role": ([*ci(assume("d?")), *DEPLOY], [*ci(assume("*")), *DEPLOY]),
    "all-but-some-actions": (
        [*ci({"Effect": "Allow", "NotAction": "sts:*", "Resource": "*"}), *DEPLOY],
        [*ci({"Effect": "Allow", "NotAction": "ecr:*", "Resource": "*"}), *DEPLOY],
    ),
    "all-but-some-roles": (
        [*ci({"Effect": "Allow", "Action": "sts:*", "NotResource": "*"}), *DEPLOY],
        [*ci({"Effect": "Allow", "Action": "sts:*", "NotResource": role_arn("x")}), *DEPLOY],
    ),
    "a-role-that-trusts-it": (
        [*ci(), *holder("deploy", PROD, trust=trusted(role_arn("other")))],
        [*ci(), *holder("deploy", PROD, trust=trusted(CI))],
    ),
    "a-role-that-trusts-nobody-here": (
        [*ci(assume("deploy")), *holder("deploy", PROD, trust=trusting("ecs-tasks.amazonaws.com"))],
        [*ci(assume("deploy")), *DEPLOY],
    ),
    "a-role-of-its-environment": (
        [*ci(assume("deploy")), *holder("deploy", STAGING, trust=trusted(ROOT))],
        [*ci(assume("deploy")), *DEPLOY],
    ),
    "a-role-that-cannot-push": (
        [*ci(assume("deploy")), *holder("deploy", PROD | {"Action": "ecr:BatchGetImage"}, trust=trusted(ROOT))],
        [*ci(assume("deploy")), *DEPLOY],
    ),
    "two-steps": (
        [*ci(assume("a")), *holder("a", assume("b"), trust=trusted(CI)), *DEPLOY],
        [*ci(assume("a")), *holder("a", assume("deploy"), trust=trusted(CI)), *DEPLOY],
    ),
    "starts-a-build": ([*ci(START | {"Resource": project_arn("other")}), *BUILD], [*ci(START), *BUILD]),
    "starts-a-batch": (
        [*ci(START | {"Action": "codebuild:BatchGetBuilds"}), *BUILD],
        [*ci(START | {"Action": "codebuild:StartBuildBatch"}), *BUILD],
    ),
    "changes-a-project": (
        [*ci(START | {"Action": "codebuild:BatchGetProjects"}), *BUILD],
        [*ci(START | {"Action": "codebuild:UpdateProject"}), *BUILD],
    ),
    "passes-a-role": ([*ci(PASS), *BUILD], [*ci(PASS, CREATE), *BUILD]),
    "makes-a-project": ([*ci(CREATE), *BUILD], [*ci(PASS, CREATE), *BUILD]),
    "passes-it-to-something-else": (
        [
            *ci(PASS | {"Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}}, CREATE),
            *BUILD,
        ],
        [
            *ci(PASS | {"Condition": {"StringEquals": {"iam:PassedToService": "codebuild.amazonaws.com"}}}, CREATE),
            *BUILD,
        ],
    ),
    "denied": ([*ci(START, START | {"Effect": "Deny", "Resource": "*"}), *BUILD], [*ci(START), *BUILD]),
    "a-condition-that-cannot-hold": (
        [*ci(), *holder("deploy", PROD, trust=trusted(CI, StringEquals={"aws:PrincipalArn": role_arn("x")}))],
        [*ci(), *holder("deploy", PROD, trust=trusted(CI, StringEquals={"sts:ExternalId": "x"}))],
    ),
}


@pytest.mark.parametrize(("good", "bad"), PAIRS.values(), ids=PAIRS)
def test_what_a_principal_can_become_counts(good: list[Resource], bad: list[Resource]) -> None:
    """It may push to staging: to be able to push to prod by way of others, too, is refused."""
    assert set() == violators(judge, [*BOTH, *good])
    assert {"ci"} == violators(judge, [*BOTH, *bad])


def test_before_anything_is_made_it_is_the_same() -> None:
    """A preview knows names, and of ARNs what the program makes of them: enough but for a condition on its own ARN."""
    for name, (good, bad) in PAIRS.items():
        passing, failing = ([replace(each, props=without_arn(each)) for each in program] for program in (good, bad))
        assert ({"ci"} if name == "a-condition-that-cannot-hold" else set()) == violators(judge, [*BOTH, *passing]), (
            name
        )
        assert {"ci"} == violators(judge, [*BOTH, *failing]), name


def without_arn(resource: Resource) -> dict[str, Any]:
    """What is known of a resource before it is made."""
    return {prop: value for prop, value in resource.props.items() if prop != "arn"}


def test_who_can_become_two_others_need_not_push() -> None:
    """A user who starts the builds of both environments, or may assume the roles of both; one environment passes."""
    roles = [*holder("one", STAGING, trust=trusted(ROOT)), *holder("two", PROD, trust=trusted(ROOT))]
    for kind in ("user", "group"):
        assert {"ci"} == violators(
            judge, [*BOTH, *roles, *principal_policy(kind, "ci", document(assume("one", "two")))]
        )
        assert set() == violators(judge, [*BOTH, *roles, *principal_policy(kind, "ci", document(assume("two")))])
    builds = [
        *(part for name, may in (("one", STAGING), ("two", PROD)) for part in holder(name, may, trust=trusting())),
        *(project(f"shop-{name}", name) for name in ("one", "two")),
    ]
    both, one = (allow(project_arn(each), actions=["codebuild:*"]) for each in ("*", "shop-one"))
    assert {"ci"} == violators(judge, [*BOTH, *builds, *principal_policy("user", "ci", document(both))])
    assert set() == violators(judge, [*BOTH, *builds, *principal_policy("user", "ci", document(one))])


def test_roles_that_assume_each_other_are_one() -> None:
    """Both are found, and the search ends."""
    roles = [
        *holder("one", STAGING, assume("two"), trust=trusted(role_arn("two"))),
        *holder("two", PROD, assume("one"), trust=trusted(role_arn("one"))),
    ]
    assert {"one", "two"} == violators(judge, [*BOTH, *roles])


def test_principals_elsewhere_are_judged_by_whom_they_are_trusted_by() -> None:
    """One that trust policies of two environments' roles name can push to both; each its own passes."""
    one, two = (role_arn(each, "999999999999") for each in ("one", "two"))
    for other, expected in ((one, {"prod"}), (two, set())):
        roles = [*holder("staging", STAGING, trust=trusted(one)), *holder("prod", PROD, trust=trusted(other))]
        assert expected == violators(judge, [*BOTH, *roles])


def test_principals_of_the_stack_are_not_taken_for_others() -> None:
    """Trust policies name one that is here: it is reported once, made or not."""
    roles = [*holder("one", STAGING, trust=trusted(CI)), *holder("two", PROD, trust=trusted(CI))]
    for known in (role("ci"), role("ci", arn=UNKNOWN)):
        assert [urn("ci")] == [each.urn for each in judge([*BOTH, known, *roles])]


def test_what_sp101_reports_is_not_said_again() -> None:
    """Neither of the shared role, nor of whoever can become it: mended, it is looked at anew."""
    administrator = [role("ci"), attachment("a", "ci", ADMINISTRATOR)]
    assert set() == violators(judge, [*BOTH, *administrator, *DEPLOY])
    assert set() == violators(judge, [*BOTH, *ci(PROD, assume("deploy")), *DEPLOY])
    assert set() == violators(
        judge, [*BOTH, *ci(assume("deploy")), *holder("deploy", STAGING, PROD, trust=trusted(ROOT))]
    )


def test_a_boundary_limits() -> None:
    """What it does not allow is no step."""
    limit = managed("limit", document(STAGING))
    bounded = role("ci", permissionsBoundary=limit.props["arn"])
    policy = role_policy("p", "ci", document(STAGING, assume("deploy")))
    assert set() == violators(judge, [*BOTH, limit, bounded, policy, *DEPLOY])
    assert {"ci"} == violators(judge, [*BOTH, role("ci"), policy, *DEPLOY])


def test_the_evidence_is_a_path() -> None:
    """Role, statement, role, statement and repository, a line for each; why it matters, and what to do."""
    (finding,) = judge([*BOTH, *ci(START | {"Sid": "Start"}), *BUILD])
    assert finding == Finding(
        urn("ci"),
        "ci: can push, by way of others, to the repositories of prod and staging: what is built for one can push out "
        "what another runs.\n"
        "ci -> ci-policy, statement 2 (Start) -> shop -> build -> build-policy, statement 1 -> web-prod (prod)\n"
        "ci -> ci-policy, statement 1 -> web-staging (staging)\n"
        "Let it assume, pass and start only what can push to one environment: name the roles and build projects in its "
        "policies, and in the roles' trust policies whom they are for.",
    )


def test_the_configuration_names_environments() -> None:
    """As for SP101: the usual names no longer count."""
    (rule,) = RULES
    assert rule.configured
    configured = rule.configured({"environments": {"blue": ["*.b"], "green": ["*.g"]}})
    for other, expected in (("web.g", {"ci"}), ("web.b", set())):
        program = [
            *holder("ci", allow("web.b"), assume("deploy")),
            *holder("deploy", allow(other), trust=trusted(ROOT)),
        ]
        assert expected == violators(configured, program)
