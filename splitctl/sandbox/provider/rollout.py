"""Waiting until an ECS service is steady, as the official provider does for `waitForSteadyState`.

Here the deployments that DescribeServices shows tell how the rollout goes. Its end has the name that ECS gives it:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html.
"""

import time
from typing import Any, NamedTuple

from splitctl.sandbox.provider.patience import seconds_or
from splitctl.sandbox.provider.resource import NotThereError
from splitctl.sandbox.provider.values import Properties

_DEFAULT_SECONDS = 20 * 60.0
_EVERY_SECONDS = 0.2


class RolloutFailedError(Exception):
    """The service is not steady with what it was given, and will not be by itself."""


class _Rollout(NamedTuple):
    state: str
    reason: str = ""


_STEADY, _GOING_ON = _Rollout("SUCCESSFUL"), _Rollout("IN_PROGRESS")
_BREAKER = "the circuit breaker threshold was exceeded"


def running(client: Any, cluster: str, name: str) -> Properties:
    """What ECS holds of a service, tags included. Raises NotThereError if there is none, or it has been deleted."""
    found = client.describe_services(cluster=cluster, services=[name], include=["TAGS"])["services"]
    if not found or found[0]["status"] == "INACTIVE":
        raise NotThereError("DescribeServices", f"service {name} in cluster {cluster}")
    held: Properties = found[0]
    return held


def primary_id(held: Properties) -> str:
    """The id of a service's newest deployment."""
    return next((str(each["id"]) for each in held["deployments"] if each["status"] == "PRIMARY"), "")


def wait_until_steady(client: Any, cluster: str, arn: str, deployment_id: str | None) -> None:
    """Wait for a deployment, None: for the one that there is, to be the only one, with all its tasks running.

    Raises RolloutFailedError, which names the service, if the deployment fails, is rolled back, or takes longer than
    the program allows; default: 20 minutes.
    """
    patience = seconds_or(_DEFAULT_SECONDS)
    deadline = time.monotonic() + patience
    while (rollout := _rollout(running(client, cluster, arn), deployment_id)) != _STEADY:
        if rollout != _GOING_ON:
            raise RolloutFailedError(f"waiting for ECS Service ({arn}): {rollout.state}: {rollout.reason}")
        if time.monotonic() > deadline:
            raise RolloutFailedError(
                f"waiting for ECS Service ({arn}): {rollout.state}: not steady within {patience:g} seconds"
            )
        time.sleep(_EVERY_SECONDS)


def _rollout(held: Properties, deployment_id: str | None) -> _Rollout:
    """How far the service is."""
    deployments = held["deployments"]
    steady = len(deployments) == 1 and held["runningCount"] == held["desiredCount"]
    if deployment_id is None:
        return _STEADY if steady else _GOING_ON
    ours = next((each for each in deployments if each["id"] == deployment_id), None)
    primary = next((each for each in deployments if each["status"] == "PRIMARY"), None)
    if ours and ours["rolloutState"] == "COMPLETED":
        return _STEADY if steady else _GOING_ON
    if primary and primary is not ours:
        back = f"deployment {deployment_id} was rolled back because {_BREAKER}. {primary['rolloutStateReason']}"
        return _GOING_ON if primary["rolloutState"] == "IN_PROGRESS" else _Rollout("ROLLBACK_SUCCESSFUL", back)
    return _stopped(held, deployment_id) if ours and ours["rolloutState"] == "FAILED" else _GOING_ON


def _stopped(held: Properties, deployment_id: str) -> _Rollout:
    """How a deployment has failed whose place no other one takes."""
    if held["deploymentConfiguration"]["deploymentCircuitBreaker"]["rollback"]:
        return _Rollout("ROLLBACK_FAILED", f"{_BREAKER}, and no deployment was found to roll back to")
    return _Rollout("STOPPED", f"deployment {deployment_id} was stopped because {_BREAKER}")
