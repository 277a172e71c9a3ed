"""What Pulumi's own state says, as it lies in a world's backend.

https://www.pulumi.com/docs/iac/concepts/state-and-backends/#local-filesystem
"""

import json
from pathlib import Path
from typing import Any


def deployed(backend: Path, project: str, stack: str) -> frozenset[tuple[str, str | None]]:
    """The resources that the state of a stack has, each by its URN and its id.

    One that was deleted to be replaced is not there any more, though the state still names it.
    """
    resources = _resources(backend / ".pulumi" / "stacks" / project / f"{stack}.json")
    return frozenset((each["urn"], each.get("id")) for each in resources if not each.get("pendingReplacement"))


def _resources(file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(file.read_text())
    except FileNotFoundError:
        return []
    return (read["checkpoint"].get("latest") or {}).get("resources") or []
