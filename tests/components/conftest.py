"""Every test of a component has an engine of its own."""

from typing import Any

import pulumi
import pytest

from tests.components.world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Set up an engine in which nothing has been made, for the stack `staging`."""
    return _engine(World(), monkeypatch)


@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> World:
    """Set up the same engine for a first preview."""
    return _engine(World(preview=True), monkeypatch)


def _engine(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    register = pulumi.ComponentResource.register_outputs

    def remember(component: pulumi.ComponentResource, outputs: Any) -> None:
        # The mock engine drops what components register.
        world.registered.setdefault(component.pulumi_resource_name, []).append(outputs)
        register(component, outputs)

    monkeypatch.setattr(pulumi.ComponentResource, "register_outputs", remember)
    pulumi.runtime.set_mocks(
        world, project="split-pipelines", stack="staging", preview=world.preview, monitor=world.monitor
    )
    return world
