"""References to images by digest: what a digest names never changes."""

import re

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
"""The digest of an image. For `fullmatch`."""

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
# The registry is told from a folder, as Docker does, by its dot or port.
_PINNED = re.compile(
    r"(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w-]+:\d+)"
    r"(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)+"
    r"(?::\w[\w.-]{0,127})?"
    rf"@{DIGEST.pattern}",
    re.ASCII,
)


def check_digest(text: str) -> str:
    """Return `text`, the digest of an image. Raises ValueError if it is none."""
    if not DIGEST.fullmatch(text):
        raise ValueError(f'"{text}" is not the digest of an image; use sha256: and 64 lower-case hexadecimal digits')
    return text


def check_pinned(reference: str) -> str:
    """Return `reference`, to an image by its digest. Raises ValueError for any other.

    A tag alone may be moved to another image, or be expired; next to a digest it is only for people to read.
    """
    if not _PINNED.fullmatch(reference):
        raise ValueError(
            f'"{reference}" does not hold one image for good; use REGISTRY/REPOSITORY@sha256:DIGEST (with a tag before '
            "the @, if you like), as in public.ecr.aws/docker/library/nginx:1.29@sha256:..."
        )
    return reference
