"""No secret of a service or scheduled task is ever repeated."""

from typing import Any

import pytest

from tests.settings.mending import mended, problems

HUSH = "hush-hush"
TOKEN = f"ghp_{36 * 'a'}"
READABLE = "this seems to be a secret, and everybody who may look at ECS could read it; store it, and say under secrets"


def inside(kind: str, keys: Any) -> dict[str, Any]:
    """Make a configuration that says this of a service, a schedule, or a service's sidecar."""
    if kind == "sidecar":
        image = f"public.ecr.aws/docker/library/nginx@sha256:{64 * '0'}"
        return inside("services", {"sidecars": {"proxy": {"image": image} | keys}})
    needed = {"expression": "rate(1 day)"} if kind == "schedules" else {}
    return {"apps": {"web": {kind: {"api": needed | keys}}}}


@pytest.mark.parametrize("kind", ["services", "schedules", "sidecar"])
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"variables": {"DB_PASSWORD": HUSH}}, f"variables.DB_PASSWORD: {READABLE}"),
        ({"variables": {"DB_PASSWORD": 12345678}}, f"variables.DB_PASSWORD: {READABLE}"),
        ({"variables": {"GREETING": TOKEN}}, f"variables.GREETING: {READABLE}"),
        ({"variables": {"X": [HUSH]}}, "variables.X: this is not text"),
        ({"variables": {"X": {"Y": HUSH}}}, "variables.X: this is not text"),
        ({"variables": f"DB_PASSWORD={HUSH}"}, "variables: this is not a mapping"),
        ({"variables": [HUSH]}, "variables: this is not a mapping"),
        ({"secrets": {"TOKEN": HUSH}}, "secrets.TOKEN: this is not the place of a secret"),
        ({"secrets": {"TOKEN": 12345678}}, "secrets.TOKEN: this is not text"),
        ({"secrets": {"TOKEN": [HUSH]}}, "secrets.TOKEN: this is not text"),
        ({"secrets": HUSH}, "secrets: this is not a mapping"),
        ({"command": ["serve", TOKEN]}, "command: a word of it seems to be a secret"),
        ({"command": f"serve {TOKEN}"}, "command: a word of it seems to be a secret"),
        ({"command": f"serve --password {HUSH}"}, "command: this is not a list"),
        ({"command": [[HUSH]]}, "command[0]: this is not text"),
    ],
)
def test_told_by_its_place_only(kind: str, keys: dict[str, Any], said: str) -> None:
    """The message names the key and how to do it better; who runs its commands has mended it."""
    lines = problems(inside(kind, keys))
    assert f".{said}" in lines[0]
    for secret in (HUSH, TOKEN, "12345678"):
        assert secret not in "".join(lines)
    assert mended(inside(kind, keys))


def test_every_secret_is_found_at_once() -> None:
    """Each at its key."""
    lines = problems(inside("services", {"variables": {"DB_PASSWORD": HUSH, "LOG": "info", "API_KEY": HUSH}}))
    keys = [line.split(":")[0] for line in lines if line.startswith("apps.")]
    assert ["apps.web.services.api.variables.API_KEY", "apps.web.services.api.variables.DB_PASSWORD"] == keys


@pytest.mark.parametrize("kind", ["services", "schedules"])
@pytest.mark.parametrize("entry", [HUSH, [HUSH], [{"variables": {"DB_PASSWORD": HUSH}}]])
@pytest.mark.parametrize("place", ["all", "one", "sidecars", "sidecar"])
def test_whatever_stands_where_a_mapping_should(kind: str, entry: Any, place: str) -> None:
    """It may hold a secret, and is not repeated either."""
    needed: dict[str, Any] = {"expression": "rate(1 day)"} if kind == "schedules" else {}
    entries: dict[str, Any] = {
        "all": entry,
        "one": {"api": entry},
        "sidecars": {"api": needed | {"sidecars": entry}},
        "sidecar": {"api": needed | {"sidecars": {"proxy": entry}}},
    }
    lines = problems({"apps": {"web": {kind: entries[place]}}})
    assert "is not a mapping" in lines[0]
    assert HUSH not in "".join(lines)
