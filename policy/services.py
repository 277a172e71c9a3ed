"""ECS services, and who deploys them."""

from collections.abc import Mapping
from typing import Any

from policy.model import Resource

SERVICE = "aws:ecs/service:Service"
CONTROLLER = "deploymentController"


def controller_of(service: Resource) -> Any:
    """Who deploys a service: None for ECS itself, by default; UNKNOWN if that is not known."""
    controller = service.props.get(CONTROLLER)
    return controller.get("type") if isinstance(controller, Mapping) else controller
