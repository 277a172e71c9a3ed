"""SP202: a tag of a build or a pin always names the same image."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.model import UNKNOWN, Resource
from policy.rules.sp202 import movable_tags
from tests.policy.resources import repository, urn, violators


def excluding(name: str, *filters: Any) -> Resource:
    """Make a repository whose tags are immutable but for those that a filter matches."""
    return repository(
        name,
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": each, "filterType": "WILDCARD"} for each in filters],
    )


def test_tags_of_builds_and_pins_must_be_immutable() -> None:
    """Passing: immutable, or open to other tags only. Failing: mutable, open to ours, or not known."""
    program = [
        repository("immutable", imageTagMutability="IMMUTABLE"),
        excluding("latest-is-free", "latest", "dev-*"),
        excluding("nothing-is-free"),
        repository("mutable", imageTagMutability="MUTABLE"),
        repository("unset"),
        repository("null", imageTagMutability=None),
        repository("mutable-but-some", imageTagMutability="MUTABLE_WITH_EXCLUSION"),
        repository("unheard-of", imageTagMutability="Immutable"),
        excluding("builds-are-free", "latest", "build-*"),
        excluding("pins-are-free", "pi*"),
        excluding("some-builds-are-free", "build-*-rc"),
        excluding("what-ends-so-is-free", "*-rc"),
        excluding("one-pin-is-free", "pin-20260101T0000-0123456789ab"),
        excluding("all-is-free", "*"),
        repository("unknown", imageTagMutability=UNKNOWN),
        excluding("unknown-filter", "latest", UNKNOWN),
        repository(
            "unknown-filters",
            imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters=UNKNOWN,
        ),
        repository(
            "unknown-entry",
            imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters=[UNKNOWN],
        ),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {}),
    ]
    assert violators(movable_tags, program) == {
        "mutable",
        "unset",
        "null",
        "mutable-but-some",
        "unheard-of",
        "builds-are-free",
        "pins-are-free",
        "some-builds-are-free",
        "what-ends-so-is-free",
        "one-pin-is-free",
        "all-is-free",
        "unknown",
        "unknown-filter",
        "unknown-filters",
        "unknown-entry",
    }


def test_says_what_and_how() -> None:
    """The resource, what was found, and what to set."""
    program = [repository("open"), excluding("half-open", "latest", "*"), excluding("unknown", UNKNOWN)]
    assert [finding.message for finding in movable_tags(program)] == [
        (
            "open: tags can be moved, so what was tested under one may not be what is released. Set "
            "image_tag_mutability to IMMUTABLE."
        ),
        (
            "half-open: imageTagMutabilityExclusionFilters[1] lets tags build-* and pin-* be moved, so what was tested "
            "under one may not be what is released. Remove it, or set image_tag_mutability to IMMUTABLE."
        ),
        (
            "unknown: the value of imageTagMutabilityExclusionFilters[0] is not known before the update, so nothing "
            "can be said of it. Make it from values that the program knows, not from outputs of resources."
        ),
    ]


@given(st.text("abcdef", min_size=8, max_size=20))
def test_what_a_filter_says_is_never_quoted(secret: str) -> None:
    """A filter may come from a secret: no text of it is in the message."""
    (finding,) = movable_tags([excluding("open", f"pin-{secret}")])
    assert secret not in finding.message
