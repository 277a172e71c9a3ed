"""From when on images are acted on, once those are seen to that others refer to, and those that refer to others."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import NamedTuple

from retention.model import Image, StorageClass

NEVER = inf


class When(NamedTuple):
    """From how many days on, or pushes, an image is acted on at all, and from how many on it is expired."""

    acted_on: float = NEVER
    expired: float = NEVER

    def or_earlier(self, other: "When") -> "When":
        """Whichever comes first."""
        return When(min(self.acted_on, other.acted_on), min(self.expired, other.expired))

    def not_before(self, earliest: float) -> "When":
        """Put off until `earliest`."""
        return When(max(self.acted_on, earliest), max(self.expired, earliest))


def with_relations(own: Mapping[str, When], images: Iterable[Image]) -> dict[str, When]:
    """Say when all that `changed_by_relations` knows of has come about. `own` is when the rules alone would act.

    A child waits for all indexes that hold it, and a referrer at most for its subject. In a circle of indexes each
    waits for the last, and no longer.
    """
    related = [image for image in images if image.children or image.subject]
    children = {
        image.digest: [child for child in image.children if child in own]
        for image in related
        if image.storage_class is StorageClass.STANDARD
    }
    referrers: defaultdict[str, list[Image]] = defaultdict(list)
    for image in related:
        if image.subject in own:
            referrers[str(image.subject)].append(image)
    inherited: dict[str, When] = {}
    while True:
        held = _held(own, children, inherited)
        passed_on = _passed_on(held, referrers)
        # An index that goes with its subject holds its children no longer than that.
        if passed_on == inherited:
            return held | {digest: held[digest].or_earlier(when) for digest, when in passed_on.items()}
        inherited = passed_on


def _held(
    own: Mapping[str, When], children: Mapping[str, Sequence[str]], inherited: Mapping[str, When]
) -> dict[str, When]:
    """When rules act, as no child goes before an index that refers to it."""
    held = dict(own)
    waiting = deque(children)
    while waiting:
        index = waiting.popleft()
        goes = held[index].or_earlier(inherited.get(index, When())).acted_on
        for child in children[index]:
            if held[child].acted_on < goes:
                held[child] = held[child].not_before(goes)
                if child in children:
                    waiting.append(child)
    return held


def _passed_on(held: Mapping[str, When], referrers: Mapping[str, Sequence[Image]]) -> dict[str, When]:
    """When referrers go by their subjects. What is in the archive is not archived again."""
    passed_on: dict[str, When] = {}
    waiting = deque(referrers)
    while waiting:
        subject = waiting.popleft()
        goes = held[subject].or_earlier(passed_on.get(subject, When()))
        for referrer in referrers[subject]:
            archived = referrer.storage_class is StorageClass.ARCHIVE
            before = passed_on.get(referrer.digest, When())
            passed_on[referrer.digest] = before.or_earlier(When(goes.expired, goes.expired) if archived else goes)
            if passed_on[referrer.digest] != before and referrer.digest in referrers:
                waiting.append(referrer.digest)
    return passed_on
