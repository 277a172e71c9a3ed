"""Worlds that `splitctl sandbox start` keeps running: where other commands find them."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from splitctl.errors import UserError
from splitctl.sandbox.token import TOKEN_VARIABLE, WORLD_VARIABLE
from splitctl.sandbox.toolchain import cache_root
from splitctl.sandbox.world import World


def find(tree: Path, caller: Mapping[str, str] = os.environ) -> World | None:
    """The world to join: the one that the caller runs in, else the one started for `tree`; None if neither lives."""
    token, folder = caller.get(TOKEN_VARIABLE), caller.get(WORLD_VARIABLE)
    if token and folder:
        world = World(Path(folder), caller.get("AWS_ENDPOINT_URL", ""), token)
        return world if world.is_healthy() else None
    try:
        record = json.loads(_record(tree).read_text())
        world = World(Path(record["folder"]), record["endpoint"], record["token"])
    except (OSError, ValueError, KeyError):
        return None
    return world if world.is_healthy() else None


@contextmanager
def announced(world: World, tree: Path) -> Iterator[None]:
    """Let commands in `tree` find `world` meanwhile. Raises UserError if one was started there already."""
    if other := find(tree, {}):
        raise UserError(f"a sandbox for {tree} runs already, on {other.endpoint}: use it, or end it first")
    record = _record(tree)
    record.parent.mkdir(parents=True, exist_ok=True)
    new = record.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps({"folder": str(world.folder), "endpoint": world.endpoint, "token": world.token}))
    new.replace(record)
    try:
        yield
    finally:
        record.unlink(missing_ok=True)


def _record(tree: Path) -> Path:
    return cache_root() / "worlds" / f"{hashlib.sha256(str(tree).encode()).hexdigest()[:16]}.json"
