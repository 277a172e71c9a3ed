"""Whether a lifecycle policy leaves pinned images alone."""

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeGuard

from retention.tags import PIN_PREFIX, covers

NEVER_FIRES = 100_000
"""A count that no repository exceeds: ECR's quota of images per repository.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
"""


class Answer(Enum):
    """What is known of a policy. Only SAFE may pass."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """An answer and, in one clause, why. Quotes no text of the policy, which may be secret."""

    answer: Answer
    reason: str


def claims_pins(policy_text: str) -> Verdict:
    """Whether the first rule of a `lifecyclePolicyText` claims every pinned image and never fires.

    First is the lowest `rulePriority`; the order of the array means nothing. An image that a rule
    identifies is out of reach of every later rule, whether or not that rule acts. UNKNOWN is a policy that
    ECR would refuse. https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """
    try:
        document = json.loads(policy_text, object_pairs_hook=_without_doubles)
    except ValueError:
        return _unknown("the policy is not JSON, or says one thing twice")
    rules = document.get("rules") if isinstance(document, dict) else None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return _unknown("the policy has no list of rules")
    if not rules:
        return _unsafe("the policy has no rules, so none claims pinned images")
    priorities = [rule.get("rulePriority") for rule in rules]
    if not all(map(_is_count, priorities)):
        return _unknown("a rule has no rulePriority that is a whole number of 1 or more")
    if len(set(priorities)) < len(priorities):
        return _unknown("two rules have the same rulePriority, which ECR refuses")
    return _judge(min(rules, key=lambda rule: int(rule["rulePriority"])))


def _judge(first: dict[str, Any]) -> Verdict:
    """Judge the rule that ECR applies first."""
    selection, action = first.get("selection"), first.get("action")
    if not isinstance(selection, dict) or not isinstance(action, dict):
        return _unknown("the first rule has no selection or no action")
    flaw = _selection_flaw(selection) or _count_flaw(selection)
    if flaw:
        return flaw
    if action.get("type") != "expire":
        # A transition would archive, and an archived image cannot be pulled.
        return _unsafe("the first rule's action is not expire")
    return Verdict(Answer.SAFE, "the first rule claims every pinned image and never fires")


def _selection_flaw(selection: dict[str, Any]) -> Verdict | None:
    """Find why a selection does not identify every image that has a pin, whatever its other tags."""
    if selection.get("storageClass", "standard") != "standard":
        return _unsafe("the first rule selects archived images only")
    status = selection.get("tagStatus")
    if status == "any":
        return None
    if status == "untagged":
        return _unsafe("the first rule selects untagged images, and pinned ones have a tag")
    lists = [(key, selection[key]) for key in ("tagPatternList", "tagPrefixList") if key in selection]
    if status != "tagged" or len(lists) != 1 or not _is_text_list(lists[0][1]):
        return _unknown("the first rule needs tagStatus tagged and one list of tag patterns or of prefixes")
    ((key, entries),) = lists
    # In a prefix nothing is a wildcard: `*` would be a tag's own first character, which none has.
    claims = covers if key == "tagPatternList" else _begins
    return _list_flaw([claims(entry, PIN_PREFIX) for entry in entries])


def _begins(entry: str, prefix: str) -> bool:
    """Whether every tag that begins with `prefix` begins with `entry`, which ECR does not take empty."""
    return entry != "" and prefix.startswith(entry)


def _list_flaw(covering: list[bool]) -> Verdict | None:
    """Find why a list misses a pinned image, from whether each entry selects every pin."""
    if all(covering):
        return None
    if any(covering):
        return _unsafe(
            "the first rule lists more than pin-*, and ECR joins a list with AND: it claims only images that "
            "have a tag for each entry"
        )
    return _unsafe("the first rule does not select pin-*")


def _count_flaw(selection: dict[str, Any]) -> Verdict | None:
    """Find why a rule would act on an image that it selects."""
    if str(selection.get("countType")).startswith("sinceImage"):
        return _unsafe("the first rule goes by age, so it removes pinned images once they are old enough")
    if selection.get("countType") != "imageCountMoreThan":
        return _unknown("the first rule has a countType that ECR does not have")
    count = selection.get("countNumber")
    if not _is_count(count):
        return _unknown("the first rule's countNumber is not a whole number of 1 or more")
    if count < NEVER_FIRES:
        return _unsafe(f"the first rule removes all but the {count} newest pinned images")
    return None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that has a key twice: which of the two ECR takes is not said anywhere."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key comes twice")
    return dict(pairs)


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(entry, str) for entry in value)


def _is_count(value: object) -> TypeGuard[int]:
    # JSON's true is an int to Python, but not to ECR.
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _unsafe(reason: str) -> Verdict:
    return Verdict(Answer.UNSAFE, reason)


def _unknown(reason: str) -> Verdict:
    return Verdict(Answer.UNKNOWN, reason)
