"""ECR's wildcards: which tags they select, and how two of them relate."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

ANY_ENDING = ""


@dataclass(frozen=True)
class Glob:
    """Literal `parts`, with any run of characters, none included, between each two. One part alone is an exact tag.

    Case counts: AWS does not say, but to ECR `Prod` and `prod` are two tags.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """

    parts: tuple[str, ...]

    @classmethod
    def of_pattern(cls, pattern: str) -> "Glob":
        """Read an entry of a `tagPatternList`: `*` is any run of characters, all else is itself."""
        # Two stars in a row select what one does.
        return cls(tuple(re.sub(r"\*+", "*", pattern).split("*")))

    @classmethod
    def of_prefix(cls, prefix: str) -> "Glob":
        """Read an entry of a `tagPrefixList`, in which nothing is a wildcard."""
        return cls((prefix, ANY_ENDING))

    def __str__(self) -> str:
        return "*".join(self.parts)

    @property
    def is_exact(self) -> bool:
        """Whether it selects one tag only."""
        return len(self.parts) == 1

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """`selects`, for loops over many tags: anything but None is a yes."""
        first, *rest = self.parts
        if not rest:
            return re.compile(re.escape(first)).fullmatch
        # Each middle part where it comes first, and never again elsewhere: the time stays in proportion to the tag.
        *middle, last = rest
        lazily = "".join(map(_first_place, middle))
        return re.compile(f"(?s:{re.escape(first)}{lazily}.*{re.escape(last)})").fullmatch

    def selects(self, tag: str) -> bool:
        """Whether `tag` is one of those that it stands for."""
        return self.match(tag) is not None

    def covers(self, other: "Glob") -> bool:
        """Whether it selects *every* tag that `other` does, as far as no alphabet limits them."""
        # A character that is in no part can only be taken by a star, and then so can any other run.
        return self.selects(other.instance(fresh_character(self, other)))

    def instance(self, filler: str) -> str:
        """The tag that has `filler` for each star."""
        return filler.join(self.parts)

    def meets(self, other: "Glob") -> tuple["Glob", ...]:
        """Globs that together select exactly the tags that both select; none if no tag can be both.

        Raises OverflowError where they would be too many to be of use.
        """
        if self.covers(other):
            return (other,)
        if other.covers(self):
            return (self,)
        return _meet(self, other)


def _first_place(part: str) -> str:
    """An expression for whatever stands before `part`, and `part`, where it first comes."""
    text = re.escape(part)
    return f"[^{text}]*{text}" if len(part) == 1 else f"(?>.*?{text})"


def fresh_character(*globs: Glob) -> str:
    """A character that no part of `globs` has. It need not be one that a tag may have."""
    used = {character for glob in globs for part in glob.parts for character in part}
    return next(candidate for candidate in map(chr, range(0xE000, 0x10FFFF)) if candidate not in used)


_STAR = None
_MOST = 100
_Tokens = tuple[str | None, ...]


def _meet(one: Glob, other: Glob) -> tuple[Glob, ...]:
    """Merge two globs in every way, shortest endings first, so that no recursion is as deep as a tag is long."""
    left, right = _tokens(one), _tokens(other)
    # merged[j]: what left[i:] and right[j:] have in common, for the i at hand and the one after it.
    after: list[set[_Tokens]] = []
    for i in range(len(left), -1, -1):
        merged: list[set[_Tokens]] = [set() for _ in range(len(right) + 1)]
        for j in range(len(right), -1, -1):
            merged[j] = _step(left, right, i, j, merged, after)
            if len(merged[j]) > _MOST:
                raise OverflowError(f"{one} and {other} have too many ways to meet")
        after = merged
    globs = {_glob(tokens) for tokens in after[0]}
    return tuple(
        sorted(
            (glob for glob in globs if not any(wider != glob and wider.covers(glob) for wider in globs)),
            key=lambda glob: (len(glob.parts), str(glob)),
        )
    )


def _step(
    left: _Tokens, right: _Tokens, i: int, j: int, merged: list[set[_Tokens]], after: list[set[_Tokens]]
) -> set[_Tokens]:
    if i == len(left) and j == len(right):
        return {()}
    one = left[i] if i < len(left) else ""
    other = right[j] if j < len(right) else ""
    if one is _STAR and other is _STAR:
        # Both run on; one of the two ends first.
        return {_starred(rest) for rest in after[j] | merged[j + 1]}
    if one is _STAR:
        return after[j] | ({(other, *rest) for rest in merged[j + 1]} if other else set())
    if other is _STAR:
        return merged[j + 1] | ({(one, *rest) for rest in after[j]} if one else set())
    return {(one, *rest) for rest in after[j + 1]} if one and one == other else set()


def _starred(rest: _Tokens) -> _Tokens:
    return rest if rest and rest[0] is _STAR else (_STAR, *rest)


def _tokens(glob: Glob) -> _Tokens:
    first, *rest = glob.parts
    tokens: list[str | None] = list(first)
    for part in rest:
        tokens += [_STAR, *part]
    return tuple(tokens)


def _glob(tokens: _Tokens) -> Glob:
    parts = [""]
    for token in tokens:
        if token is _STAR:
            parts.append("")
        else:
            parts[-1] += str(token)
    return Glob(tuple(parts))
