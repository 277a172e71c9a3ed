"""Lifecycle policies that ECR takes, and repositories for them, from values so few that rules and images often meet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from retention.model import Action, CountType, Image, Policy, Rule, StorageClass, TagStatus

NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""When a repository of `repositories()` is looked at. Nothing in it is younger."""

_COUNT, _PUSHED, _PULLED, _TRANSITIONED = CountType
_LEGAL = [
    (_COUNT, Action.EXPIRE),
    (_COUNT, Action.TRANSITION),
    (_PUSHED, Action.EXPIRE),
    (_PUSHED, Action.TRANSITION),
    (_PULLED, Action.TRANSITION),
    (_TRANSITIONED, Action.EXPIRE),
]
# Around the few counts below and around the 90 days that an archived image stays, with ties and parts of days.
_AGES_IN_DAYS = [0, 0.5, 1, 2, 2.5, 3, 4, 89, 90, 91, 92, 100]

_TAGS = ["a", "b", "aa", "ab", "ba", "bb", "aaa", "aab", "aba", "abb", "baa", "bab", "bba", "bbb"]
patterns = st.text("ab*", min_size=1, max_size=4)
prefixes = st.text("ab", min_size=1, max_size=2)
_ages = st.sampled_from(_AGES_IN_DAYS).map(lambda days: timedelta(days=days))


@st.composite
def rules(draw: DrawFn) -> Rule:
    """Rules that ECR takes, each in a policy of its own. Their priority is 1."""
    count_type, action = draw(st.sampled_from(_LEGAL))
    tag_status = draw(st.sampled_from([TagStatus.TAGGED, TagStatus.TAGGED, TagStatus.UNTAGGED, TagStatus.ANY]))
    listed = st.lists(patterns, min_size=1, max_size=2) | st.lists(prefixes, min_size=1, max_size=2).map(tuple)
    entries = draw(listed) if tag_status is TagStatus.TAGGED else []
    archived = count_type is _TRANSITIONED
    return Rule(
        priority=1,
        tag_status=tag_status,
        count_type=count_type,
        count_number=draw(st.integers(90, 92) if archived else st.integers(1, 4)),
        tag_patterns=tuple(entries) if isinstance(entries, list) else (),
        tag_prefixes=entries if isinstance(entries, tuple) else (),
        storage_class=StorageClass.ARCHIVE if archived else StorageClass.STANDARD,
        action=action,
        description=draw(st.sampled_from(["", "Some words"])),
    )


@st.composite
def _policies(draw: DrawFn, max_rules: int) -> Policy:
    drawn = draw(st.integers(1, max_rules).flatmap(lambda size: st.lists(rules(), min_size=size, max_size=size)))
    legal = _legal_together(drawn)
    numbers = draw(st.lists(st.integers(1, 99), unique=True, min_size=len(legal), max_size=len(legal)))
    return Policy(tuple(replace(rule, priority=at) for at, rule in zip(sorted(numbers), legal, strict=True)))


def policies(max_rules: int = 6) -> SearchStrategy[Policy]:
    """Policies that ECR takes, of 1 to `max_rules` rules, with gaps between their priorities."""
    return _policies(max_rules)


def _legal_together(drawn: list[Rule]) -> list[Rule]:
    """Of each set of rules of which a policy may have one the first, and rules for any image last in their class."""
    kept: dict[object, Rule] = {}
    for rule in drawn:
        one_of = (rule.storage_class, rule.tag_status, frozenset(rule.tag_prefixes))
        kept.setdefault((one_of, len(kept)) if rule.tag_patterns else one_of, rule)
    legal = list(kept.values())
    for storage_class in StorageClass:
        places = [at for at, rule in enumerate(legal) if rule.storage_class is storage_class]
        in_order = sorted((legal[at] for at in places), key=lambda rule: rule.tag_status is TagStatus.ANY)
        for at, rule in zip(places, in_order, strict=True):
            legal[at] = rule
    return legal


@st.composite
def _images(draw: DrawFn, number: int) -> Image:
    pushed, *later = sorted(draw(st.lists(_ages, min_size=4, max_size=4)), reverse=True)
    first, second, third = (NOW - age for age in later)
    pulled = draw(st.booleans())
    plain = Image(f"sha256:{number:064x}", (), NOW - pushed, last_pulled_at=first if pulled else None)
    archived = replace(plain, storage_class=StorageClass.ARCHIVE, last_archived_at=second)
    restored = replace(plain, last_archived_at=second, last_activated_at=third)
    return draw(
        st.sampled_from(
            [
                plain,
                plain,
                archived,
                restored,
                replace(restored, last_pulled_at=NOW - min(later) if pulled else None),
                replace(archived, last_pulled_at=None, last_activated_at=first),
            ]
        )
    )


def images() -> SearchStrategy[Image]:
    """Images that have no tag, no children and no subject: never archived, archived, restored, or archived again."""
    return st.integers(0, 99).flatmap(_images)


@st.composite
def _repositories(draw: DrawFn, max_images: int) -> tuple[Image, ...]:
    numbers = draw(st.permutations(range(draw(st.integers(0, max_images)))))
    made: list[Image] = []
    for number in numbers:
        image = draw(_images(number))
        earlier = st.sampled_from([other.digest for other in made]) if made else st.nothing()
        role = draw(st.sampled_from(["alone", "alone", "index", "referrer"])) if made else "alone"
        if role == "index":
            image = replace(image, children=tuple(draw(st.lists(earlier, unique=True, min_size=1, max_size=3))))
        elif role == "referrer":
            image = replace(image, subject=draw(earlier))
        made.append(image)
    owners = draw(st.lists(st.sampled_from([None, *made]), min_size=len(_TAGS), max_size=len(_TAGS)))
    tagged = [
        replace(image, tags=tuple(tag for tag, owner in zip(_TAGS, owners, strict=True) if owner is image))
        for image in made
    ]
    return tuple(draw(st.permutations(tagged)))


def repositories(max_images: int = 12) -> SearchStrategy[tuple[Image, ...]]:
    """Repositories of up to `max_images` images, in any order, as they may stand at NOW.

    Digests are unique, and a tag is on one image at most. Some images are indexes of others, which may themselves be
    indexes, and some refer to others, never in a circle. An image and what it belongs to may lie in different classes.
    """
    return _repositories(max_images)
