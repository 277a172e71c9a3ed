"""SP303: a deployment that fails is rolled back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policy.model import UNKNOWN, Finding, Resource, Rule, undetermined
from policy.repositories import region_of
from policy.services import CONTROLLER, SERVICE, controller_of

DEPLOYMENT_GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup"

_BREAKER = "deploymentCircuitBreaker"
_ROLLBACK = "autoRollbackConfiguration"
_FAILURE = "DEPLOYMENT_FAILURE"
_WHY = "what does not come up is tried again and again, in the place of what did"


def unbroken_failures(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find services and deployment groups of ECS that leave a failed deployment as it is.

    Whoever deploys a service whose controller is EXTERNAL has to roll it back, too.
    """
    for resource in resources:
        if resource.type == SERVICE:
            yield from _service(resource)
        elif resource.type == DEPLOYMENT_GROUP and resource.props.get("ecsService"):
            yield from _deployment_group(resource)


def _service(service: Resource) -> Iterator[Finding]:
    controller = controller_of(service)
    if controller is UNKNOWN:
        yield undetermined(service, f"{CONTROLLER}.type")
    elif controller not in ("CODE_DEPLOY", "EXTERNAL"):
        yield from _required(
            service,
            _BREAKER,
            {"enable": True, "rollback": True},
            "Set deployment_circuit_breaker, with enable and rollback both true.",
        )


def _deployment_group(group: Resource) -> Iterator[Finding]:
    yield from _required(
        group,
        _ROLLBACK,
        {"enabled": True, "events": _FAILURE},
        f"Set auto_rollback_configuration, with enabled true and {_FAILURE} among its events.",
    )


def _required(resource: Resource, prop: str, wanted: Mapping[str, Any], remedy: str) -> Iterator[Finding]:
    """Report if a block of settings is not as it should be, or not known to be. A list should have what is wanted."""
    block = resource.props.get(prop)
    if block is UNKNOWN:
        yield undetermined(resource, prop)
        return
    settings = block if isinstance(block, Mapping) else {}
    answers = {key: _has(settings.get(key), value) for key, value in wanted.items()}
    if False in answers.values():
        yield Finding(resource.urn, f"{resource.name}: a deployment that fails is not rolled back: {_WHY}. {remedy}")
        return
    for key, answer in answers.items():
        if answer is UNKNOWN:
            yield undetermined(resource, f"{prop}.{key}")


def _has(value: Any, wanted: Any) -> Any:
    """Whether it is or has what is wanted; UNKNOWN if it may be."""
    values = value if isinstance(value, list) else [value]
    return wanted in values or (UNKNOWN if UNKNOWN in values else False)


def ungrouped_services(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find services that CodeDeploy deploys, and of whose deployment group nothing can be said."""
    groups = [each for each in resources if each.type == DEPLOYMENT_GROUP]
    for service in resources:
        if service.type != SERVICE or controller_of(service) != "CODE_DEPLOY":
            continue
        if not any(_deploys(group, service) for group in groups):
            yield Finding(
                service.urn,
                f"{service.name}: no deployment group of this stack is for it, so whether a deployment that fails is "
                "rolled back cannot be told. Make its aws.codedeploy.DeploymentGroup in the same program.",
            )


def _deploys(group: Resource, service: Resource) -> bool:
    """Whether a deployment group is for this service. Cluster and region only have to agree as far as they are known.

    They all are when the rule runs again after the update.
    """
    target = group.props.get("ecsService")
    target = target if isinstance(target, Mapping) else {"serviceName": UNKNOWN, "clusterName": UNKNOWN}
    name, wanted = service.props.get("name", UNKNOWN), target.get("serviceName")
    linked = service.urn in group.sources.get("ecsService", ())
    return (
        (linked if UNKNOWN in (name, wanted) else name == wanted)
        and _agree(_cluster(service.props.get("cluster")), _cluster(target.get("clusterName")))
        and _agree(region_of(service), region_of(group))
    )


def _cluster(value: Any) -> Any:
    """A cluster's name, of its name or ARN. Not said, it is the one that ECS calls default."""
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else value or "default"


def _agree(one: Any, other: Any) -> bool:
    return one == other or UNKNOWN in (one, other)


RULES = (
    Rule(
        name="SP303-circuit-breaker",
        description="A deployment that fails is rolled back.",
        why="A version that does not come up is tried again and again, in the place of the one that did.",
        fails=(
            "An ECS service without a circuit breaker that rolls back; a deployment group of CodeDeploy's for ECS "
            "that does not roll back failed deployments; and what is not known before the update."
        ),
        fix=(
            "Set deployment_circuit_breaker, with enable and rollback both true; for CodeDeploy "
            f"auto_rollback_configuration, with enabled true and {_FAILURE} among its events."
        ),
        passes="Services whose deployment controller is EXTERNAL: whoever deploys them has to roll them back, too.",
        pages=(
            "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
            "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",
        ),
        severity="critical",
        alone=True,
        judge=unbroken_failures,
    ),
    Rule(
        name="SP303-deployment-group-is-known",
        description="What CodeDeploy does with a deployment that fails is known.",
        why=(
            "The circuit breaker does nothing for a service that CodeDeploy deploys: its deployment group says "
            "what becomes of a failure."
        ),
        fails="A service that CodeDeploy deploys, and that no deployment group of the stack is for.",
        fix="Make its aws.codedeploy.DeploymentGroup in the same program.",
        pages=("https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",),
        severity="critical",
        alone=False,
        judge=ungrouped_services,
    ),
)
