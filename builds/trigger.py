"""What starts a build besides a person: a push to a branch, or of a tag."""

import re
from dataclasses import dataclass

_REF = re.compile(r"(?![/.-])(?!.*(?://|\.\.|@\{|\.lock\Z))[\w./@#%+=,-]+(?<![/.])", re.ASCII)
_PATTERN = re.compile(r"(?![/.-])(?!.*(?://|\.\.|\*\*))[\w./@#%+=,*-]+(?<![/.])", re.ASCII)


@dataclass(frozen=True)
class BranchPush:
    """Every push to this branch."""

    branch: str

    def __post_init__(self) -> None:
        if not _REF.fullmatch(self.branch):
            raise ValueError(f'"{self.branch}" cannot be a branch; name one, such as main, without wildcards')

    @property
    def head_ref(self) -> str:
        """The regular expression that a webhook holds a push's reference against."""
        return f"^refs/heads/{re.escape(self.branch)}$"


@dataclass(frozen=True)
class TagPush:
    """Every push of a tag that matches this pattern, in which `*` is any run of characters."""

    pattern: str

    def __post_init__(self) -> None:
        if not _PATTERN.fullmatch(self.pattern):
            raise ValueError(f'"{self.pattern}" cannot be a pattern of tags; use one such as v*')

    @property
    def head_ref(self) -> str:
        """The regular expression that a webhook holds a push's reference against."""
        return f"^refs/tags/{'.*'.join(map(re.escape, self.pattern.split('*')))}$"


Trigger = BranchPush | TagPush
