"""A second lifecycle evaluator, slow and plain, to judge the real one by. They share the model, and nothing else.

It is written from AWS's evaluation rules, one function for each, and compares every image with every other.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retention.model import Action, CountType, Image, Policy, Rule, StorageClass, TagStatus

Verdict = tuple[str, int | None]
"""What happens to an image, and the priority of the rule that does it, if one does."""

SEVERITY = ["keep", "archive", "expire"]
"""What may happen to an image, in the order in which it is worse for one in use: what is archived can be restored."""


def wildcard(pattern: str, tag: str) -> bool:
    """Whether `pattern` selects the whole `tag`: a star is any run of characters."""
    if not pattern:
        return not tag
    if pattern[0] == "*":
        return wildcard(pattern[1:], tag) or (tag != "" and wildcard(pattern, tag[1:]))
    return tag != "" and tag[0] == pattern[0] and wildcard(pattern[1:], tag[1:])


def identifies(rule: Rule, image: Image) -> bool:
    """Whether `rule` selects `image`, by its class and its tags alone."""
    if rule.storage_class != image.storage_class:
        return False
    if rule.tag_status is TagStatus.ANY:
        return True
    if rule.tag_status is TagStatus.UNTAGGED:
        return not image.tags
    return all(any(wildcard(pattern, tag) for tag in image.tags) for pattern in rule.tag_patterns) and all(
        any(tag.startswith(prefix) for tag in image.tags) for prefix in rule.tag_prefixes
    )


def age_begins(rule: Rule, image: Image) -> datetime:
    """Since when the days of `rule` are counted."""
    pushed, pulled, restored = image.pushed_at, image.last_pulled_at, image.last_activated_at
    if rule.count_type is CountType.SINCE_IMAGE_PUSHED:
        return pushed
    if rule.count_type is CountType.SINCE_IMAGE_TRANSITIONED:
        return image.last_archived_at or pushed
    if pulled is None:
        return restored or pushed
    return pulled if restored is None or restored <= pulled else restored


def place(image: Image) -> datetime:
    """What decides an image's place in the order from youngest to oldest."""
    return image.pushed_at if image.last_activated_at is None else image.last_activated_at


def is_candidate(rule: Rule, image: Image, images: Sequence[Image], now: datetime) -> bool:
    """Whether `rule` would act on an image that it identifies, were there no other rule."""
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        # Of images of one moment, each counts as the oldest.
        at_most_as_old = [other for other in images if identifies(rule, other) and place(other) >= place(image)]
        return len(at_most_as_old) > rule.count_number
    return now - age_begins(rule, image) > timedelta(days=rule.count_number)


def by_rules(policy: Policy, images: Sequence[Image], now: datetime) -> dict[str, Verdict]:
    """What the rules alone do: the first that identifies an image decides, whether or not it acts."""
    verdicts: dict[str, Verdict] = {}
    for image in images:
        claiming = [rule for rule in policy.rules if identifies(rule, image)]
        first = min(claiming, key=lambda rule: rule.priority, default=None)
        if first and is_candidate(first, image, images, now):
            verdicts[image.digest] = ("expire" if first.action is Action.EXPIRE else "archive", first.priority)
        else:
            verdicts[image.digest] = ("keep", None)
    return verdicts


def evaluate_naively(policy: Policy, images: Sequence[Image], now: datetime) -> dict[str, Verdict]:
    """What happens to each image: an index that stays holds its children, and a referrer shares its subject's end.

    Of a rule's action and the subject's, an image that meets both suffers the worse.
    """
    own = by_rules(policy, images, now)
    inherited = dict.fromkeys(own, 0)
    while True:
        held = _held(own, inherited, images)
        acted = {digest: 0 if digest in held else SEVERITY.index(verdict[0]) for digest, verdict in own.items()}
        suffered = {digest: max(acted[digest], inherited[digest]) for digest in own}
        passed_on = {image.digest: _inherited(image, suffered) for image in images}
        if passed_on == inherited:
            break
        inherited = passed_on
    subjects = {image.digest: str(image.subject) for image in images}
    verdicts: dict[str, Verdict] = {}
    for digest, severity in suffered.items():
        source = digest
        while severity > acted[source]:
            source = subjects[source]
        verdicts[digest] = (SEVERITY[severity], own[source][1] if severity else None)
    return verdicts


def _held(own: dict[str, Verdict], inherited: dict[str, int], images: Sequence[Image]) -> set[str]:
    """The images that an index refers to which stays itself, because no rule acts on it or another index holds it."""
    held: set[str] = set()
    while True:
        staying = [
            image
            for image in images
            if image.storage_class is StorageClass.STANDARD
            and not inherited[image.digest]
            and (own[image.digest][0] == "keep" or image.digest in held)
        ]
        more = {child for index in staying for child in index.children if child != index.digest}
        if more <= held:
            return held
        held |= more


def _inherited(image: Image, suffered: dict[str, int]) -> int:
    """What an image has to share of what its subject suffers. What is archived is not archived again."""
    severity = suffered.get(str(image.subject), 0)
    archived = image.storage_class is StorageClass.ARCHIVE
    return 0 if archived and SEVERITY[severity] == "archive" else severity
