"""The images of a repository, as `aws ecr describe-images` lists them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from retention.instants import parse_instant
from retention.model import Image, StorageClass
from retention.places import Place
from retention.problems import InvalidDocument, Problem, quote, read_json

INDEX_MEDIA_TYPES = frozenset(
    {
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    }
)
"""What an image says it is if it only lists others, one for each platform.

https://github.com/opencontainers/image-spec/blob/main/image-index.md
https://distribution.github.io/distribution/spec/manifest-v2-2/
"""

# The first is of ECR's API, the second of the AWS CLI's own paging.
_TOKENS = ("nextToken", "NextToken")
_FIELDS = (
    "imageDigest",
    "imageTags",
    "imagePushedAt",
    "lastRecordedPullTime",
    "imageStatus",
    "lastArchivedAt",
    "lastActivatedAt",
    "subjectManifestDigest",
    "imageManifestMediaType",
)
_STORAGE_CLASSES = {
    "ACTIVE": StorageClass.STANDARD,
    "ARCHIVED": StorageClass.ARCHIVE,
    # An image that is being restored cannot be pulled yet.
    "ACTIVATING": StorageClass.ARCHIVE,
}
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Read = TypeVar("Read")


@dataclass(frozen=True)
class Listing:
    """The images of a repository, in the order in which they were listed."""

    images: tuple[Image, ...]
    indexes: int
    """How many of them are indexes. Which images these list is not said, so that no image here has children."""


def parse_listing(text: str) -> Listing:
    """Read what `aws ecr describe-images` printed. Raises InvalidDocument with all that is wrong.

    Keys that it does not need are left aside, as AWS adds some now and then. An image without a status is active.
    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
    """
    problems: list[Problem] = []
    images, indexes = _images(Place(read_json(text), problems))
    if problems:
        raise InvalidDocument(problems)
    return Listing(images, indexes)


def _images(document: Place) -> tuple[tuple[Image, ...], int]:
    top = document.fields("imageDetails", *_TOKENS, others=True)
    if top is None:
        return (), 0
    for token in _TOKENS:
        if top[token].is_given and top[token].value not in (None, ""):
            top[token].refuse("some images are not listed; leave out --no-paginate, --max-items and the like")
    images: list[Image | None] = []
    indexes = 0
    # Of each digest and each tag: where it was first.
    digests: dict[str, Place] = {}
    tags: dict[str, Place] = {}
    for detail in top["imageDetails"].items("a list of images", least=0):
        fields = detail.fields(*_FIELDS, others=True)
        if fields is None:
            continue
        images.append(_image(fields, digests, tags))
        indexes += _if_given(Place.text, fields["imageManifestMediaType"]) in INDEX_MEDIA_TYPES
    return tuple(filter(None, images)), indexes


def _image(fields: dict[str, Place], digests: dict[str, Place], tags: dict[str, Place]) -> Image | None:
    """Read an image; None, if it has no digest, or nobody knows when it was pushed."""
    digest = _digest(fields["imageDigest"])
    own_tags = _if_given(_tags, fields["imageTags"]) or []
    pushed_at = _instant(fields["imagePushedAt"])
    last_pulled_at = _if_given(_instant, fields["lastRecordedPullTime"])
    status = _if_given(_status, fields["imageStatus"]) or "ACTIVE"
    last_archived_at = _if_given(_instant, fields["lastArchivedAt"])
    last_activated_at = _if_given(_instant, fields["lastActivatedAt"])
    subject = _if_given(_digest, fields["subjectManifestDigest"])
    _once(fields["imageDigest"], digests, "list each image once")
    for tag in own_tags:
        _once(tag, tags, "a tag is on one image: list one repository at a time")
    if digest is None or pushed_at is None:
        return None
    return Image(
        digest=digest,
        tags=tuple(str(tag.value) for tag in own_tags),
        pushed_at=pushed_at,
        last_pulled_at=last_pulled_at,
        storage_class=_STORAGE_CLASSES[status],
        last_archived_at=last_archived_at,
        last_activated_at=last_activated_at,
        subject=subject,
    )


def _if_given(read: Callable[[Place], Read | None], place: Place) -> Read | None:
    return read(place) if place.is_given else None


def _digest(place: Place) -> str | None:
    if isinstance(place.value, str) and _DIGEST.fullmatch(place.value):
        return place.value
    place.want("the digest of an image: sha256: and 64 hexadecimal digits")
    return None


def _tags(place: Place) -> list[Place]:
    """The places of the tags that are tags."""
    return [tag for tag in place.items("a list of tags", least=0) if tag.text("a tag", least=1)]


def _status(place: Place) -> str | None:
    return place.word(*_STORAGE_CLASSES)


def _instant(place: Place) -> datetime | None:
    if not place.is_given:
        place.want("the time of the push")
        return None
    try:
        return parse_instant(place.value)
    except ValueError as error:
        place.refuse(str(error))
        return None


def _once(place: Place, seen: dict[str, Place], remedy: str) -> None:
    """Refuse a text that is elsewhere, too."""
    if isinstance(place.value, str) and (first := seen.setdefault(place.value, place)) is not place:
        place.refuse(f"{quote(place.value)} is also at {first.path}; {remedy}")
