"""SP104, where not everything is known: it does not pass in silence, and what means nothing does not stop anybody."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN, Resource
from policy.rules.sp104 import indirect_pushers
from tests.policy.identities import ACCOUNT, allow, project, role, role_policy, trusting
from tests.policy.resources import repository, urn, violators
from tests.policy.starting import project_arn
from tests.policy.trusts import assume, holder, role_arn, trusted

judge = indirect_pushers(Environments(DEFAULT))
BOTH = [repository("web-staging"), repository("web-prod")]
STAGING, PROD = allow("web-staging"), allow("web-prod")
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
START = allow(project_arn("shop"), actions=["codebuild:StartBuild"])


def deploy(*sources: str, may: Any = PROD) -> list[Resource]:
    """Make a role whose trust policy is not known, and comes from these resources."""
    known = holder("deploy", may, trust=UNKNOWN)
    return [replace(known[0], sources={"assumeRolePolicy": [urn(each) for each in sources]}), *known[1:]]


def test_an_unknown_trust_policy_is_said_where_it_matters() -> None:
    """It may name those that it comes from, and may leave others to their policies. One environment passes."""
    may, may_not = holder("ci", STAGING, assume("deploy")), holder("ci", STAGING)
    for program, expected in (
        ([*may, *deploy()], {"ci"}),
        ([*may_not, *deploy("ci")], {"ci"}),
        ([*may_not, *deploy("other")], set()),
        ([*may_not, *deploy()], set()),
        ([*holder("ci", STAGING, assume("team/deploy")), *deploy()], set()),
        ([*may, *deploy("ci", may=STAGING)], set()),
    ):
        assert expected == violators(judge, [*BOTH, *program])


def test_an_unknown_trust_policy_says_so() -> None:
    """In the path, as what is not known."""
    (finding,) = judge([*BOTH, *holder("ci", STAGING, assume("deploy")), *deploy()])
    path = "ci -> ci-policy, statement 2 and trust policy of deploy, which is not known -> deploy -> deploy-policy"
    assert path in finding.message


def test_an_unknown_statement_may_be_the_one() -> None:
    """Of a trust policy, and of an identity policy; one of which nothing is known at all is SP101's."""
    late = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": UNKNOWN, "Action": "sts:*"}]}
    assert {"ci"} == violators(judge, [*BOTH, *holder("ci", STAGING), *holder("deploy", PROD, trust=late)])
    program = [*BOTH, *holder("deploy", PROD, trust=trusted(ROOT)), role("ci"), role_policy("p", "ci", "")]
    for policy, expected in (
        ({"Statement": [STAGING, {**assume("x"), "Resource": UNKNOWN}]}, {"ci"}),
        (UNKNOWN, set()),
    ):
        policies = [replace(each, props={**each.props, "policy": policy}) for each in program[-1:]]
        assert expected == violators(judge, [*program[:-1], *policies])


def test_what_cannot_be_placed_does_not_pass_beside_another() -> None:
    """A repository of no known environment: whether it is the same one cannot be told, and the remedy is named."""
    may = holder("ci", STAGING, assume("deploy"))
    (finding,) = judge([*BOTH, *may, *holder("deploy", allow("tools"), trust=trusted(ROOT))])
    assert (
        "can push, by way of others, to the repositories of staging and tools, and whether that is" in finding.message
    )
    assert finding.message.endswith("what the names of each environment's repositories look like.")
    none = [*holder("ci", allow("api"), assume("deploy")), *holder("deploy", allow("tools"), trust=trusted(ROOT))]
    assert {"ci"} == violators(judge, none)
    tagged = repository("tools", tagsAll={TAG: "staging"})
    assert set() == violators(judge, [*BOTH, tagged, *may, *holder("deploy", allow("tools"), trust=trusted(ROOT))])


def test_a_role_below_a_path_is_found() -> None:
    """Before it is made its ARN is not known, but its path and its name are, or may be anything."""
    may = holder("ci", STAGING, allow(f"arn:aws:iam::{ACCOUNT}:role/team/deploy", actions=["sts:AssumeRole"]))
    for path, expected in (("/team/", {"ci"}), ("/other/", set()), ("/", set()), (UNKNOWN, {"ci"})):
        below = holder("deploy", PROD, trust=trusted(ROOT), path=path, arn=UNKNOWN)
        assert expected == violators(judge, [*BOTH, *may, *below])


def test_a_group_is_no_service() -> None:
    """It may assume any role; one that only CodeBuild may assume it cannot."""
    group = [
        Resource("aws:iam/group:Group", "ci", urn("ci"), {"name": "ci"}),
        Resource(
            "aws:iam/groupPolicy:GroupPolicy",
            "p",
            urn("p"),
            {"group": "ci", "policy": {"Statement": [STAGING, assume("*")]}},
        ),
    ]
    assert set() == violators(judge, [*BOTH, *group, *holder("build", PROD, trust=trusting())])
    assert {"ci"} == violators(judge, [*BOTH, *group, *holder("build", PROD, trust=trusted(ROOT))])


def test_a_principal_of_another_stack_is_judged_by_what_this_one_gives_it() -> None:
    """Its name is all that is known of it: the finding points at the policy."""
    own = role_policy("permissions", "elsewhere", {"Statement": [STAGING, assume("deploy")]})
    assert {"permissions"} == violators(judge, [*BOTH, own, *holder("deploy", PROD, trust=trusted(ROOT))])


odd = st.sampled_from([None, "", "x", 3, True, [], [["x"]], {}, {"a": 1}, UNKNOWN, [UNKNOWN], {"a": UNKNOWN}])
PROGRAM = [
    *BOTH,
    *holder("ci", STAGING, START, assume("*")),
    *holder("build", PROD, trust=trusting()),
    *holder("deploy", PROD, trust=trusted(role_arn("ci"), role_arn("x", "9" * 12))),
    project("shop", "build"),
]


@given(st.data())
def test_no_value_stops_the_judge(data: st.DataObject) -> None:
    """An exception would end the preview: whatever a property holds, there is a verdict."""
    index = data.draw(st.integers(0, len(PROGRAM) - 1))
    prop = data.draw(st.sampled_from(sorted({*PROGRAM[index].props, "arn", "name", "path"})))
    changed = replace(PROGRAM[index], props={**PROGRAM[index].props, prop: data.draw(odd)})
    found = list(judge([*PROGRAM[:index], changed, *PROGRAM[index + 1 :]]))
    assert all(isinstance(each.message, str) for each in found)
