"""What Pulumi's own state says, as it lies in a world's backend.

https://www.pulumi.com/docs/iac/concepts/state-and-backends/#local-filesystem
"""

import json
from pathlib import Path
from typing import Any


def is_deployed(backend: Path, urn: str, resource_id: str) -> bool:
    """Whether the state of the stack that `urn` belongs to has this resource with this id.

    One that was deleted to be replaced is not there any more, though the state still names it.
    """
    stack, project = urn.removeprefix("urn:pulumi:").split("::")[:2]
    return any(
        (each["urn"], each.get("id")) == (urn, resource_id) and not each.get("pendingReplacement")
        for each in _resources(backend / ".pulumi" / "stacks" / project / f"{stack}.json")
    )


def _resources(file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(file.read_text())
    except FileNotFoundError:
        return []
    return (read["checkpoint"].get("latest") or {}).get("resources") or []
