"""SP304: an update ends when it is known whether the new version runs, and takes no task down before."""

from typing import Any

import pytest

from policy.model import UNKNOWN, Resource
from policy.rules.sp304 import RULES, hasty_updates
from policy.services import SERVICE
from tests.policy.resources import urn, violators

WAITS = {"waitForSteadyState": True}


def service(name: str, **props: Any) -> Resource:
    """Make a service that Pulumi waits for, unless asked otherwise."""
    return Resource(SERVICE, name, urn(name), WAITS | props)


def keeping(name: str, percent: Any, **props: Any) -> Resource:
    """Make a service that keeps so many percent of its tasks up."""
    return service(name, deploymentMinimumHealthyPercent=percent, **props)


def test_an_update_waits_and_takes_nothing_down_before() -> None:
    """Passing: waits and keeps all, or not for ECS to deploy. Failing: does not wait, keeps less, or is not known."""
    program = [
        service("waits"),
        service("by-ecs", deploymentController={"type": "ECS"}),
        keeping("null", None),
        keeping("all", 100),
        keeping("more", 150),
        keeping("daemon", 0, schedulingStrategy="DAEMON"),
        service("code-deploy", waitForSteadyState=False, deploymentController={"type": "CODE_DEPLOY"}),
        keeping("external", 0, deploymentController={"type": "EXTERNAL"}),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {}),
        service("goes-on", waitForSteadyState=False),
        service("goes-on-by-default", waitForSteadyState=None),
        service("goes-on-in-words", waitForSteadyState="true"),
        service("daemon-goes-on", waitForSteadyState=False, schedulingStrategy="DAEMON"),
        service("unknown", waitForSteadyState=UNKNOWN),
        keeping("half", 50),
        keeping("almost-all", 99),
        keeping("none", 0),
        keeping("replica", 50, schedulingStrategy="REPLICA"),
        keeping("unknown-percent", UNKNOWN),
        keeping("unknown-controller", 50, deploymentController=UNKNOWN),
        keeping("unknown-strategy", 50, schedulingStrategy=UNKNOWN),
    ]
    passing = {"waits", "by-ecs", "null", "all", "more", "daemon", "code-deploy", "external", "of-another-type"}
    assert {each.name for each in program} - passing == violators(hasty_updates(), program)


@pytest.mark.parametrize(("least", "expected"), [(100, {"half", "most"}), (75, {"half"}), (50, set()), (0, set())])
def test_the_configuration_says_how_many_stay(least: int, expected: set[str]) -> None:
    """Fewer than it says are too few; as many are not. Nothing said, all."""
    (rule,) = RULES
    assert rule.configured
    program = [keeping("half", 50), keeping("most", 75), keeping("all", 100)]
    assert expected == violators(rule.configured({"minimumHealthyPercent": least}), program)
    assert {"half", "most"} == violators(rule.configured({}), program)


def test_says_what_and_how() -> None:
    """The resource, what was found, what that is to a single task, and what to set."""
    program = [service("web", waitForSteadyState=False), keeping("worker", 50), keeping("late", UNKNOWN)]
    assert [
        "web: Pulumi ends before it is known whether the new version runs. Set wait_for_steady_state to true.",
        (
            "worker: a new version may take down all but 50 percent of the tasks before its own are up; ECS rounds up, "
            "so a single task stays unless that is 0. Set deployment_minimum_healthy_percent to 100 or more."
        ),
        (
            "late: the value of deploymentMinimumHealthyPercent is not known before the update, so nothing can be said "
            "of it. Make it from values that the program knows, not from outputs of resources."
        ),
    ] == [each.message for each in hasty_updates()(program)]
