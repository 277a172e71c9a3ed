"""How far each image of a repository is from being expired or archived."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import NamedTuple

from retention.delays import NEVER, When, with_relations
from retention.model import Action, CountType, Image, Policy, Rule
from retention.pushes import after_pushes, alongside_the_newest, like_the_newest
from retention.snapshot import CLOCKS, DAY, Snapshot, microseconds


@dataclass(frozen=True, slots=True)
class Margin:
    """How many further pushes, and how many whole days, until ECR acts on an image. 0: in its next run; None: never.

    `pushes` is of pushes made at once; `days` is of days in which nothing is pushed.
    """

    pushes: int | None
    days: int | None


def margins(
    policy: Policy,
    images: Iterable[Image],
    now: datetime,
    *,
    like: Sequence[str] | None = None,
    moving: bool = True,
    alongside: int | None = None,
) -> dict[str, Margin]:
    """Say for each image, by digest, after how few pushes, and after how few days, `evaluate` acts on it.

    `like`, `moving` and `alongside` say what a push is: see `after_pushes`. By default pushes are like the last one:
    its tags, and as many images that came with it.

    No lifecycle run is taken to happen before the one that acts, because ECR may take 24 hours to run. A run in between
    would only remove images, and so leave more room in counts.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html

    A push that takes a tag away can also save the image that had it: `pushes` is the smallest number, not a bound from
    which on the image is lost.
    """
    there, moment = tuple(images), microseconds(now)
    like = like_the_newest(there) if like is None else like
    alongside = alongside_the_newest(there) if alongside is None else alongside
    once, twice = (after_pushes(there, like, count, now, moving=moving, alongside=alongside) for count in (1, 2))
    # Of what is there already, the first push changes all that ever is: tags move away. Later ones only add.
    left, first, both = once[: len(there)], Snapshot(once[len(there) :]), Snapshot(twice[len(there) :])
    claims = list(_claims(policy, there))
    claims_left = claims if left == there else list(_claims(policy, left))

    days = {image.digest: When() for image in there}
    pushes = days.copy()
    for rule, claimed in claims:
        for each in claimed:
            days[each.image.digest] = _when(rule, _days(rule, each, moment))
    for rule, claimed in claims_left:
        added = len(first.identified(rule))
        then_each = len(both.identified(rule)) - added
        for each in claimed:
            pushes[each.image.digest] = _when(rule, _pushes(rule, each, moment, added, then_each))
    days, pushes = with_relations(days, there), with_relations(pushes, left)
    return {
        digest: Margin(
            # No push at all is no day later.
            0 if days[digest].acted_on == 0 else _number(pushes[digest].acted_on),
            _number(days[digest].acted_on),
        )
        for digest in days
    }


def margin(
    policy: Policy,
    images: Iterable[Image],
    digest: str,
    now: datetime,
    *,
    like: Sequence[str] | None = None,
    moving: bool = True,
    alongside: int | None = None,
) -> Margin:
    """The margin of one image: see `margins`. Raises ValueError if there is no image with that digest."""
    found = margins(policy, images, now, like=like, moving=moving, alongside=alongside)
    if digest not in found:
        raise ValueError(f"{digest} is none of the {len(found)} images in the repository")
    return found[digest]


class _Claimed(NamedTuple):
    """An image, and how many others that are no older the rule which claims it identifies."""

    image: Image
    no_older: int


def _claims(policy: Policy, images: Iterable[Image]) -> Iterator[tuple[Rule, Sequence[_Claimed]]]:
    """The rules, each with the images that it claims: those that it identifies, and no rule before it does."""
    snapshot = Snapshot(images)
    # For each image the last number that an image of its moment has: of these each counts as the oldest.
    last, moments = list(range(len(snapshot.images))), snapshot.counted_from
    for number in reversed(last[:-1]):
        if moments[number] == moments[number + 1]:
            last[number] = last[number + 1]
    free = [True] * len(last)
    for rule in policy.rules:
        identified = snapshot.identified(rule)
        claimed = [number for number in identified if free[number]]
        for number in claimed:
            free[number] = False
        yield (
            rule,
            [_Claimed(snapshot.images[number], bisect_right(identified, last[number]) - 1) for number in claimed],
        )


def _days(rule: Rule, claimed: _Claimed, now: int) -> float:
    """From how many days on `rule` acts on an image, if nothing is pushed."""
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return 0 if claimed.no_older >= rule.count_number else NEVER
    # It must be *more* than so many days old.
    reached = CLOCKS[rule.count_type](claimed.image) + rule.count_number * DAY
    return max(0, (reached - now) // DAY + 1)


def _pushes(rule: Rule, claimed: _Claimed, now: int, added: int, then_each: int) -> float:
    """From how many pushes on, of 1 or more, `rule` acts on an image. No time passes.

    The first push adds `added` to the images that the rule identifies, and each further one `then_each`.
    """
    if rule.count_type.is_age:
        return 1 if _days(rule, claimed, now) == 0 else NEVER
    missing = rule.count_number - claimed.no_older - added
    if missing <= 0:
        return 1
    return 1 + ceil(missing / then_each) if then_each else NEVER


def _when(rule: Rule, acts: float) -> When:
    return When(acts, acts if rule.action is Action.EXPIRE else NEVER)


def _number(when: float) -> int | None:
    return None if when == NEVER else int(when)
