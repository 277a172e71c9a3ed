"""The tags that images carry, and what ECR's wildcards make of them."""

import re

PIN_PREFIX = "pin-"
"""Begins the tag that the guard puts on an image in use: `pin-<UTC yyyymmddThhmm>-<12 hex of its digest>`."""

BUILD_PREFIX = "build-"
"""Begins the tag that a build pushes: `build-<number>-<sha7>`."""


def matches(pattern: str, tag: str) -> bool:
    """Whether ECR's wildcard `pattern` selects `tag`: `*` is any run of characters, all else is itself.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), tag) is not None


def covers(pattern: str, prefix: str) -> bool:
    """Whether `pattern` selects *every* tag that begins with `prefix`."""
    # What follows the prefix is arbitrary, so only a final `*` can take it, and must need nothing of it.
    return pattern.endswith("*") and matches(pattern, prefix)


def touches(pattern: str, prefix: str) -> bool:
    """Whether `pattern` selects *any* tag that begins with `prefix`."""
    literal, star, _ = pattern.partition("*")
    return literal.startswith(prefix) or (star != "" and prefix.startswith(literal))
