"""How the deployments of ECS services go: moto's services never start a task.

A placeholder, to be replaced by services that start tasks: the newest deployment is steady as soon as somebody looks,
unless its task definition has the tag `sandbox:rollout` with the value `fail`. Then no task ever starts, and the
circuit breaker does what it does on AWS: nothing if it is off, else it fails the deployment and, if told so, rolls back
to the last deployment that was completed. Each look, which is a DescribeServices, brings a deployment one step on.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html.
"""

from typing import Any

from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.moto_api._internal import mock_random

_Members = dict[str, Any]

FAILING = {"key": "sandbox:rollout", "value": "fail"}
"""The tag of a task definition whose tasks never start."""

REVISED = ("taskDefinition", "networkConfiguration", "platformVersion", "capacityProviderStrategy", "loadBalancers")
"""What is a service's own per deployment, by the names of UpdateService: another one starts a deployment, and a
rollback brings the last one back."""


def correct() -> None:
    """Let deployments go on whenever somebody looks at a service."""
    describe = EC2ContainerServiceBackend.describe_services

    def describe_services(
        backend: EC2ContainerServiceBackend, cluster_str: str, service_names_or_arns: list[str]
    ) -> tuple[list[Service], list[dict[str, str]]]:
        found: tuple[list[Service], list[dict[str, str]]] = describe(backend, cluster_str, service_names_or_arns)
        for service in found[0]:
            go_on(backend, service)
        return found

    setattr(EC2ContainerServiceBackend, describe.__name__, describe_services)


def begin(service: Service, revision: _Members) -> None:
    """Start a deployment of `revision`, whose members are those in REVISED; what runs is replaced by and by."""
    made_id, now = f"ecs-svc/{mock_random.randint(10**18, 10**19 - 1)}", utcnow()
    for deployment in service.deployments:
        deployment["status"] = "ACTIVE"
    begun: _Members = {
        "id": made_id,
        "status": "PRIMARY",
        "taskDefinition": revision["taskDefinition"],
        "desiredCount": service.desired_count,
        "pendingCount": service.desired_count,
        "runningCount": 0,
        "failedTasks": 0,
        "createdAt": now,
        "updatedAt": now,
        "launchType": service.launch_type,
        "platformFamily": vars(service).get("platformFamily"),
        "rolloutState": "IN_PROGRESS",
        "rolloutStateReason": f"ECS deployment {made_id} in progress.",
        "revision": revision,
        **{name: revision.get(name) for name in REVISED[1:4]},
    }
    service.deployments = [
        {name: value for name, value in begun.items() if value is not None},
        *service.deployments,
    ]
    _count(service)


def resize(service: Service, count: int) -> None:
    """Keep another number of tasks running, in the deployment that there is."""
    service.desired_count = count
    primary: _Members = service.deployments[0]
    primary["desiredCount"] = count
    if primary["rolloutState"] == "COMPLETED":
        primary["runningCount"] = count
    primary["pendingCount"] = count - primary["runningCount"]
    _count(service)


def go_on(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Bring the newest deployment one step on."""
    primary: _Members | None = service.deployments[0] if service.deployments else None
    if service.status != "ACTIVE" or primary is None or primary["rolloutState"] != "IN_PROGRESS":
        return
    if service.launch_type == "EC2" and not backend.container_instances.get(service.cluster_name):
        return  # there is nothing to run on
    if primary["desiredCount"] and FAILING in backend.describe_task_definition(primary["taskDefinition"]).tags:
        _fail(service, primary)
    else:
        counts = {"runningCount": primary["desiredCount"], "pendingCount": 0}
        _change(primary, "COMPLETED", primary.pop("onCompletion", f"ECS deployment {primary['id']} completed."), counts)
        service.deployments = [primary]
        _tell(service, "has reached a steady state.")
    _count(service)


def _fail(service: Service, failed: _Members) -> None:
    failed["failedTasks"] += failed["desiredCount"]
    _tell(service, "is unable to consistently start tasks successfully.")
    breaker = vars(service)["deploymentConfiguration"]["deploymentCircuitBreaker"]
    if not breaker["enable"]:
        return
    _change(failed, "FAILED", "ECS deployment circuit breaker: tasks failed to start.", {"pendingCount": 0})
    last: _Members | None = next((each for each in service.deployments if each["rolloutState"] == "COMPLETED"), None)
    if not breaker["rollback"] or last is None:
        return
    _tell(service, f"(deployment {failed['id']}) deployment failed: tasks failed to start.")
    revise(service, last["revision"])
    begin(service, last["revision"])
    back = service.deployments[0]
    breaking = "ECS deployment circuit breaker:"
    back["rolloutStateReason"] = f"{breaking} rolling back to deploymentId {last['id']}."
    back["onCompletion"] = f"{breaking} rolled back to deploymentId {last['id']}."
    _tell(service, f"rolling back to deployment {last['id']}.")


def revise(service: Service, revision: _Members) -> None:
    """Make the members in REVISED the service's own."""
    service.task_definition = revision["taskDefinition"]
    service.network_configuration = revision.get("networkConfiguration") or {}
    service.platform_version = revision.get("platformVersion")
    service.load_balancers = revision.get("loadBalancers") or []
    vars(service)["capacityProviderStrategy"] = revision.get("capacityProviderStrategy") or []


def revision_of(service: Service) -> _Members:
    """The members in REVISED as the service has them."""
    return {
        "taskDefinition": service.task_definition,
        "networkConfiguration": service.network_configuration or None,
        "platformVersion": service.platform_version,
        "capacityProviderStrategy": vars(service)["capacityProviderStrategy"],
        "loadBalancers": service.load_balancers,
    }


def _change(deployment: _Members, state: str, reason: str, counts: _Members) -> None:
    deployment |= {"rolloutState": state, "rolloutStateReason": reason, "updatedAt": utcnow(), **counts}


def _count(service: Service) -> None:
    deployments: list[_Members] = service.deployments
    service.running_count = sum(each["runningCount"] for each in deployments)
    service.pending_count = sum(each["pendingCount"] for each in deployments)


def _tell(service: Service, what: str) -> None:
    event = {"id": str(mock_random.uuid4()), "createdAt": utcnow(), "message": f"(service {service.name}) {what}"}
    service.events.insert(0, event)
