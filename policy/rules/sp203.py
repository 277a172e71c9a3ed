"""SP203: no slip deletes the images that run."""

from collections.abc import Iterator, Sequence

from policy.containers import images
from policy.model import REPOSITORY, UNKNOWN, Finding, Resource, Rule, undetermined

DISPOSABLE = "split-pipelines:disposable"
"""The tag of what may be lost with everything in it: previews and tests. Its value is `true`."""
RETIRED = "split-pipelines:retired"
"""The tag of a repository that is about to go, whose app still runs. Its value is `true`."""

_FORCE = "forceDelete"


def deletable_images(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find repositories that would be deleted with all their images in them. Those that are disposable may be."""
    for repository in resources:
        if repository.type != REPOSITORY or _says(repository, DISPOSABLE):
            continue
        # Unset, ECR deletes no repository with images.
        match repository.props.get(_FORCE):
            case None | False:
                pass
            case value if value is UNKNOWN:
                yield undetermined(repository, _FORCE)
            case _:
                yield Finding(
                    repository.urn,
                    f"{repository.name}: deleted, it takes all its images along. Leave force_delete out, or where "
                    f"images may be lost, give it the tag {DISPOSABLE} with the value true.",
                )


def unprotected_live_images(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find repositories that a task of the same stack runs images of, and that Pulumi would delete.

    Disposable ones may go, and so may those that say that they are about to.
    """
    running = {image.repository for each in resources for image in images(each) if image.repository}
    for repository in resources:
        if repository.type != REPOSITORY or repository.protected:
            continue
        if _says(repository, DISPOSABLE) or _says(repository, RETIRED):
            continue
        if any(image.may_be(repository) for image in running):
            yield Finding(
                repository.urn,
                f"{repository.name}: tasks of this stack run its images, and a program that has lost it deletes it. "
                f"Give it the resource option protect=True; before it is to go, the tag {RETIRED} with the value true.",
            )


def _says(repository: Resource, tag: str) -> bool:
    return bool(repository.tag(tag) == "true")


RULES = (
    Rule(
        name="SP203-images-stay",
        description="A repository is not deleted with its images in it.",
        why=(
            "With forceDelete, a repository that is destroyed or replaced takes all its images along, those that "
            "run too."
        ),
        fails="forceDelete that is true, or not known before the update.",
        fix=(
            f"Leave force_delete out; or where images may be lost, give the repository the tag {DISPOSABLE} with "
            "the value true."
        ),
        passes="Repositories with that tag.",
        pages=("https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html",),
        severity="high",
        alone=True,
        judge=deletable_images,
    ),
    Rule(
        name="SP203-live-repository-protected",
        description="A repository whose images run is protected.",
        why="A program that has lost a repository, by a slip or a merge, deletes it.",
        fails="A repository without the resource option protect, if a task of the same stack runs its images.",
        fix=f"Give it the resource option protect=True; before it is to go, the tag {RETIRED} with the value true.",
        passes=f"Repositories with the tag {DISPOSABLE} or {RETIRED} of value true.",
        pages=("https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",),
        severity="high",
        alone=False,
        judge=unprotected_live_images,
    ),
)
