"""Version numbers: what a program prints, and what go.mod pins."""

import re
from importlib import resources
from typing import NamedTuple


class Version(NamedTuple):
    """A release number. Compares as numbers do: 3.250.0 is newer than 3.99.0."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


def parse(text: str) -> Version | None:
    """Return the first version number in `text` ("v3.259.0", "go version go1.26.6 linux/amd64"), or None.

    A missing patch number counts as 0. Whatever follows the number (`-alpha`, `+dirty`) is ignored.
    """
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return Version(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def pinned_pulumi() -> Version:
    """Return the release of the Pulumi CLI that is installed or built: the one that go.mod pins."""
    return _from_go_mod(r"^\s*github\.com/pulumi/pulumi/sdk/v3 v(\S+)")


def needed_go() -> Version:
    """Return the oldest Go that can build it, as go.mod's `go` directive says."""
    return _from_go_mod(r"^go (\S+)")


def _from_go_mod(pattern: str) -> Version:
    found = re.search(pattern, resources.files(__package__).joinpath("go.mod").read_text(), re.MULTILINE)
    version = parse(found[1]) if found else None
    if version is None:
        raise AssertionError(f"go.mod has no line that matches {pattern}")
    return version
