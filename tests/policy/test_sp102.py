"""SP102: a build project serves one environment."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, Environments
from policy.model import Finding, Resource
from policy.rules.sp102 import RULES, shared_projects
from tests.policy.buildspecs import REGISTRY, build, buildspec
from tests.policy.identities import allow, document, role, role_policy
from tests.policy.resources import repository, urn, violators
from tests.policy.starting import (
    START_BUILD,
    action,
    pipeline,
    project_arn,
    request,
    rule,
    schedule,
    tagged,
    target,
)

judge = shared_projects(Environments(DEFAULT))
ROLE = role("build")
UNLIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging", "web-prod")))]
LIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging")))]
BOTH = [repository("web-staging"), repository("web-prod")]
PUSHES = buildspec("docker push $REGISTRY/web-$TARGET:1", variables={"REGISTRY": REGISTRY, "TARGET": "staging"})
SHOP, OF_SOURCE = build(PUSHES), build("ci/build.yml")
STAGING, PROD = {"TARGET": "staging"}, {"TARGET": "prod"}
ARN = project_arn("shop")


def by_schedule(variables: dict[str, str]) -> Resource:
    """Make a schedule that calls StartBuild itself, with the members' names as the SDK for Java has them."""
    listed = [{"Name": name, "Value": value} for name, value in variables.items()]
    text = json.dumps({"ProjectName": "shop", "EnvironmentVariablesOverride": listed})
    return schedule("weekly", START_BUILD, input=text)


# What a project is started by, and the single change by which that is of another environment.
PAIRS: dict[str, tuple[Sequence[Resource], Sequence[Resource]]] = {
    "an-action-s-variables": ([pipeline("shop", action("shop", STAGING))], [pipeline("shop", action("shop", PROD))]),
    "two-actions": (
        [pipeline("shop", action("shop", STAGING), action("shop", STAGING))],
        [pipeline("shop", action("shop", STAGING), action("shop", PROD))],
    ),
    "two-pipelines": (
        [
            pipeline("one", action("shop"), environment="staging"),
            pipeline("two", action("shop"), environment="staging"),
        ],
        [pipeline("one", action("shop"), environment="staging"), pipeline("two", action("shop"), environment="prod")],
    ),
    "a-pipeline-s-name": ([pipeline("shop-staging", action("shop"))], [pipeline("shop-prod", action("shop"))]),
    "a-target-s-input": ([target("t", ARN, input=request(STAGING))], [target("t", ARN, input=request(PROD))]),
    "another-buildspec": (
        [target("t", ARN, input=request(buildspecOverride=PUSHES))],
        [target("t", ARN, input=request(buildspecOverride=PUSHES.replace("TARGET: staging", "TARGET: prod")))],
    ),
    "a-rule-s-tag": (
        [target("t", ARN), rule("nightly", environment="staging")],
        [target("t", ARN), rule("nightly", environment="prod")],
    ),
    "a-rule-elsewhere": ([target("t", ARN, "build-staging")], [target("t", ARN, "build-prod")]),
    "a-schedule-s-request": ([by_schedule(STAGING)], [by_schedule(PROD)]),
    "a-schedule-s-target": (
        [schedule("weekly", ARN, input=request(STAGING))],
        [schedule("weekly", ARN, input=request(PROD))],
    ),
    "a-schedule-s-name": ([schedule("staging-weekly", ARN)], [schedule("prod-weekly", ARN)]),
}


@pytest.mark.parametrize(("good", "bad"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("roles", [LIMITED, UNLIMITED, []], ids=["limited", "unlimited", "elsewhere"])
def test_what_starts_a_project_is_of_its_environment(
    good: list[Resource], bad: list[Resource], roles: list[Resource]
) -> None:
    """Else the project is refused, whatever its role may do."""
    assert set() == violators(judge, [*BOTH, *roles, SHOP, *good])
    assert {"shop"} == violators(judge, [*BOTH, *roles, SHOP, *bad])


# A project whose buildspec does not tell: the variables that it is started with may.
VARIABLES: dict[str, tuple[dict[str, str], bool]] = {
    "environment": ({"DEPLOY_ENV": "prod"}, True),
    "stage": ({"STAGE": "prod"}, True),
    "repository": ({"IMAGE_REPO_NAME": "shop-prod"}, True),
    "repository-in-full": ({"X": f"{REGISTRY}/web-prod:1"}, True),
    "repository-of-the-stack": ({"X": "web-prod"}, True),
    "same-environment": ({"DEPLOY_ENV": "staging"}, False),
    "how-a-framework-runs": ({"NODE_ENV": "production"}, False),
    "a-command": ({"TASK": "test"}, False),
    "report": ({"REPORT": "test"}, False),
    "set-later": ({"DEPLOY_ENV": "#{Source.Branch}"}, False),
    "partly-set-later": ({"DEPLOY_ENV": "#{Source.Branch}-prod"}, False),
}


@pytest.mark.parametrize(("variables", "shared"), VARIABLES.values(), ids=VARIABLES)
def test_variables_that_name_an_environment(variables: dict[str, str], shared: bool) -> None:  # noqa: FBT001
    """One that another start has too, or the project itself, passes; another one does not."""
    first, second = action("shop", {"ENVIRONMENT": "staging"}), action("shop", variables)
    assert ({"shop"} if shared else set()) == violators(
        judge, [*BOTH, *LIMITED, OF_SOURCE, pipeline("p", first, second)]
    )
    own = build("ci/build.yml", {"ENVIRONMENT": "staging"})
    assert ({"shop"} if shared else set()) == violators(judge, [*BOTH, *LIMITED, own, pipeline("p", second)])


def test_where_the_buildspec_tells_variables_need_not() -> None:
    """It pushes to staging, whatever a variable that it does not use is called."""
    assert set() == violators(judge, [*BOTH, SHOP, pipeline("p", action("shop", {"ENVIRONMENT": "prod"}))])


def test_what_a_start_sets_wins() -> None:
    """Over the project's own variable of that name."""
    own = build(PUSHES, STAGING)
    assert set() == violators(judge, [*BOTH, own, pipeline("p", action("shop", STAGING))])
    assert {"shop"} == violators(judge, [*BOTH, own, pipeline("p", action("shop", PROD))])


def test_a_project_s_own_environment_counts() -> None:
    """By its tag or its name: it pushes to that environment's repositories."""
    assert set() == violators(judge, [*BOTH, build(PUSHES, **tagged("staging"))])
    assert {"shop"} == violators(judge, [*BOTH, build(PUSHES, **tagged("prod"))])
    assert set() == violators(judge, [*BOTH, build(PUSHES, name="staging-shop")])
    assert {"prod-shop"} == violators(judge, [*BOTH, build(PUSHES, name="prod-shop")])


def test_a_buildspec_that_pushes_to_both_is_left_to_sp103() -> None:
    """It says so already; but what starts the project with another buildspec is not SP103's."""
    both = build(buildspec(*(f"docker push $REGISTRY/web-{each}" for each in ("staging", "prod"))))
    assert set() == violators(judge, [*BOTH, both, pipeline("p", action("shop"))])
    differing = [
        pipeline("p", action("shop"), environment="staging"),
        pipeline("q", action("shop"), environment="prod"),
    ]
    assert {"shop"} == violators(judge, [*BOTH, both, *differing])


def test_what_pushes_nothing_may_serve_all() -> None:
    """Tests, say: a buildspec that pushes nothing, or one that is not known with a role that cannot push."""
    differing = [
        pipeline("p", action("shop"), environment="staging"),
        pipeline("q", action("shop"), environment="prod"),
    ]
    assert set() == violators(judge, [*BOTH, *UNLIMITED, build(buildspec("npm test")), *differing])
    assert set() == violators(judge, [*BOTH, ROLE, OF_SOURCE, *differing])
    assert {"shop"} == violators(judge, [*BOTH, *LIMITED, OF_SOURCE, *differing])
    assert {"shop"} == violators(judge, [*BOTH, OF_SOURCE, *differing])


def test_each_project_is_judged_by_itself() -> None:
    """Two environments with a project each: that is what it should be."""
    actions = [action("shop", STAGING), action("other", PROD, name="Prod")]
    other = build(PUSHES.replace("TARGET: staging", "TARGET: prod"), name="other")
    assert set() == violators(judge, [*BOTH, SHOP, other, pipeline("p", *actions)])


def test_the_evidence_is_a_path() -> None:
    """What starts what with which environment's repository in the end; why it matters, and what to do."""
    (finding,) = judge([*BOTH, SHOP, pipeline("p", action("shop", PROD), environment="staging")])
    assert finding == Finding(
        urn("shop"),
        "shop: builds for prod and staging: what is built for one can push out what another runs.\n"
        "shop -> docker push -> web-staging (staging)\n"
        "p, action Build/Build (of staging) -> shop\n"
        "p, action Build/Build -> shop -> docker push -> web-prod (prod)\n"
        "Give each environment a build project of its own, and let nothing start it but that environment's pipelines, "
        "rules and schedules.",
    )


def test_the_configuration_names_environments() -> None:
    """As for SP101: the usual names no longer count."""
    (made,) = RULES
    assert made.configured
    configured = made.configured({"environments": {"blue": ["*.b"], "green": ["*.g"]}})
    project = build(buildspec("docker push $REGISTRY/web.b"))
    assert {"shop"} == violators(configured, [project, pipeline("shop.g", action("shop"))])
    assert set() == violators(configured, [project, pipeline("shop-prod", action("shop"))])
    differing = [action("shop", {"ENV": each}) for each in ("blue", "green")]
    assert {"shop"} == violators(configured, [OF_SOURCE, pipeline("p", *differing)])
    tagged_ones = [repository(each, **tagged(each)) for each in ("blue", "green")]
    assert {"shop"} == violators(judge, [*tagged_ones, OF_SOURCE, pipeline("p", *differing)])


PROGRAM = [
    *BOTH,
    *UNLIMITED,
    SHOP,
    pipeline("p", action("shop", PROD), environment="staging"),
    target("t", ARN, input="{"),
    rule("nightly", environment="prod"),
    by_schedule(PROD),
    target("u", ARN, input=request(buildspecOverride=PUSHES)),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """The findings are the same, to the letter."""
    expected = set(judge(PROGRAM))
    assert expected == set(judge(shuffled))
    assert {urn("shop")} == {finding.urn for finding in expected}
