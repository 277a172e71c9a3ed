"""Repositories to measure with. The same seed gives the same repository."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from retention.model import Image, StorageClass

NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""When they are looked at."""

APP = "shop"
"""What most tags begin with."""

_NONE_ARCHIVED = 100
"""Of the youngest so many."""

_STAGES = ("prod", "staging", "feature", "hotfix")


def seeded(seed: int) -> Random:
    """Numbers that are the same in every run."""
    return Random(seed)  # noqa: S311 - they guard nothing


def chance(random: Random, percent: int) -> bool:
    """True in so many of 100 cases."""
    return random.randrange(100) < percent


def repository(random: Random, size: int) -> list[Image]:
    """Images pushed some minutes apart: builds, and indexes of two platforms with a signature; pinned, or archived."""
    return list(islice(_pushes(random), size))


def tagged(random: Random, size: int) -> list[Image]:
    """Builds alone, every one with a tag that begins with APP and with one for its stage."""
    return [_build(random, number, f"{random.choice(_STAGES)}-{number}") for number in range(size)]


def _pushes(random: Random) -> Iterator[Image]:
    number = 0
    while True:
        further = [f"pin-{number}"] * chance(random, 5) + ["latest"] * (number == 0)
        if chance(random, 50):
            further.append(f"{random.choice(_STAGES)}-{number}")
        if chance(random, 20):
            arm, intel = (_image(random, number + place, ()) for place in (1, 2))
            index = _build(random, number, *further, children=(arm.digest, intel.digest))
            yield from (index, arm, intel, _image(random, number + 3, (), subject=index.digest))
            number += 4
        else:
            yield _build(random, number, *further)
            number += 1


def _build(random: Random, number: int, *further: str, children: tuple[str, ...] = ()) -> Image:
    return _image(random, number, (f"{APP}-build-{number}-{random.getrandbits(28):07x}", *further), children=children)


def _image(
    random: Random, number: int, tags: tuple[str, ...], *, children: tuple[str, ...] = (), subject: str | None = None
) -> Image:
    pushed = NOW - timedelta(minutes=5 * number)
    archived = number > _NONE_ARCHIVED and chance(random, 2)
    return Image(
        f"sha256:{number:064x}",
        tags,
        pushed,
        last_pulled_at=pushed + timedelta(hours=1) if chance(random, 30) else None,
        storage_class=StorageClass.ARCHIVE if archived else StorageClass.STANDARD,
        last_archived_at=NOW if archived else None,
        children=children,
        subject=subject,
    )
