"""Lifecycle policies, read from the text that ECR takes.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from collections.abc import Iterator
from typing import Any

from retention.model import Action, CountType, Policy, Rule, StorageClass, TagStatus
from retention.places import Place
from retention.problems import InvalidDocument, Problem, quote, read_json

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
_MOST_RULES = 50
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html
# A text has also to have 100 characters, but no policy of one rule or more has less.
_MOST_CHARACTERS = 30_720
_MOST_STARS = 4
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
_LEAST_ARCHIVED_DAYS = 90
_ONLY_ACTIONS = {
    CountType.SINCE_IMAGE_PULLED: Action.TRANSITION,
    CountType.SINCE_IMAGE_TRANSITIONED: Action.EXPIRE,
}

# What could be read of a rule, by the names of Rule's fields, and where it is. None is what could not be read.
_Draft = tuple[Place, dict[str, Any]]


def parse_policy(text: str) -> Policy:
    """Read a lifecycle policy, its `lifecyclePolicyText`.

    Raises InvalidDocument if ECR would refuse it, with all that is wrong with it. What AWS says nothing of, as
    a targetStorageClass of what expires, is taken.
    """
    if len(text) > _MOST_CHARACTERS:
        message = f"{len(text)} characters are refused; give {_MOST_CHARACTERS} or less, all that ECR takes"
        raise InvalidDocument([Problem("$", message)])
    problems: list[Problem] = []
    drafts = _drafts(Place(read_json(text), problems))
    _compare(drafts)
    if problems:
        raise InvalidDocument(problems)
    return Policy(tuple(Rule(**read) for _, read in drafts))


def _drafts(document: Place) -> list[_Draft]:
    fields = document.fields("rules")
    if fields is None:
        return []
    places = fields["rules"].items(f"a list of 1 to {_MOST_RULES} rules")
    if len(places) > _MOST_RULES:
        fields["rules"].refuse(f"{len(places)} rules are refused; give {_MOST_RULES} or less, all that ECR takes")
    return [(place, _rule(place)) for place in places]


def _rule(place: Place) -> dict[str, Any]:
    fields = place.fields("rulePriority", "description", "selection", "action")
    if fields is None:
        return {}
    priority = fields["rulePriority"].whole()
    description = fields["description"].text() if fields["description"].is_given else ""
    selection = _selection(fields["selection"])
    action = _action(fields["action"], selection.get("count_type"))
    return {"priority": priority, "description": description, **selection, "action": action}


def _selection(place: Place) -> dict[str, Any]:
    fields = place.fields(
        "tagStatus", "tagPatternList", "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber"
    )
    if fields is None:
        return {}
    tag_status = fields["tagStatus"].word(*TagStatus)
    patterns, prefixes = _lists(fields["tagPatternList"], fields["tagPrefixList"], tag_status)
    count_type = fields["countType"].word(*CountType)
    _check_unit(fields["countUnit"], count_type)
    return {
        "tag_status": tag_status,
        "tag_patterns": patterns,
        "tag_prefixes": prefixes,
        "storage_class": _storage_class(fields["storageClass"], count_type),
        "count_type": count_type,
        "count_number": _count_number(fields["countNumber"], count_type),
    }


def _lists(
    patterns: Place, prefixes: Place, tag_status: TagStatus | None
) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    given = [place for place in (patterns, prefixes) if place.is_given]
    if tag_status in (TagStatus.UNTAGGED, TagStatus.ANY):
        for place in given:
            place.refuse(f"refused with {quote(tag_status)}; take it out, or select what is tagged")
        return (), ()
    if tag_status is TagStatus.TAGGED and not given:
        patterns.want("a list of patterns, or a tagPrefixList")
    if patterns.is_given and prefixes.is_given:
        prefixes.refuse("refused beside a tagPatternList; give one of the two")
    return (
        tuple(map(_pattern, patterns.items("a list of 1 or more patterns"))) if patterns.is_given else (),
        tuple(map(_prefix, prefixes.items("a list of 1 or more prefixes"))) if prefixes.is_given else (),
    )


def _pattern(place: Place) -> str | None:
    pattern = place.text("a pattern of 1 or more characters", least=1)
    if pattern is not None and pattern.count("*") > _MOST_STARS:
        place.want(f"a pattern with {_MOST_STARS} wildcards (*) or less")
    return pattern


def _prefix(place: Place) -> str | None:
    return place.text("a prefix of 1 or more characters", least=1)


def _storage_class(place: Place, count_type: CountType | None) -> StorageClass | None:
    """The class from which a rule selects; None, too, if it is not that of what it counts."""
    given = place.word(*StorageClass) if place.is_given else StorageClass.STANDARD
    if given is None or count_type is None:
        return given
    needed = StorageClass.ARCHIVE if count_type is CountType.SINCE_IMAGE_TRANSITIONED else StorageClass.STANDARD
    if given is not needed:
        place.want(f"{quote(needed)}, where {count_type} counts")
        return None
    return given


def _check_unit(place: Place, count_type: CountType | None) -> None:
    if count_type is CountType.IMAGE_COUNT_MORE_THAN:
        if place.is_given:
            place.refuse(f"{quote(place.value)} is refused; take it out, as {count_type} counts images")
    elif place.is_given or count_type is not None:
        place.word("days")


def _count_number(place: Place, count_type: CountType | None) -> int | None:
    number = place.whole()
    if number is not None and count_type is CountType.SINCE_IMAGE_TRANSITIONED and number < _LEAST_ARCHIVED_DAYS:
        place.want(f"{_LEAST_ARCHIVED_DAYS} or more, the days that every archived image is kept")
    return number


def _action(place: Place, count_type: CountType | None) -> Action | None:
    fields = place.fields("type", "targetStorageClass")
    if fields is None:
        return None
    action = fields["type"].word(*Action)
    only = _ONLY_ACTIONS.get(count_type) if count_type else None
    if action and only and action is not only:
        fields["type"].want(f"{quote(only)}, all that {count_type} can do")
    target = fields["targetStorageClass"]
    if target.is_given or (action is Action.TRANSITION and only is not Action.EXPIRE):
        target.word(StorageClass.ARCHIVE)
    return action


def _compare(drafts: list[_Draft]) -> None:
    """Refuse rules that cannot be in one policy."""
    first: dict[object, Place] = {}
    for place, read in drafts:
        for field, value, shown, remedy in _unique(read):
            other = first.setdefault((field, value), place)
            if other is not place:
                place.below(*field).refuse(f"{shown} is also in {other.path}; {remedy}")
    for storage_class in StorageClass:
        alike = [draft for draft in drafts if draft[1].get("storage_class") is storage_class and draft[1]["priority"]]
        _check_any_is_last(alike)


def _unique(read: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], object, str, str]]:
    """What no other rule may have as well: in which field, the value, how to show it, and what to do if one has it."""
    if priority := read.get("priority"):
        yield ("rulePriority",), priority, str(priority), "give each rule a number of its own"
    tag_status, storage_class = read.get("tag_status"), read.get("storage_class")
    if not storage_class:
        return
    if tag_status in (TagStatus.UNTAGGED, TagStatus.ANY):
        remedy = f"give one such rule for {storage_class} storage"
        yield ("selection", "tagStatus"), (storage_class, tag_status), quote(tag_status), remedy
    prefixes = frozenset(read["tag_prefixes"])
    # AWS asks for unique sets of prefixes, and does not say what makes two of them one: their order does not.
    if prefixes and None not in prefixes:
        shown = quote(", ".join(sorted(prefixes)))
        yield ("selection", "tagPrefixList"), (storage_class, prefixes), shown, "make one rule of the two"


def _check_any_is_last(alike: list[_Draft]) -> None:
    """Refuse rules for any image that other rules follow. `alike`: those of one storage class, with a priority.

    AWS's own examples have such a rule for each class, so that it is the last of its class that AWS asks for.
    """
    others = [draft for draft in alike if draft[1]["tag_status"] in (TagStatus.TAGGED, TagStatus.UNTAGGED)]
    if not others:
        return
    last, highest = max(((place, read["priority"]) for place, read in others), key=lambda each: each[1])
    for place, read in alike:
        if read["tag_status"] is TagStatus.ANY and read["priority"] < highest:
            remedy = "give a rule for any image the highest number of its storage class"
            place.below("rulePriority").refuse(f"{read['priority']} is refused, as {last.path} follows; {remedy}")
