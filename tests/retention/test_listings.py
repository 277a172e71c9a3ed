"""What `aws ecr describe-images` lists is read."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from retention.listing import INDEX_MEDIA_TYPES, parse_listing
from retention.model import Image, StorageClass
from retention.problems import InvalidDocument
from tests.retention.strategies import NOW, repositories

DIGEST = f"sha256:{'a' * 64}"
OTHER = f"sha256:{'b' * 64}"
PUSHED = "2026-01-01T00:00:00Z"


def detail(**changes: object) -> dict[str, Any]:
    """An image as ECR lists it, but for some changes."""
    return {"imageDigest": DIGEST, "imagePushedAt": PUSHED} | changes


def listing(*details: object, **others: object) -> str:
    """What the AWS CLI prints."""
    return json.dumps({"imageDetails": details} | others)


def as_listed(image: Image) -> dict[str, Any]:
    """What ECR says of an image."""

    def instant(time: datetime | None) -> str | None:
        return time.isoformat() if time else None

    fields = {
        "registryId": "111111111111",
        "imageDigest": image.digest,
        "imageTags": list(image.tags) or None,
        "imagePushedAt": image.pushed_at.timestamp(),
        "lastRecordedPullTime": instant(image.last_pulled_at),
        "imageStatus": "ARCHIVED" if image.storage_class is StorageClass.ARCHIVE else "ACTIVE",
        "lastArchivedAt": instant(image.last_archived_at),
        "lastActivatedAt": instant(image.last_activated_at),
        "subjectManifestDigest": image.subject,
    }
    return {key: value for key, value in fields.items() if value is not None}


@given(repositories())
def test_what_is_listed_is_read(images: tuple[Image, ...]) -> None:
    """Every image is read, in order, with all that ECR says of it: not which images an index lists."""
    listed = parse_listing(listing(*map(as_listed, images)))
    assert tuple(replace(image, children=()) for image in images) == listed.images


def test_what_is_not_said_is_none() -> None:
    """An image of which ECR says no more than it has to has no tags, was never pulled or archived, and is active."""
    assert (Image(DIGEST, (), NOW),) == parse_listing(listing(detail())).images
    assert (Image(DIGEST, (), NOW),) == parse_listing(listing(detail(imageTags=[]))).images


@pytest.mark.parametrize(
    ("storage_class", "status"),
    [
        (StorageClass.STANDARD, "ACTIVE"),
        (StorageClass.ARCHIVE, "ARCHIVED"),
        (StorageClass.ARCHIVE, "ACTIVATING"),
    ],
)
def test_what_is_being_restored_is_in_the_archive(storage_class: StorageClass, status: str) -> None:
    """Only an active image can be pulled."""
    [image] = parse_listing(listing(detail(imageStatus=status))).images
    assert storage_class is image.storage_class


def test_indexes_are_counted() -> None:
    """Indexes of either kind are counted, and images are not."""
    types = [*INDEX_MEDIA_TYPES, "application/vnd.oci.image.manifest.v1+json"]
    listed = [detail(imageDigest=f"sha256:{at:064x}", imageManifestMediaType=each) for at, each in enumerate(types)]
    assert 2 == parse_listing(listing(*listed, detail())).indexes


@pytest.mark.parametrize("others", [{}, {"nextToken": None}, {"nextToken": ""}, {"ResponseMetadata": {}}])
def test_a_whole_listing_may_be_empty(others: dict[str, object]) -> None:
    """A repository may have no images, and a listing other keys; a token that is empty leads to no more images."""
    assert () == parse_listing(listing(**others)).images


def test_new_keys_are_left_aside() -> None:
    """AWS may add to what it says of an image, or null what is no business of ours."""
    assert 1 == len(parse_listing(listing(detail(imageColour=["red"], imageScanStatus=None))).images)


ONE_EACH = "a tag is on one image: list one repository at a time"
MORE = "some images are not listed; leave out --no-paginate, --max-items and the like"
WANTED = "give the digest of an image: sha256: and 64 hexadecimal digits"
SHORT = f'"{DIGEST[:59]}...'


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("$: null is refused; give an object", "null"),
        ("$.imageDetails: missing; give a list of images", "{}"),
        ("$.imageDetails: an object is refused; give a list of images", json.dumps({"imageDetails": detail()})),
        (f"$.nextToken: {MORE}", listing(nextToken="abc")),
        (f"$.NextToken: {MORE}", listing(detail(), NextToken="abc")),
        ("$.imageDetails[1]: 5 is refused; give an object", listing(detail(), 5)),
        (f"$.imageDetails[0].imageDigest: missing; {WANTED}", listing({"imagePushedAt": PUSHED})),
        *[
            (
                f"$.imageDetails[0].imageDigest: {json.dumps(each)} is refused; {WANTED}",
                listing(detail(imageDigest=each)),
            )
            for each in (None, 5, "sha256:", "sha256:a", "latest")
        ],
        *[
            (f'$.imageDetails[0].imageDigest: "{each[:59]}... is refused; {WANTED}', listing(detail(imageDigest=each)))
            for each in (DIGEST.upper(), f"sha256:{'A' * 64}", f"{DIGEST}a", f" {DIGEST}")
        ],
        (
            f"$.imageDetails[1].imageDigest: {SHORT} is also at $.imageDetails[0].imageDigest; list each image once",
            listing(detail(), detail()),
        ),
        (
            f'$.imageDetails[0].subjectManifestDigest: "x" is refused; {WANTED}',
            listing(detail(subjectManifestDigest="x")),
        ),
        ('$.imageDetails[0].imageTags: "a" is refused; give a list of tags', listing(detail(imageTags="a"))),
        ("$.imageDetails[0].imageTags[1]: 1 is refused; give a tag", listing(detail(imageTags=["a", 1]))),
        ('$.imageDetails[0].imageTags[0]: "" is refused; give a tag', listing(detail(imageTags=[""]))),
        (
            f'$.imageDetails[1].imageTags[0]: "a" is also at $.imageDetails[0].imageTags[1]; {ONE_EACH}',
            listing(detail(imageTags=["b", "a"]), detail(imageDigest=OTHER, imageTags=["a"])),
        ),
        ("$.imageDetails[0].imagePushedAt: missing; give the time of the push", listing({"imageDigest": DIGEST})),
        *[
            (
                f'$.imageDetails[0].{key}: "2026-01-01T00:00:00" has no offset; add it: Z, if it is in UTC',
                listing(detail(**{key: "2026-01-01T00:00:00"})),
            )
            for key in ("imagePushedAt", "lastRecordedPullTime", "lastArchivedAt", "lastActivatedAt")
        ],
        (
            '$.imageDetails[0].imageStatus: "active" is refused; give "ACTIVE", "ARCHIVED" or "ACTIVATING"',
            listing(detail(imageStatus="active")),
        ),
        (
            "$.imageDetails[0].imageManifestMediaType: [] is refused; give a text",
            listing(detail(imageManifestMediaType=[])),
        ),
    ],
)
def test_what_is_wrong_is_named(said: str, text: str) -> None:
    """A listing that is not whole, or of which something cannot be understood, is refused."""
    with pytest.raises(InvalidDocument) as caught:
        parse_listing(text)
    assert said == str(caught.value)


def test_all_is_said_at_once() -> None:
    """One reading finds all that is wrong, in the order of the list."""
    with pytest.raises(InvalidDocument) as caught:
        parse_listing(
            listing({}, detail(imageTags=["a", "a"], imageStatus=1), detail(lastArchivedAt=True), NextToken="x")
        )
    assert [
        "$.NextToken",
        "$.imageDetails[0].imageDigest",
        "$.imageDetails[0].imagePushedAt",
        "$.imageDetails[1].imageStatus",
        "$.imageDetails[1].imageTags[1]",
        "$.imageDetails[2].lastArchivedAt",
        "$.imageDetails[2].imageDigest",
    ] == [problem.path for problem in caught.value.problems]


def test_a_large_repository_is_read() -> None:
    """As many images as ECR keeps in a repository can be listed at once."""
    assert 100_000 == len(
        parse_listing(listing(*(detail(imageDigest=f"sha256:{at:064x}") for at in range(100_000)))).images
    )
