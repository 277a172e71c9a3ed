"""Pushes that are like one another, and a repository after some of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain

from retention.model import Image, StorageClass
from retention.tags import NUMBER, PIN_PREFIX

# A new tag is not known yet. What stands for what is new in it is of Unicode's private use area: no tag has that, so
# no entry of a rule names it, and only a star selects it.
_FIRST_UNKNOWN = 0xE000
_UNKNOWN = 0x1900

# A number, or as much of a commit's hash as follows its first digit.
_NEW = re.compile(r"[0-9][0-9A-Za-z]*")

_MOMENT = timedelta(microseconds=1)

# What signs or describes an image may be found by a tag made of that image's digest.
# https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
_REFERRER_TAG = re.compile(r"sha256-[0-9a-f]{64}.*")


def like_the_newest(images: Iterable[Image]) -> tuple[str, ...]:
    """The templates of the tags that the next push has, if it is like the last one. None of them: it has no tag.

    The last push is the youngest image outside of the archive that has a tag and is no referrer. A tag with a digit
    in it is taken to be new with every push, any other to move from push to push. What is new is each run of digits
    and letters that begins with a digit: after `build-37-0a1b2c3` comes `build-{n}-{n}`, after `v1.2.3` comes
    `v{n}.{n}.{n}`. Pins are not counted among the tags: they are put on an image when it is deployed.
    """
    newest = _newest(images)
    tags = _pushed_tags(newest) if newest else ()
    return tuple(_NEW.sub(NUMBER, tag) for tag in tags)


def alongside_the_newest(images: Iterable[Image]) -> int:
    """How many further images came with the last push: the children of an index, the signatures of an image."""
    there = {image.digest: image for image in images}
    newest = _newest(there.values())
    if newest is None:
        return 0
    referrers = {image.digest for image in there.values() if image.subject == newest.digest}
    return len((referrers | there.keys() & set(newest.children)) - {newest.digest})


def after_pushes(
    images: Iterable[Image],
    like: Sequence[str],
    count: int,
    now: datetime,
    *,
    moving: bool = True,
    alongside: int = 0,
) -> tuple[Image, ...]:
    """A repository after `count` further pushes, which follow at the end. They are younger than `now` and all else.

    `like` has a template for each tag of a push. One with `{n}` is a new tag every time. What will stand for `{n}` is
    not known: a character does that no tag has, another one for each push (after 6400 they come again). So an entry of
    a rule selects the tag only if it has a star for what is new: `build-*` selects `build-{n}`, `build-37*` does not.

    A template without `{n}` is one tag, which moves to each push from the image that had it. Where tags are immutable
    (`moving` is False) a tag that exists stays where it is, and pushes go without it.

    With each push come `alongside` further images without a tag: its children.
    """
    existing = tuple(images)
    if count == 0:
        return existing
    numbered = [tag for tag in like if NUMBER in tag]
    fixed = {tag: None for tag in like if NUMBER not in tag}
    if moving:
        moved = set(fixed)
        existing = tuple(_without(image, moved) for image in existing)
    else:
        for image in existing:
            for tag in image.tags:
                fixed.pop(tag, None)
    holder = count if moving else 1
    moments = (moment for image in existing for moment in (image.pushed_at, image.last_activated_at) if moment)
    youngest = max(chain([now], moments))
    pushed: list[Image] = []
    for number in range(1, count + 1):
        unknown = chr(_FIRST_UNKNOWN + number % _UNKNOWN)
        tags = dict.fromkeys(tag.replace(NUMBER, unknown) for tag in numbered)
        pushed += _push(tuple(tags | fixed if number == holder else tags), youngest + number * _MOMENT, alongside)
    return existing + tuple(pushed)


def _push(tags: tuple[str, ...], moment: datetime, alongside: int) -> list[Image]:
    # No two pushes of a repository have one moment.
    digest, *children = (f"sha256:{sha256(f'{moment} {part}'.encode()).hexdigest()}" for part in range(1 + alongside))
    return [Image(digest, tags, moment, children=tuple(children)), *(Image(child, (), moment) for child in children)]


def _without(image: Image, tags: set[str]) -> Image:
    if tags.isdisjoint(image.tags):
        return image
    return replace(image, tags=tuple(tag for tag in image.tags if tag not in tags))


def _newest(images: Iterable[Image]) -> Image | None:
    """The last push. Of images pushed at one moment any will do, but always the same."""
    in_order = sorted(images, key=lambda image: (image.pushed_at, image.digest), reverse=True)
    return next((image for image in in_order if _is_push(image)), None)


def _is_push(image: Image) -> bool:
    return image.storage_class is StorageClass.STANDARD and image.subject is None and _pushed_tags(image) != ()


def _pushed_tags(image: Image) -> tuple[str, ...]:
    """The tags that an image had from its push on, as far as they tell."""
    return tuple(tag for tag in image.tags if not tag.startswith(PIN_PREFIX) and not _REFERRER_TAG.fullmatch(tag))
