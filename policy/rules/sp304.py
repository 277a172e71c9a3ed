"""SP304: an update ends when it is known whether the new version runs, and takes no task down before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policy.model import UNKNOWN, Finding, Judge, Resource, Rule, undetermined
from policy.services import SERVICE, controller_of

_WAITS = "waitForSteadyState"
_LEAST = "deploymentMinimumHealthyPercent"
_ALL = 100
"""Percent of the tasks: what ECS keeps up by default."""


def hasty_updates(least: float = _ALL) -> Judge:
    """Make the judge for services that keep this percentage of their tasks up. Default: all of them.

    What another than ECS deploys is left to it; a daemon has one task for each machine, and must stop it first.
    """

    def judge(resources: Sequence[Resource]) -> Iterator[Finding]:
        for service in resources:
            if service.type != SERVICE or controller_of(service) not in (None, "ECS", UNKNOWN):
                continue
            yield from _waits(service)
            if service.props.get("schedulingStrategy") != "DAEMON":
                yield from _keeps(service, least)

    return judge


def _waits(service: Resource) -> Iterator[Finding]:
    match service.props.get(_WAITS):
        case True:
            pass
        case value if value is UNKNOWN:
            yield undetermined(service, _WAITS)
        case _:
            yield Finding(
                service.urn,
                f"{service.name}: Pulumi ends before it is known whether the new version runs. Set "
                "wait_for_steady_state to true.",
            )


def _keeps(service: Resource, least: float) -> Iterator[Finding]:
    percent = service.props.get(_LEAST)
    percent = _ALL if percent is None else percent
    if not isinstance(percent, int | float):
        yield undetermined(service, _LEAST)
    elif percent < least:
        yield Finding(
            service.urn,
            f"{service.name}: a new version may take down all but {percent:g} percent of the tasks before its own are "
            "up; ECS rounds up, so a single task stays unless that is 0. Set deployment_minimum_healthy_percent to "
            f"{least:g} or more.",
        )


def _configured(config: Mapping[str, Any]) -> Judge:
    return hasty_updates(config.get("minimumHealthyPercent", _ALL))


RULES = (
    Rule(
        name="SP304-update-waits",
        description="An update waits for the new version, and takes no task down before.",
        why=(
            "An update that ends before it is known whether the new version runs reports success for what then "
            "fails; and one that takes tasks down first has fewer for its users."
        ),
        fails="A service that Pulumi does not wait for, or that keeps less than all of its tasks up in a deployment.",
        fix=f"Set wait_for_steady_state to true, and deployment_minimum_healthy_percent to {_ALL} or leave it out.",
        passes=(
            "Services that others than ECS deploy; and, for tasks that are up, daemons: each machine has one, and "
            "it must stop first."
        ),
        pages=("https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",),
        severity="medium",
        alone=True,
        judge=hasty_updates(),
        level="advisory",
        options={
            "minimumHealthyPercent": {
                "description": "Percent of a service's tasks that must stay up in a deployment.",
                "type": "integer",
                "minimum": 0,
                "maximum": 100,
                "default": _ALL,
            }
        },
        configured=_configured,
    ),
)
