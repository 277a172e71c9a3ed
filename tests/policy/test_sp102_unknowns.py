"""SP102, where not everything is known: it does not pass in silence, unless the role keeps it in one environment."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, Environments
from policy.model import UNKNOWN, Finding, Resource
from policy.rules.sp102 import shared_projects
from tests.policy.buildspecs import REGISTRY, build, buildspec
from tests.policy.identities import allow, document, role, role_policy
from tests.policy.resources import repository, urn, violators
from tests.policy.starting import START_BUILD, action, listed, pipeline, project_arn, request, schedule, target

judge = shared_projects(Environments(DEFAULT))
ROLE = role("build")
UNLIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging", "web-prod")))]
LIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging")))]
BOTH = [repository("web-staging"), repository("web-prod")]
VARIABLES = {"REGISTRY": REGISTRY, "TARGET": "staging"}
SHOP = build(buildspec("docker push $REGISTRY/web-$TARGET:1", variables=VARIABLES))
ARN = project_arn("shop")
SET_LATER = {"TARGET": "#{Source.Branch}"}
VARIABLES_OF_ACTION = {"EnvironmentVariables": UNKNOWN, "ProjectName": "shop"}
UNKNOWNS: dict[str, Resource] = {
    "filled-in-by-the-pipeline": pipeline("p", action("shop", SET_LATER)),
    "an-action-s-variables": pipeline("p", action("shop") | {"configuration": VARIABLES_OF_ACTION}),
    "variables-that-cannot-be-read": pipeline(
        "p", action("shop") | {"configuration": {"ProjectName": "shop", "EnvironmentVariables": "["}}
    ),
    "a-target-s-input": target("t", ARN, input=UNKNOWN),
    "an-input-that-cannot-be-read": target("t", ARN, input="{"),
    "part-of-an-event": target("t", ARN, inputPath="$.detail"),
    "a-template-s-variable": target(
        "t", ARN, inputTransformer={"inputTemplate": request({"TARGET": "<branch>"}), "inputPaths": {}}
    ),
    "a-template-s-list": target(
        "t", ARN, inputTransformer={"inputTemplate": '{"environmentVariablesOverride": <list>}', "inputPaths": {}}
    ),
    "another-buildspec": target("t", ARN, input=request(buildspecOverride="ci/build.yml")),
    "another-buildspec-of-no-known-repository": target(
        "t", ARN, input=request(buildspecOverride=buildspec(f"docker push {REGISTRY}/tools"))
    ),
    "a-secret": target(
        "t",
        ARN,
        input=request(environmentVariablesOverride=[{"name": "TARGET", "value": "x", "type": "PARAMETER_STORE"}]),
    ),
    "which-project": target("t", UNKNOWN, sources={"arn": ["shop"]}, input=request(SET_LATER)),
    "a-schedule-s-input": schedule("s", ARN, input=UNKNOWN),
}


@pytest.mark.parametrize("start", UNKNOWNS.values(), ids=UNKNOWNS)
def test_what_is_not_known_the_role_decides(start: Resource) -> None:
    """Passing where the role is known to reach one environment; else what is not known does not pass."""
    assert set() == violators(judge, [*BOTH, *LIMITED, SHOP, start])
    for stack in (UNLIMITED, [ROLE, role_policy("permissions", "build", UNKNOWN)], []):
        assert {"shop"} == violators(judge, [*BOTH, *stack, SHOP, start])


HARMLESS: dict[str, Resource] = {
    "the-same-variable": pipeline("p", action("shop", {"TARGET": "staging"})),
    "a-variable-that-leads-nowhere": pipeline("p", action("shop", {"COMMIT": "#{Source.CommitId}"})),
    "an-event-as-it-is": target("t", ARN),
    "another-project": target("t", project_arn("other"), input=UNKNOWN),
    "no-project": target("t", "arn:aws:sns:eu-west-1:123456789012:topic", input=UNKNOWN),
    "a-schedule-of-something-else": schedule("s", START_BUILD.replace("codebuild:startBuild", "ecs:runTask")),
    "an-action-of-something-else": pipeline("p", action("shop", {"TARGET": "prod"}) | {"provider": "Jenkins"}),
    "what-comes-from-elsewhere": target("t", UNKNOWN, sources={"arn": ["other"]}, input=UNKNOWN),
}


@pytest.mark.parametrize("start", HARMLESS.values(), ids=HARMLESS)
def test_what_means_nothing_stops_nobody(start: Resource) -> None:
    """What changes nothing about where a build pushes to, and what starts something else."""
    assert set() == violators(judge, [*BOTH, *UNLIMITED, SHOP, start])


def test_a_buildspec_that_does_not_tell_is_left_to_sp103() -> None:
    """It refuses the project as it is: no second finding."""
    of_source = build("ci/build.yml")
    for text in (request(SET_LATER), UNKNOWN):
        assert set() == violators(judge, [*BOTH, *UNLIMITED, of_source, target("t", ARN, input=text)])


def test_what_is_set_later_may_be_anything() -> None:
    """Also what the buildspec compares it with."""
    commands = [f"docker push {REGISTRY}/web-staging", f'[ "$TARGET" = prod ] && docker push {REGISTRY}/web-prod']
    asking = build(buildspec(*commands), {"TARGET": "staging"})
    assert set() == violators(judge, [*BOTH, asking, target("t", ARN, input=request({"TARGET": "qa"}))])
    for start in (target("t", ARN, input=request(SET_LATER)), pipeline("p", action("shop", SET_LATER))):
        assert {"shop"} == violators(judge, [*BOTH, asking, start])


def test_an_unknown_start_says_so() -> None:
    """What starts it, how, and how to make it known; no value of a variable."""
    (finding,) = judge([*BOTH, SHOP, target("t", ARN, input=request({"TARGET": "hush-<x>"}))])
    assert finding == Finding(
        urn("shop"),
        "shop: whether what starts it lets it build for one environment cannot be told, nor is its role known to let "
        "it push to one only.\n"
        "t -> shop -> docker push -> where cannot be told\n"
        "Say in the program which variables and buildspec it starts the build with, or run the build as a role of this "
        "program whose policy names one environment's repositories and no other.",
    )


def test_a_project_that_is_not_made_yet_is_known_by_its_name() -> None:
    """Its name is the end of its ARN; one whose name is not known is found by where the ARN comes from."""
    start = target("t", ARN, input=request({"TARGET": "prod"}))
    unmade = replace(SHOP, props={**SHOP.props, "arn": UNKNOWN})
    assert {"shop"} == violators(judge, [*BOTH, unmade, start])
    elsewhere = replace(SHOP, props={**SHOP.props, "arn": ARN.replace("eu-west-1", "us-east-1")})
    assert set() == violators(judge, [*BOTH, elsewhere, start])


values = st.recursive(
    st.none() | st.booleans() | st.just(UNKNOWN) | st.sampled_from(["", "shop", ARN, "{}", "[]", "[3]", "CodeBuild"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["actions", "provider", "configuration", "ProjectName", "EnvironmentVariables", "arn", "input"]
            ),
            inner,
            max_size=4,
        )
    ),
)
STARTS = [pipeline("p", action("shop", VARIABLES)), target("t", ARN, input=request(VARIABLES)), schedule("s", ARN)]


@given(st.sampled_from(STARTS), st.data())
def test_no_value_stops_the_judge(start: Resource, data: st.DataObject) -> None:
    """An exception would end the preview: whatever a property holds, there is a verdict."""
    props: dict[str, Any] = {
        prop: data.draw(values)
        for prop in ("stages", "arn", "input", "inputPath", "inputTransformer", "rule", "target", "name")
    }
    odd = build(data.draw(values), data.draw(values) or listed(VARIABLES))
    found = list(judge([*BOTH, odd, SHOP, replace(start, props=props), replace(start, urn=urn("u"), props=props)]))
    assert all(each.urn == urn("shop") for each in found)
