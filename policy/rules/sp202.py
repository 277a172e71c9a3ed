"""SP202: a tag of a build or a pin always names the same image."""

from collections.abc import Iterator, Mapping, Sequence

from policy.model import REPOSITORY, UNKNOWN, Finding, Resource, Rule, undetermined
from retention.globs import Glob
from retention.tags import BUILD_PREFIX, PIN_PREFIX

_MUTABILITY = "imageTagMutability"
_FILTERS = "imageTagMutabilityExclusionFilters"


def movable_tags(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find repositories where a push may move a build's tag or a pin to another image."""
    for repository in resources:
        if repository.type != REPOSITORY:
            continue
        # Unset, ECR makes it MUTABLE.
        match repository.props.get(_MUTABILITY) or "MUTABLE":
            case "IMMUTABLE":
                pass
            case "IMMUTABLE_WITH_EXCLUSION":
                yield from _open_filters(repository)
            case value if value is UNKNOWN:
                yield undetermined(repository, _MUTABILITY)
            case _:
                yield Finding(
                    repository.urn,
                    f"{repository.name}: tags can be moved, so what was tested under one may not be what is released. "
                    "Set image_tag_mutability to IMMUTABLE.",
                )


def _open_filters(repository: Resource) -> Iterator[Finding]:
    filters = repository.props.get(_FILTERS) or []
    if filters is UNKNOWN:
        yield undetermined(repository, _FILTERS)
        return
    for number, entry in enumerate(filters if isinstance(filters, list) else [UNKNOWN]):
        where = f"{_FILTERS}[{number}]"
        pattern = entry.get("filter", "") if isinstance(entry, Mapping) else UNKNOWN
        if not isinstance(pattern, str):
            yield undetermined(repository, where)
            continue
        open_to = Glob.of_pattern(pattern)
        movable = [f"{prefix}*" for prefix in (BUILD_PREFIX, PIN_PREFIX) if open_to.meets(Glob.of_prefix(prefix))]
        if movable:
            yield Finding(
                repository.urn,
                f"{repository.name}: {where} lets tags {' and '.join(movable)} be moved, so what was "
                "tested under one may not be what is released. Remove it, or set image_tag_mutability to IMMUTABLE.",
            )


RULES = (
    Rule(
        name="SP202-tags-immutable",
        description="Tags of builds and pins cannot be moved to another image.",
        why=(
            "A tag that can move names one image when it is tested and another when it is released; and a pin "
            "that moves protects nothing any more."
        ),
        fails=(
            "Anything but IMMUTABLE; exclusions that match tags build-* or pin-*; and what is not known before "
            "the update."
        ),
        fix="Set image_tag_mutability to IMMUTABLE.",
        passes="Exclusions that can match neither, such as cache*.",
        pages=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",),
        severity="high",
        alone=True,
        judge=movable_tags,
    ),
)
