"""SP301: what runs is named by digest, so nothing but a change of the stack changes it."""

import re
from collections.abc import Iterator, Sequence

from policy.containers import images, not_known
from policy.model import Finding, Resource, Rule, Unknown

_PINNED = re.compile(r"[^@\s]+@sha256:[0-9a-f]{64}", re.ASCII)


def images_by_tag(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find containers, sidecars too, whose image is not named by its digest. A tag before the digest does no harm."""
    for resource in resources:
        for image in images(resource):
            match image.reference:
                case Unknown():
                    yield not_known(resource, image)
                case None:
                    yield Finding(
                        resource.urn,
                        f"{resource.name}: {image.place} does not say which image runs. Give it a list of containers, "
                        "as JSON, and each container its image.",
                    )
                case str(reference) if not _PINNED.fullmatch(reference):
                    yield Finding(
                        resource.urn,
                        f"{resource.name}: {image.place} does not name its image by digest, so another may run "
                        "without a change of this stack. Write it as repository@sha256:<64 hexadecimal digits>.",
                    )


RULES = (
    Rule(
        name="SP301-image-by-digest",
        description="Every container's image is named by its digest.",
        why=(
            "ECS looks a tag up when a deployment begins. What runs then changes without a change of the stack, "
            "and nobody can say what it was."
        ),
        fails=(
            "A container, sidecars too, whose image is not named by its digest; and one whose image is not known "
            "before the update."
        ),
        fix="Write it as repository@sha256:<64 hexadecimal digits>.",
        passes="A tag before the digest.",
        pages=("https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",),
        severity="critical",
        alone=True,
        judge=images_by_tag,
    ),
)
