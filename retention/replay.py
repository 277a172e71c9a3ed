"""A history, played through the evaluator."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from retention.evaluate import evaluate
from retention.fate import Fate
from retention.history import START, Deploy, Push, Step, Wait, named
from retention.model import Image, Policy

_MOMENT = timedelta(milliseconds=1)


def replay(policy: Policy, steps: Iterable[Step]) -> Fate | None:
    """What ECR's next run does to the image in use after `steps`. None if no image is in use.

    What is to be done to an image that is not there is not done.
    """
    repository = _Repository()
    in_use: int | None = None
    now = START
    for step in steps:
        if isinstance(step, Wait):
            now += timedelta(days=step.days)
            continue
        for number in step.images:
            now += _MOMENT
            if isinstance(step, Push):
                repository.images[number] = Image(f"sha256:{number:064x}", (), now)
            if number in repository.images:
                repository.tag(number, named(step.tags, number))
                if isinstance(step, Deploy):
                    in_use = number
                    repository.images[number] = replace(repository.images[number], last_pulled_at=now)
    if in_use is None:
        return None
    images = repository.images
    return evaluate(policy, images.values(), now + _MOMENT)[images[in_use].digest]


class _Repository:
    """Images by number, and which of them has a tag."""

    def __init__(self) -> None:
        self.images: dict[int, Image] = {}
        self._holders: dict[str, int] = {}

    def tag(self, number: int, tags: Sequence[str]) -> None:
        """Put tags on an image, and take them from those that have them."""
        for tag in tags:
            before = self._holders.get(tag)
            if before is not None:
                left = tuple(each for each in self.images[before].tags if each != tag)
                self.images[before] = replace(self.images[before], tags=left)
            self._holders[tag] = number
            self.images[number] = replace(self.images[number], tags=(*self.images[number].tags, tag))
