"""SP303: a deployment that fails is rolled back."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.model import UNKNOWN, Resource
from policy.rules.sp303 import DEPLOYMENT_GROUP, unbroken_failures, ungrouped_services
from policy.services import SERVICE
from tests.policy.identities import ACCOUNT
from tests.policy.resources import urn, violators

ON = {"enable": True, "rollback": True}
CODE_DEPLOY = {"type": "CODE_DEPLOY"}
CLUSTER = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/shop"


def service(name: str, breaker: Any = None, /, **props: Any) -> Resource:
    """Make a service that is called in ECS as in the program."""
    return Resource(SERVICE, name, urn(name), {"name": name, "deploymentCircuitBreaker": breaker} | props)


def group(name: str, rollback: Any = None, /, *, of: Any = "", source: Sequence[str] = (), **props: Any) -> Resource:
    """Make a deployment group of the service `of`, whose name comes from the resources of `source`."""
    target = {"ecsService": {"serviceName": of, "clusterName": "shop"}, "autoRollbackConfiguration": rollback}
    return Resource(DEPLOYMENT_GROUP, name, urn(name), target | props, {"ecsService": [urn(each) for each in source]})


def test_a_service_must_roll_back() -> None:
    """Passing: breaker and rollback on, or deployed by another. Failing: one of them off, left out, or not known."""
    program = [
        service("on", ON),
        service("on-by-ecs", ON, deploymentController={"type": "ECS"}),
        service("on-by-default", ON, deploymentController={}),
        service("on-daemon", ON, schedulingStrategy="DAEMON"),
        service("code-deploy", deploymentController=CODE_DEPLOY),
        service("external", deploymentController={"type": "EXTERNAL"}),
        service("none"),
        service("empty", {}),
        service("breaks-only", {"enable": True, "rollback": False}),
        service("breaks-and-says-no-more", {"enable": True}),
        service("rolls-back-only", {"enable": False, "rollback": True}),
        service("on-in-words", {"enable": "true", "rollback": "true"}),
        service("off-for-ecs", deploymentController={"type": "ECS"}),
        service("off-daemon", schedulingStrategy="DAEMON"),
        service("off-blue-green", deploymentConfiguration={"strategy": "BLUE_GREEN"}),
        service("alarms-only", alarms={"enable": True, "rollback": True, "alarmNames": ["a"]}),
        service("unheard-of", deploymentController={"type": "code_deploy"}),
        service("unknown", UNKNOWN),
        service("unknown-rollback", ON | {"rollback": UNKNOWN}),
        service("unknown-controller", ON, deploymentController=UNKNOWN),
        service("unknown-kind-of-controller", ON, deploymentController={"type": UNKNOWN}),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {}),
    ]
    passing = {"on", "on-by-ecs", "on-by-default", "on-daemon", "code-deploy", "external", "of-another-type"}
    assert {each.name for each in program} - passing == violators(unbroken_failures, program)


def test_a_deployment_group_must_roll_back() -> None:
    """Passing: rolls back what fails, or deploys no service. Failing: does not, or not what fails, or is not known."""
    program = [
        group("on", {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_FAILURE"]}),
        group("no-service", ecsService=None),
        group("none"),
        group("off", {"enabled": False, "events": ["DEPLOYMENT_FAILURE"]}),
        group("without-events", {"enabled": True}),
        group("other-events", {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM"]}),
        group("unknown", UNKNOWN),
        group("unknown-switch", {"enabled": UNKNOWN, "events": ["DEPLOYMENT_FAILURE"]}),
        group("unknown-events", {"enabled": True, "events": UNKNOWN}),
        group("unknown-event", {"enabled": True, "events": [UNKNOWN]}),
        group("unknown-service", ecsService=UNKNOWN),
    ]
    passing = {"on", "no-service"}
    assert {each.name for each in program} - passing == violators(unbroken_failures, program)


def test_code_deploy_needs_a_group_that_is_known() -> None:
    """Passing: a group by the service's name or by where it comes from. Failing: none, or another service's."""
    by_code_deploy = {"deploymentController": CODE_DEPLOY, "cluster": "shop"}
    program = [
        service("by-name", **by_code_deploy),
        group("a", of="by-name"),
        service("by-source", **by_code_deploy | {"name": UNKNOWN}),
        group("b", of=UNKNOWN, source=["shop", "by-source"]),
        service("hidden", **by_code_deploy),
        group("c", source=["hidden"], ecsService=UNKNOWN),
        service("none", **by_code_deploy),
        service("late", **by_code_deploy | {"name": UNKNOWN}),
        service("by-ecs", ON),
        group("elsewhere", of="of-another-stack", source=["none"]),
        Resource("aws:s3/bucket:Bucket", "by-name", urn("bucket"), {"deploymentController": CODE_DEPLOY}),
    ]
    assert {"none", "late"} == violators(ungrouped_services, program)


@pytest.mark.parametrize(
    ("cluster", "named", "expected"),
    [
        ("shop", "shop", set()),
        (CLUSTER, "shop", set()),
        (None, "default", set()),
        (UNKNOWN, "shop", set()),
        ("shop", UNKNOWN, set()),
        ("back-office", "shop", {"web"}),
        (f"{CLUSTER}-old", "shop", {"web"}),
        (None, "shop", {"web"}),
    ],
)
def test_a_group_of_another_cluster_is_no_help(cluster: Any, named: Any, expected: set[str]) -> None:
    """A service is one of its cluster, by name or ARN; said none, of the one that is called default."""
    web = service("web", deploymentController=CODE_DEPLOY, cluster=cluster)
    target = {"serviceName": "web", "clusterName": named}
    assert expected == violators(ungrouped_services, [web, group("g", ecsService=target)])


def test_a_group_of_another_region_is_no_help() -> None:
    """Two regions that are known have to be the same."""
    web = service("web", deploymentController=CODE_DEPLOY, cluster="shop", region="eu-west-1")
    for region, expected in [("eu-west-1", set()), ("eu-west-3", {"web"}), (UNKNOWN, set())]:
        assert expected == violators(ungrouped_services, [web, group("g", of="web", region=region)])


def test_says_what_and_how() -> None:
    """The resource, what was found, why it matters, and what to set."""
    program = [
        service("web"),
        group("worker"),
        service("late", ON | {"rollback": UNKNOWN}),
        service("lost", deploymentController=CODE_DEPLOY),
    ]
    why = "what does not come up is tried again and again, in the place of what did"
    assert [
        (
            f"web: a deployment that fails is not rolled back: {why}. Set deployment_circuit_breaker, with enable and "
            "rollback both true."
        ),
        (
            f"worker: a deployment that fails is not rolled back: {why}. Set auto_rollback_configuration, with enabled "
            "true and DEPLOYMENT_FAILURE among its events."
        ),
        (
            "late: the value of deploymentCircuitBreaker.rollback is not known before the update, so nothing can be "
            "said of it. Make it from values that the program knows, not from outputs of resources."
        ),
    ] == [finding.message for finding in unbroken_failures(program)]
    assert [
        (
            "lost: no deployment group of this stack is for it, so whether a deployment that fails is rolled back "
            "cannot be told. Make its aws.codedeploy.DeploymentGroup in the same program."
        )
    ] == [finding.message for finding in ungrouped_services(program)]


PROGRAM = [
    service("one", deploymentController=CODE_DEPLOY, cluster="shop"),
    service("two", deploymentController=CODE_DEPLOY, cluster="shop"),
    service("three"),
    group("a", of="one"),
    group("b", of="three"),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """Pulumi hands them over in an order that varies: the findings are the same."""
    for judge in (unbroken_failures, ungrouped_services):
        assert set(judge(PROGRAM)) == set(judge(shuffled))
