"""The lifecycle policies that this project gives to repositories: made by functions, and proved when they are made."""

from retention.contract import MOST_IMAGES, Contract
from retention.limits import check_keep_builds, check_untagged_days
from retention.model import CountType, Policy, Rule, TagStatus
from retention.tags import BUILD_PREFIX, PIN_PREFIX
from retention.verify import Safe, Unsafe, verify

PINNED = Contract(in_use=(f"{PIN_PREFIX}*",))
"""All that retention counts on: an image in use carries a pin. Other tags may move, and anything may be pushed."""


def keep_pinned() -> Rule:
    """Keep every image in use: claim them from the rules below, and never fire."""
    return _tagged(PIN_PREFIX, MOST_IMAGES, "Keep every pinned image: it is in use")


def keep_newest(count: int) -> Rule:
    """Expire all but the `count` newest builds. Raises ValueError below 5: a release needs room."""
    return _tagged(BUILD_PREFIX, check_keep_builds(count), f"Keep the {count} newest builds")


def expire_untagged(days: int) -> Rule:
    """Expire images without any tag `days` days after their push. Raises ValueError below 1."""
    return Rule(
        priority=1,
        description=f"Expire untagged images after {days} days",
        tag_status=TagStatus.UNTAGGED,
        count_type=CountType.SINCE_IMAGE_PUSHED,
        count_number=check_untagged_days(days),
    )


def protecting_policy(*, keep_builds: int, untagged_days: int) -> Policy:
    """Make the policy of every repository. Raises ValueError if a number is too small."""
    return proved(Policy.of(keep_pinned(), keep_newest(keep_builds), expire_untagged(untagged_days)))


def proved(policy: Policy) -> Policy:
    """Return `policy`. Raises ValueError, with the history, if ECR could ever act on a pinned image by it."""
    match verify(policy, PINNED):
        case Safe():
            return policy
        case Unsafe(history):
            raise ValueError(f"this lifecycle policy takes images in use: {'; '.join(history.sentences)}")
        case undecided:
            raise ValueError(f"nobody can tell whether this lifecycle policy takes images in use: {undecided.reason}")


def _tagged(prefix: str, count: int, description: str) -> Rule:
    return Rule(
        priority=1,
        description=description,
        tag_status=TagStatus.TAGGED,
        # One entry only: ECR joins the entries of a list with AND.
        tag_patterns=(f"{prefix}*",),
        count_type=CountType.IMAGE_COUNT_MORE_THAN,
        count_number=count,
    )
