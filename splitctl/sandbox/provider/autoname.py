"""Physical names for resources whose program gives none."""

import hashlib
import re
from dataclasses import dataclass

_RANDOM_DIGITS = 7  # as the official provider appends
_AFTER_A_PREFIX = re.compile(r"(?P<prefix>.+)[0-9]{18}[0-9a-f]{8}", re.DOTALL)
_TENS = 10**18


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

    def make_after(self, prefix: str, resource_name: str, seed: bytes) -> str:
        """The name for `resource_name` where its program gives how it begins."""
        digits = hashlib.sha256(seed + resource_name.encode() + prefix.encode()).hexdigest()
        return f"{prefix}{int(digits, 16) % _TENS:018}{digits[:8]}"


def prefix_of(name: str) -> str:
    """How a name begins that was made after a prefix; empty: it was made another way."""
    found = _AFTER_A_PREFIX.fullmatch(name)
    return found["prefix"] if found else ""
