"""Which image each app runs."""

import pytest

from program.images import images
from tests.components.world import LOOKUPS, World

ONE, TWO = (f"sha256:{digit * 64}" for digit in "12")


def found(
    world: World, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, str], released: dict[str, str]
) -> dict[str, str]:
    """The images of `web` and `api` in `prod`, where these parameters are below the environment's path."""
    named = {f"/split-pipelines/prod/{name}": value for name, value in parameters.items()}
    answer = {"names": list(named), "values": list(named.values())}
    monkeypatch.setitem(LOOKUPS, "aws:ssm/getParametersByPath:getParametersByPath", answer)
    return world.run(lambda: images("prod", ("web", "api"), released))


def test_what_is_released_comes_before_what_is_live(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was never released has none, whatever else is below its path."""
    assert {"web": TWO} == found(world, monkeypatch, {"web/image": ONE, "api/other": ONE}, {"web": TWO})
    assert {"web": ONE} == found(world, monkeypatch, {"web/image": ONE}, {})


def test_a_parameter_without_a_digest_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, with the command that mends it."""
    name = "/split-pipelines/prod/api/image"
    with pytest.raises(ValueError, match=rf"^parameter {name}: .*aws ssm put-parameter .* --name {name} "):
        found(world, monkeypatch, {"web/image": ONE, "api/image": "latest"}, {})


def test_apps_of_other_stacks_are_not_judged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither their images nor what is wrong with their parameters is this stack's business."""
    others = {"worker/image": TWO, "other/image": "latest"}
    assert {"web": ONE} == found(world, monkeypatch, {"web/image": ONE} | others, {})
