"""SP104: what holds of every stack."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, Environments
from policy.model import Resource
from policy.rules.sp104 import indirect_pushers
from tests.policy.identities import ACCOUNT, allow, denying, project, trusting
from tests.policy.resources import repository, urn, violators
from tests.policy.starting import project_arn
from tests.policy.trusts import assume, holder, role_arn, trusted

judge = indirect_pushers(Environments(DEFAULT))
BOTH = [repository("web-staging"), repository("web-prod")]
STAGING, PROD = allow("web-staging"), allow("web-prod")
CI, ROOT = role_arn("ci"), f"arn:aws:iam::{ACCOUNT}:root"
START = allow(project_arn("shop"), actions=["codebuild:StartBuild"])
PASS = allow(role_arn("build"), actions=["iam:PassRole"])
CREATE = allow(project_arn("*"), actions=["codebuild:CreateProject"])
PROGRAM = [
    *BOTH,
    *holder("ci", STAGING, START, assume("*")),
    *holder("build", PROD, trust=trusting()),
    project("shop", "build"),
    *holder("deploy", PROD, trust=trusted(ROOT)),
    *holder("other", PASS, CREATE, STAGING, trust=trusted(CI)),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """The findings are the same, to the letter."""
    expected = set(judge(PROGRAM))
    assert expected == set(judge(shuffled))
    assert {urn("ci"), urn("other")} == {finding.urn for finding in expected}


NAMES = ("a", "b", "c")
steps = st.sampled_from(
    [assume("*"), *map(assume, NAMES), START, PASS, CREATE, allow("*", actions=["codebuild:*", "iam:*"])]
)
denies = steps.map(lambda each: each | {"Effect": "Deny"}) | st.sampled_from([denying("web-prod"), denying("*")])
trusts = st.sampled_from([trusted(ROOT), trusting(), *(trusted(role_arn(each)) for each in NAMES)])


@given(st.data(), st.lists(st.tuples(st.lists(steps, max_size=2), trusts), min_size=3, max_size=3), denies)
def test_a_deny_never_adds_a_finding(data: st.DataObject, drawn: list[Any], deny: dict[str, Any]) -> None:
    """Of roles that can push to one environment each, whoever denies what to whom."""
    pushes = [data.draw(st.sampled_from([STAGING, PROD])) for _ in NAMES]
    denied = data.draw(st.sampled_from(NAMES))

    def found(**more: dict[str, Any]) -> set[str]:
        roles = [
            part
            for name, push, (may, trust) in zip(NAMES, pushes, drawn, strict=True)
            for part in holder(name, push, *may, *([more[name]] if name in more else []), trust=trust)
        ]
        return violators(judge, [*BOTH, *roles, project("shop", role_arn("b"))])

    assert found(**{denied: deny}) <= found()
