"""What a policy does to the images that a repository has, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from retention.contract import Contract, Mutability
from retention.evaluate import evaluate
from retention.fate import Fate, Outcome
from retention.margin import Margin, margins
from retention.model import Image, Policy, StorageClass
from retention.snapshot import counted_from


@dataclass(frozen=True, slots=True)
class Judged:
    """An image, what ECR's next run does to it, and how far it is from being acted on."""

    image: Image
    fate: Fate
    margin: Margin
    in_use: bool | None
    """None: nobody said what images in use carry."""

    @property
    def is_lost(self) -> bool:
        """Whether it may be in use, and is acted on or lost already."""
        return self.is_lost_already or (self.fate.action is not Outcome.KEEP and self.in_use is not False)

    @property
    def is_lost_already(self) -> bool:
        """Whether it may be in use, and lies in the archive. What is being restored cannot be pulled yet."""
        return self.image.storage_class is StorageClass.ARCHIVE and self.in_use is not False

    @property
    def why(self) -> str:
        """Why ECR does what it does to the image, and whether the image is lost already."""
        lost = "; it is in the archive already, from which nothing can be pulled" if self.is_lost_already else ""
        return f"{self.fate.why}{lost}"


@dataclass(frozen=True)
class Judgement:
    """The images of a repository at one moment, the youngest first."""

    now: datetime
    images: tuple[Judged, ...]
    told: bool
    """Whether somebody said what images in use carry."""

    @property
    def lost(self) -> int:
        """How many images are lost that are in use, or where nobody said which are, at all."""
        return sum(each.is_lost for each in self.images)

    @property
    def lost_already(self) -> int:
        """How many of those lie in the archive already, whatever ECR's next run does."""
        return sum(each.is_lost_already for each in self.images)

    @property
    def in_use(self) -> int | None:
        """How many images are in use. None: nobody said which."""
        return sum(each.in_use is True for each in self.images) if self.told else None

    @property
    def actions(self) -> Counter[Outcome]:
        """How many images are kept, expired and archived."""
        return Counter(each.fate.action for each in self.images)


def judge(policy: Policy, images: Iterable[Image], contract: Contract, now: datetime) -> Judgement:
    """Evaluate `policy` at `now`. In use is what carries a tag for each pattern that `contract` promises of such."""
    # As ECR orders them: by the push, or the last restoration from the archive.
    youngest_first = sorted(images, key=counted_from, reverse=True)
    fates = evaluate(policy, youngest_first, now)
    left = margins(policy, youngest_first, now, moving=contract.mutability is not Mutability.IMMUTABLE)
    return Judgement(
        now.astimezone(UTC),
        tuple(
            Judged(image, fates[image.digest], left[image.digest], _in_use(image, contract)) for image in youngest_first
        ),
        told=bool(contract.carried),
    )


def _in_use(image: Image, contract: Contract) -> bool | None:
    if not contract.carried:
        return None
    return all(any(map(glob.match, image.tags)) for glob in contract.carried)
