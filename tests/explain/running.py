"""What tests of `splitctl explain` share."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples" / "lifecycle"
OUTAGE, UNTAGGED, PROTECTING = (str(EXAMPLES / f"{name}.json") for name in ("outage", "untagged", "protecting"))
IMAGES = str(EXAMPLES / "images.json")
NOW = "2026-02-01T00:00:00Z"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Its answer, in JSON."""
        answer: dict[str, Any] = json.loads(self.out)
        return answer

    def row(self, start: str) -> str:
        """The one line of its answer that begins with `start`."""
        (found,) = (line for line in self.out.splitlines() if line.startswith(start))
        return found


def any_image(*, more_than: int = 10) -> dict[str, Any]:
    """A policy of one rule, which keeps the youngest images."""
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": more_than}
    return {"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]}


def listed(number: int, *tags: str, pushed: str | float = "2026-01-01T00:00:00Z", **more: Any) -> dict[str, Any]:
    """An image as describe-images lists it, with a digest that ends in `number`."""
    tagged = {"imageTags": list(tags)} if tags else {}
    return {"imageDigest": f"sha256:{number:064x}", **tagged, "imagePushedAt": pushed, **more}


def listing(*images: dict[str, Any]) -> dict[str, Any]:
    """What describe-images answers."""
    return {"imageDetails": list(images)}


def written(folder: Path, document: Any, name: str = "document.json") -> str:
    """Put a document into a file, and return its path."""
    (folder / name).write_text(json.dumps(document))
    return str(folder / name)
