"""What ECS says of a service's subnets, security groups and load balancers.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition
from moto.elbv2.models import elbv2_backends

_Members = dict[str, Any]


def checked_network(service: Service, definition: TaskDefinition, asked: _Members | None) -> _Members | None:
    """`asked` with what ECS fills in. Raises AWS's error if it does not fit, or names what there is not."""
    if definition.network_mode != "awsvpc":
        if asked:
            raise InvalidParameterException(
                "Network Configuration is not valid for the given networkMode of this task definition."
            )
        return None
    if not asked:
        raise InvalidParameterException(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        )
    network = {"securityGroups": [], "assignPublicIp": "DISABLED"} | asked["awsvpcConfiguration"]
    service._validate_network({"awsvpcConfiguration": network})  # noqa: SLF001
    return {"awsvpcConfiguration": network}


def check_load_balancers(
    backend: EC2ContainerServiceBackend, asked: Iterable[Mapping[str, Any]], definition: TaskDefinition
) -> None:
    """Raise AWS's error for a target group that no load balancer has, or a port that no container has."""
    groups = elbv2_backends[backend.account_id][backend.region_name].target_groups
    containers: list[_Members] = definition.container_definitions
    ports = {
        each["name"]: {mapping["containerPort"] for mapping in each.get("portMappings", [])} for each in containers
    }
    for each in asked:
        arn, name, port = each.get("targetGroupArn"), each["containerName"], each["containerPort"]
        if name not in ports:
            raise InvalidParameterException(f"The container {name} does not exist in the task definition.")
        if port not in ports[name]:
            raise InvalidParameterException(f"The container {name} did not have a container port {port} defined.")
        if arn not in groups:
            raise InvalidParameterException(f"Unable to describe target group {arn}: it does not exist.")
        if not groups[arn].load_balancer_arns:
            raise InvalidParameterException(
                f"The target group with targetGroupArn {arn} does not have an associated load balancer."
            )
