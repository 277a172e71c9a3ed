"""What is promised of the images in use, and of a repository's pushes, when a lifecycle policy is judged."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from retention.globs import Glob
from retention.tags import is_tag, selects_a_tag

MOST_IMAGES = 100_000
"""ECR's quota of images in a repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"""


class Mutability(StrEnum):
    """Whether a push may move a tag from one image to another, in ECR's words.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
    """

    MUTABLE = "MUTABLE"
    IMMUTABLE = "IMMUTABLE"
    MUTABLE_WITH_EXCLUSION = "MUTABLE_WITH_EXCLUSION"
    IMMUTABLE_WITH_EXCLUSION = "IMMUTABLE_WITH_EXCLUSION"


@dataclass(frozen=True)
class Contract:
    """What a lifecycle policy can count on. Raises ValueError for a pattern that no tag can match.

    By default nothing is promised: any tag may be pushed, and may move to another image later, so that an image in
    use may be left without one; only the push itself has a tag.
    """

    in_use: tuple[str, ...] = ()
    """Patterns. An image in use carries, for each of them, a tag that matches it, as long as it is in use."""

    mutability: Mutability = Mutability.MUTABLE

    exclusions: tuple[str, ...] = ()
    """Patterns of the tags that are not as `mutability` says: those that are immutable in a MUTABLE_WITH_EXCLUSION
    repository, and mutable in an IMMUTABLE_WITH_EXCLUSION one."""

    pushed: tuple[str, ...] = ("*",)
    """Patterns. A push has one tag or more, each of which matches one of them. Besides these, images carry only tags
    that match one of `in_use`; any image may get such a tag at any time."""

    pushed_untagged: bool = False
    """Whether images are pushed by digest alone, too."""

    most_images: int = MOST_IMAGES
    """How many images the repository holds at most: ECR's quota, which can be raised."""

    def __post_init__(self) -> None:
        for pattern in (*self.in_use, *self.pushed):
            if not selects_a_tag(Glob.of_pattern(pattern)):
                raise ValueError(
                    f"{pattern!r} matches no tag: a tag has letters, digits and _ . - and begins with neither . nor -; "
                    "name a pattern such as pin-*"
                )
        if not self.pushed and not self.pushed_untagged:
            raise ValueError("nothing is ever pushed: name a pattern of the tags that are, such as build-*")
        if self.most_images < 1:
            raise ValueError(f"{self.most_images} images are too few: a repository holds 1 or more")

    @cached_property
    def carried(self) -> tuple[Glob, ...]:
        """`in_use`, read."""
        return tuple(map(Glob.of_pattern, self.in_use))

    @cached_property
    def pushes(self) -> tuple[Glob, ...]:
        """`pushed`, read."""
        return tuple(map(Glob.of_pattern, self.pushed))

    @cached_property
    def _excluded(self) -> tuple[Glob, ...]:
        return tuple(map(Glob.of_pattern, self.exclusions))

    @cached_property
    def globs(self) -> tuple[Glob, ...]:
        """All globs that it names."""
        return (*self.carried, *self.pushes, *self._excluded)

    def can_move(self, tag: str) -> bool:
        """Whether a push may take `tag` away from the image that has it."""
        excluded = any(glob.selects(tag) for glob in self._excluded)
        match self.mutability:
            case Mutability.MUTABLE | Mutability.IMMUTABLE:
                return self.mutability is Mutability.MUTABLE
            case Mutability.MUTABLE_WITH_EXCLUSION:
                return not excluded
            case Mutability.IMMUTABLE_WITH_EXCLUSION:
                return excluded

    @cached_property
    def moving(self) -> tuple[Glob, ...]:
        """Globs of pushed tags among which are all that can move."""
        match self.mutability:
            case Mutability.IMMUTABLE:
                return ()
            case Mutability.IMMUTABLE_WITH_EXCLUSION:
                met = (each for pushed in self.pushes for mutable in self._excluded for each in pushed.meets(mutable))
                return tuple(filter(selects_a_tag, met))
            case Mutability.MUTABLE_WITH_EXCLUSION:
                return tuple(each for each in self.pushes if not any(glob.covers(each) for glob in self._excluded))
            case Mutability.MUTABLE:
                return self.pushes

    def can_be_pushed(self, tag: str) -> bool:
        """Whether a push may have `tag`."""
        return is_tag(tag) and any(glob.selects(tag) for glob in self.pushes)
