"""The program of a stack that was updated before: it knows what it was, and makes nothing of what it cannot become."""

import json

import pulumi
import pytest

from tests.components.samples import CLUSTER
from tests.components.test_program import API, OUTPUTS, SHARED, default_network, up
from tests.components.world import LOOKUPS, World
from tests.workloads.samples import DIGEST

MADE = {"parts": ["alarmsTopic", "cluster", "loadBalancer"], "kept": False, "certificate": None, "routes": ["web/api"]}
"""What a stack says of itself that made all that its one service needs."""


def test_a_stack_tells_its_next_update_what_it_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the network, which was there."""
    default_network(monkeypatch)
    exports = up(world, monkeypatch, apps=json.dumps(API))
    assert exports["made"] == MADE


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"environment": "live"}, 'environment: "live" is another environment than "staging"'),
        ({"cluster": CLUSTER}, "cluster: it names the one that this stack made itself"),
        ({"sharedFrom": "base"}, 'sharedFrom: "base" names alarmsTopic, cluster, loadBalancer that this stack'),
    ],
)
def test_what_it_cannot_become_makes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, config: dict[str, str], said: str
) -> None:
    """One error, before any resource is made: by its own outputs, and by those of the stack that it would take from."""
    told: list[str] = []
    outputs = {"environment": "staging", "images": {"web": DIGEST}, "made": MADE, "shared": SHARED}
    monkeypatch.setitem(LOOKUPS, OUTPUTS, {"outputs": outputs, "secretOutputNames": []})
    monkeypatch.setattr(pulumi.log, "error", told.append)
    default_network(monkeypatch)
    with pytest.raises(SystemExit):
        up(world, monkeypatch, apps=json.dumps(API), **config)
    assert [True] == [said in each for each in told]
    assert world.made == {}
