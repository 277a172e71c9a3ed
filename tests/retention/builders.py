"""Images and rules in few words. Ages are in days before NOW, and a digest is whatever name suits the test."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retention.evaluate import evaluate
from retention.fate import Outcome
from retention.model import Action, CountType, Image, Policy, Rule, StorageClass, TagStatus
from tests.retention.strategies import NOW

COUNT, PUSHED, PULLED, ARCHIVED = CountType
ANY, UNTAGGED = TagStatus.ANY, TagStatus.UNTAGGED
NEVER = 100_000
"""A count that no repository in a test exceeds."""


def ago(days: float) -> datetime:
    """The moment so many days before NOW; after it if negative."""
    return NOW - timedelta(days=days)


def image(
    digest: str,
    *tags: str,
    pushed: float = 0,
    pulled: float | None = None,
    archived: float | None = None,
    restored: float | None = None,
    children: Sequence[str] = (),
    subject: str | None = None,
) -> Image:
    """Make an image, pushed at NOW unless said otherwise.

    It lies in the archive if it was archived and not restored.
    """
    return Image(
        digest,
        tags,
        ago(pushed),
        last_pulled_at=None if pulled is None else ago(pulled),
        storage_class=StorageClass.STANDARD if archived is None or restored is not None else StorageClass.ARCHIVE,
        last_archived_at=None if archived is None else ago(archived),
        last_activated_at=None if restored is None else ago(restored),
        children=tuple(children),
        subject=subject,
    )


def rule(
    selected: TagStatus | Sequence[str], count_type: CountType, number: int, action: Action = Action.EXPIRE
) -> Rule:
    """Make a rule for ANY or UNTAGGED images, or for those with tags for a list of patterns.

    It looks at the archive if it counts from the archiving, else at standard storage, as ECR demands.
    """
    return Rule(
        priority=1,
        tag_status=selected if isinstance(selected, TagStatus) else TagStatus.TAGGED,
        count_type=count_type,
        count_number=number,
        tag_patterns=() if isinstance(selected, TagStatus) else tuple(selected),
        storage_class=StorageClass.ARCHIVE if count_type is ARCHIVED else StorageClass.STANDARD,
        action=action,
    )


def prefixed(prefixes: Sequence[str], count_type: CountType, number: int) -> Rule:
    """Make a rule that expires images with tags for a list of prefixes."""
    return Rule(1, TagStatus.TAGGED, count_type, number, tag_prefixes=tuple(prefixes))


def gone(rules: Sequence[Rule], *images: Image) -> dict[str, int | None]:
    """The images that do not stay, each with the place, from 1, of the rule that acts on it.

    The rules apply in the order given.
    """
    fates = evaluate(Policy.of(*rules), images, NOW)
    return {
        digest: fate.acts.priority if fate.acts else None
        for digest, fate in fates.items()
        if fate.action is not Outcome.KEEP
    }
