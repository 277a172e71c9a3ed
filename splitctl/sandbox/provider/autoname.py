"""Physical names for resources whose program gives none."""

import hashlib
from dataclasses import dataclass

_RANDOM_DIGITS = 7  # as the official provider appends


@dataclass(frozen=True)
class AutoName:
    """How a type is named when its program does not name it: the resource's name and seven random hex digits."""

    property: str = "name"
    max_length: int = 255
    lower: bool = False

    def make(self, resource_name: str, seed: bytes) -> str:
        """The name for `resource_name`: the same `seed` gives the same name again."""
        base = resource_name.lower() if self.lower else resource_name
        digits = hashlib.sha256(seed + resource_name.encode()).hexdigest()[:_RANDOM_DIGITS]
        return f"{base[: self.max_length - _RANDOM_DIGITS - 1]}-{digits}"
