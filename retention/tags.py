"""The tags that images carry."""

import re

from retention.globs import Glob

PIN_PREFIX = "pin-"
"""Begins the tag that the guard puts on an image in use: `pin-<UTC yyyymmddThhmm>-<12 hex of its digest>`."""

BUILD_PREFIX = "build-"
"""Begins the tag that a build pushes: `build-<number>-<sha7>`."""

NUMBER = "{n}"
"""In the template of a tag: makes it another tag with every push."""

TAG_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-"
"""https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests"""

LONGEST_TAG = 300
"""https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html"""

_TAG = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]*")


def is_tag(text: str) -> bool:
    """Whether an image can carry `text` as its tag."""
    return len(text) <= LONGEST_TAG and _TAG.fullmatch(text) is not None


def selects_a_tag(glob: Glob) -> bool:
    """Whether there is a tag at all that `glob` selects."""
    text = glob.instance("")
    # With one more character at its start, where a star is, it no longer begins as no tag may.
    return is_tag(text) or (not glob.is_exact and glob.parts[0] == "" and is_tag(f"0{text}"))
