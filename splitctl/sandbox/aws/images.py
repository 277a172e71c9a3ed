"""ECR's image digests, which moto makes up.

A digest is the SHA-256 of the manifest's bytes (https://github.com/opencontainers/image-spec/blob/main/descriptor.md);
moto hashes the list of layers instead, or a random number, so that two images can share one and clients that check
it fail.
"""

import hashlib

from moto.core.exceptions import ServiceException
from moto.ecr import models


class ImageDigestDoesNotMatchException(ServiceException):
    """The caller named another digest than its manifest has."""

    code = "ImageDigestDoesNotMatchException"

    def __init__(self, named: str, actual: str) -> None:
        super().__init__(f"Image digest '{named}' does not match the digest of the manifest, '{actual}'")


def digest_of(manifest: str) -> str:
    """The digest of a manifest, as registries name it: `sha256:` and 64 hex digits."""
    return "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()


def correct() -> None:
    """Make moto's images carry the digest of their manifest. PutImage with another digest is refused, as by ECR."""

    def get_image_digest(image: models.Image) -> str:
        return digest_of(image.image_manifest)

    put_image = models.ECRBackend.put_image

    def put_checked_image(
        backend: models.ECRBackend,
        repository_name: str,
        image_manifest: str,
        image_tag: str,
        image_manifest_mediatype: str | None = None,
        digest: str | None = None,
    ) -> models.Image:
        if digest and digest != digest_of(image_manifest):
            raise ImageDigestDoesNotMatchException(digest, digest_of(image_manifest))
        return put_image(backend, repository_name, image_manifest, image_tag, image_manifest_mediatype, digest)

    for owner, name, replacement in (
        (models.Image, "get_image_digest", get_image_digest),
        (models.ECRBackend, "put_image", put_checked_image),
    ):
        setattr(owner, name, replacement)
