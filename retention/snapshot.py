"""A repository's images, in the order in which ECR counts them, and which of them a rule identifies or would act on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from retention.globs import Glob
from retention.model import CountType, Image, Rule, StorageClass, TagStatus

DAY = 86_400_000_000
"""In microseconds, the unit of ages here: ECR's largest number of days is beyond what a timedelta holds."""

_FEW = 4
"""Times as many tags as images, from which on it is quicker to look at the images."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Turn a moment into a number that can be compared and counted with."""
    return (moment - _EPOCH) // _MICROSECOND


class Snapshot:
    """Images at one moment. They are numbered from 0, the youngest; every answer is numbers in ascending order.

    Youngest first is by the time of the push, or where an image was ever restored from the archive, by the time of
    the last restoration. https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """

    def __init__(self, images: Iterable[Image]) -> None:
        aged = sorted(((counted_from(image), image) for image in images), key=itemgetter(0), reverse=True)
        self.images: Sequence[Image] = [image for _, image in aged]
        self.counted_from: Sequence[int] = [age for age, _ in aged]
        tagged = sorted((tag, number) for number, image in enumerate(self.images) for tag in image.tags)
        self._tags = [tag for tag, _ in tagged]
        self._holders = [number for _, number in tagged]
        self._of_class = {
            kind: [number for number, image in enumerate(self.images) if image.storage_class is kind]
            for kind in StorageClass
        }

    def identified(self, rule: Rule) -> Sequence[int]:
        """The images that `rule` identifies, whatever becomes of them: expired ones count until they are gone.

        A rule sees images of its own storage class only, so no rule claims an image of the other class.
        """
        everyone = self._of_class[rule.storage_class]
        if rule.tag_status is TagStatus.ANY:
            return everyone
        if rule.tag_status is TagStatus.UNTAGGED:
            return [number for number in everyone if not self.images[number].tags]
        # The entry that says most about how a tag begins leaves the fewest for the others to look at.
        first, *rest = sorted(rule.globs, key=lambda glob: len(glob.parts[0]), reverse=True)
        numbers = set(self._selected(first)).intersection(everyone)
        for glob in rest:
            numbers = self._having(glob, numbers)
        return sorted(numbers)

    def _having(self, glob: Glob, numbers: set[int]) -> set[int]:
        """Of these images, those that have a tag which `glob` selects."""
        if len(numbers) * _FEW > len(self._tags):
            return numbers.intersection(self._selected(glob))
        match = glob.match
        return {number for number in numbers if any(map(match, self.images[number].tags))}

    def _selected(self, glob: Glob) -> Sequence[int]:
        """The images that have a tag which `glob` selects."""
        start, *rest = glob.parts
        low = bisect_left(self._tags, start)
        if not rest:
            return self._holders[low : bisect_right(self._tags, start)]
        high = bisect_right(self._tags, start, key=lambda tag: tag[: len(start)])
        if rest == [""]:
            return self._holders[low:high]
        match = glob.match
        near = zip(self._tags[low:high], self._holders[low:high], strict=True)
        return [holder for tag, holder in near if match(tag)]

    def due(self, rule: Rule, identified: Sequence[int], now: int) -> Sequence[int]:
        """Of the images that `rule` identifies, those that it would act on, were none claimed by another rule.

        Images that were pushed at one moment have no order that AWS tells. Each is taken for the oldest of them: that
        is worse for an image in use.
        """
        count = rule.count_number
        if rule.count_type.is_age:
            clock, oldest = CLOCKS[rule.count_type], now - count * DAY
            return [number for number in identified if clock(self.images[number]) < oldest]
        if count >= len(identified):
            return ()
        moments, first = self.counted_from, count
        while first and moments[identified[first - 1]] == moments[identified[count]]:
            first -= 1
        return identified[first:]


def counted_from(image: Image) -> int:
    """The moment that puts an image into ECR's order."""
    return microseconds(image.last_activated_at or image.pushed_at)


def _pushed(image: Image) -> int:
    """Since when ECR counts the days of `sinceImagePushed`.

    AWS says that a restoration takes the place of the push where images are *ordered*, and does not say so of this
    age: it is counted from the push, which is worse for an image in use.
    """
    return microseconds(image.pushed_at)


def _pulled(image: Image) -> int:
    """Since when ECR counts the days of `sinceImagePulled`: the last pull, else the push.

    Restored and not pulled since, an image counts from its restoration.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """
    pulled, restored = image.last_pulled_at, image.last_activated_at
    if restored and (pulled is None or pulled < restored):
        return microseconds(restored)
    return microseconds(pulled or image.pushed_at)


def _archived(image: Image) -> int:
    """Since when ECR counts the days of `sinceImageTransitioned`.

    An archived image without that moment counts from its push: longer, which is worse for it.
    """
    return microseconds(image.last_archived_at or image.pushed_at)


CLOCKS = {
    CountType.SINCE_IMAGE_PUSHED: _pushed,
    CountType.SINCE_IMAGE_PULLED: _pulled,
    CountType.SINCE_IMAGE_TRANSITIONED: _archived,
}
"""The moment that each age counts from. An image is due when it is *more* than so many days old."""
