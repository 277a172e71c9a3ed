"""ECS's services, of which moto drops half and checks little.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html.
"""

from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.exceptions import EcsClientException, ECSException, InvalidParameterException
from moto.ecs.models import Cluster, EC2ContainerServiceBackend, Service, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse

from splitctl.sandbox.aws.ecs_networking import check_load_balancers, checked_network
from splitctl.sandbox.aws.rollouts import REVISED, begin, go_on, resize, revise, revision_of

_Members = dict[str, Any]

_DEPLOYING: Mapping[str, Any] = {
    "bakeTimeInMinutes": 0,
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "strategy": "ROLLING",
}
_KEPT = (
    "availabilityZoneRebalancing",
    "enableECSManagedTags",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
)
_AS_IT_IS = 100  # percent: nothing may run beside what is wanted


class ServiceNotActiveError(ECSException):
    """The service has been deleted."""

    def __init__(self) -> None:
        super().__init__("ServiceNotActiveException", "Service was not active.")


def correct() -> None:
    """Hold all that a service was made with, change it, refuse what ECS refuses, and list none that has ended."""
    lists = EC2ContainerServiceBackend.list_services

    def list_services(backend: EC2ContainerServiceBackend, *arguments: Any, **named: Any) -> list[str]:
        ended = {service.arn for service in backend.services.values() if service.status == "INACTIVE"}
        return [arn for arn in lists(backend, *arguments, **named) if arn not in ended]

    setattr(EC2ContainerServiceBackend, lists.__name__, list_services)
    for answer in (create_service, update_service):
        setattr(EC2ContainerServiceResponse, answer.__name__, answer)


def create_service(response: EC2ContainerServiceResponse) -> ActionResult:
    """CreateService: its first deployment begins."""
    asked, backend = response._get_params(), response.ecs_backend  # noqa: SLF001
    cluster = backend._get_cluster(asked.get("cluster", "default"))  # noqa: SLF001
    name = asked["serviceName"]
    if (held := backend.services.get(f"{cluster.name}:{name}")) and held.status != "INACTIVE":
        raise InvalidParameterException("Creation of service was not idempotent.")
    definition = _definition(backend, asked["taskDefinition"])
    strategy = _strategy(cluster, asked)
    service = Service(  # type: ignore[abstract]  # moto makes its services so
        cluster=cluster,
        service_name=name,
        desired_count=asked.get("desiredCount", 0),
        backend=backend,
        task_definition=definition,
        tags=asked.get("tags"),
        launch_type=None if strategy else asked.get("launchType", "EC2"),
        propagate_tags=asked.get("propagateTags", "NONE"),
        role_arn=asked.get("role"),
    )
    fargate = service.launch_type == "FARGATE" or bool(strategy)
    if fargate and "FARGATE" not in (definition.requires_compatibilities or []):
        raise InvalidParameterException("Task definition does not support launch_type FARGATE.")
    vars(service).update(
        {
            "createdAt": utcnow(),
            "deploymentConfiguration": {**_DEPLOYING, **asked.get("deploymentConfiguration", {})},
            "enableECSManagedTags": False,
            "enableExecuteCommand": False,
            **({"platformFamily": "Linux"} if fargate else {}),
        }
    )
    revision = {name: asked[name] for name in REVISED if name in asked} | {
        "capacityProviderStrategy": strategy,
        "taskDefinition": definition.arn,
        "platformVersion": asked.get("platformVersion", "LATEST") if fargate else None,
    }
    revision["networkConfiguration"] = checked_network(service, definition, asked.get("networkConfiguration"))
    _revise(backend, service, revision, definition)
    _keep(service, {"availabilityZoneRebalancing": _rebalancing(service)} | asked)
    service.deployments = []
    begin(service, revision)
    backend.services[f"{cluster.name}:{name}"] = service
    return ActionResult({"service": service})


def update_service(response: EC2ContainerServiceResponse) -> ActionResult:
    """UpdateService: what is given changes. What is another one for its tasks begins another deployment."""
    asked, backend = response._get_params(), response.ecs_backend  # noqa: SLF001
    service = backend._get_service(asked.get("cluster", "default"), asked["service"])  # noqa: SLF001
    if service.status != "ACTIVE":
        raise ServiceNotActiveError
    go_on(backend, service)
    changed = {name: asked[name] for name in REVISED if name in asked}
    definition = backend.describe_task_definition(service.task_definition or "")
    if "taskDefinition" in changed:
        definition = _definition(backend, changed["taskDefinition"])
        changed["taskDefinition"] = definition.arn
    if "networkConfiguration" in changed:
        changed["networkConfiguration"] = checked_network(service, definition, changed["networkConfiguration"])
    if "capacityProviderStrategy" in changed:
        cluster = backend._get_cluster(service.cluster_name)  # noqa: SLF001
        changed["capacityProviderStrategy"] = _strategy(cluster, changed)
    before = revision_of(service)
    revision = before | changed
    _revise(backend, service, revision, definition)
    held = vars(service)["deploymentConfiguration"]
    vars(service)["deploymentConfiguration"] = held | asked.get("deploymentConfiguration", {})
    _keep(service, asked)
    if "propagateTags" in asked:
        service.propagate_tags = asked["propagateTags"]
    if "desiredCount" in asked:
        resize(service, asked["desiredCount"])
    if asked.get("forceNewDeployment") or revision != before:
        begin(service, revision)
    return ActionResult({"service": service})


def _definition(backend: EC2ContainerServiceBackend, name: str) -> TaskDefinition:
    definition = backend.describe_task_definition(name)
    if definition.status != "ACTIVE":
        raise EcsClientException("TaskDefinition is inactive")
    return definition


def _strategy(cluster: Cluster, asked: _Members) -> list[_Members]:
    """The capacity providers asked for, by default the cluster's own where no launch type is given either."""
    given = asked.get("capacityProviderStrategy") or []
    if given and "launchType" in asked:
        raise InvalidParameterException(
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        )
    if not given and "launchType" not in asked:
        given = cluster.default_capacity_provider_strategy or []
    if {each["capacityProvider"] for each in given} - set(cluster.capacity_providers or []):
        raise InvalidParameterException(
            "The specified capacity provider strategy cannot contain a capacity provider that is not associated with "
            "the cluster. Associate the capacity provider with the cluster and try again."
        )
    return [{"base": 0, "weight": 0} | each for each in given]


def _revise(
    backend: EC2ContainerServiceBackend, service: Service, revision: _Members, definition: TaskDefinition
) -> None:
    check_load_balancers(backend, revision.get("loadBalancers") or [], definition)
    revise(service, revision)
    if service.load_balancers:
        role = "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
        vars(service)["roleArn"] = service.role_arn or f"arn:aws:iam::{backend.account_id}:role/{role}"
        vars(service).setdefault("healthCheckGracePeriodSeconds", 0)


def _keep(service: Service, asked: _Members) -> None:
    if asked.get("healthCheckGracePeriodSeconds") and not service.load_balancers:
        raise InvalidParameterException(
            "Health check grace period is only valid for services configured to use load balancers"
        )
    if asked.get("availabilityZoneRebalancing") == "ENABLED" and not _can_rebalance(service):
        raise InvalidParameterException(
            "Availability Zone rebalancing does not support maximumPercent less than or equal to 100%."
        )
    vars(service).update({name: asked[name] for name in _KEPT if name in asked})


def _rebalancing(service: Service) -> str:
    return "ENABLED" if _can_rebalance(service) else "DISABLED"


def _can_rebalance(service: Service) -> bool:
    return bool(vars(service)["deploymentConfiguration"]["maximumPercent"] > _AS_IT_IS)
