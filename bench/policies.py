"""Lifecycle policies to measure with. The same seed gives the same policy."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, cycle, islice
from random import Random

from bench.repositories import APP, chance
from retention.contract import MOST_IMAGES
from retention.model import Action, CountType, Policy, Rule, TagStatus

WORDS = ("build", "release", "nightly", "prod", "staging", "feature", "hotfix", "arm64", "web", "worker", APP)
"""What tags are made of."""

MOST_RULES = 50
"""https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"""

MANY_ENTRIES = 10
"""Of a rule's list. AWS tells no limit."""

_COUNT_TYPES = (CountType.SINCE_IMAGE_PUSHED, CountType.IMAGE_COUNT_MORE_THAN)


def mixed(random: Random, size: int) -> Policy:
    """As people write them: pins first, then prefixes and patterns, counts and ages, in the end untagged and any."""
    pins = Rule(1, TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, MOST_IMAGES, tag_patterns=("pin-*",))
    last = (
        Rule(1, TagStatus.UNTAGGED, CountType.SINCE_IMAGE_PUSHED, random.randint(1, 30)),
        Rule(1, TagStatus.ANY, CountType.IMAGE_COUNT_MORE_THAN, random.randint(500, 50_000)),
    )
    return _policy([pins, *_tagged(random, size), *last], size)


def anyhow(random: Random) -> Policy:
    """Of any size, with or without a rule that claims pins, at whatever place that is.

    Some rules archive images, and their lists have up to 4 entries.
    """
    pins, *others = mixed(random, random.randint(4, MOST_RULES)).rules
    rules = [_varied(random, rule) for rule in others]
    at = random.randint(-len(rules), len(rules) - 1)
    return _policy([*rules[:at], pins, *rules[at:]] if at >= 0 else rules, MOST_RULES)


def worst(size: int, entries: int = 1) -> Policy:
    """Patterns as hard as ECR takes them: four stars, a leading one among them, and each matches every tag of APP.

    Each rule has so many `entries`.
    """
    patterns = cycle(dict.fromkeys(f"*{'*'.join(letters)}*" for letters in combinations(f"{APP}-build-", 3)))
    return Policy.of(
        *(
            Rule(
                1,
                TagStatus.TAGGED,
                CountType.IMAGE_COUNT_MORE_THAN,
                MOST_IMAGES - 1,
                tag_patterns=(*islice(patterns, entries),),
            )
            for _ in range(size)
        )
    )


def _policy(rules: Iterable[Rule], size: int) -> Policy:
    first, *rest = rules
    return Policy.of(first, *rest[1 - size :])


def _tagged(random: Random, size: int) -> Iterable[Rule]:
    for number in range(size):
        one, other = random.choices(WORDS, k=2)
        patterns = _patterns(random, one, other)
        count_type, prefixed = random.choice(_COUNT_TYPES), chance(random, 30)
        yield Rule(
            1,
            TagStatus.TAGGED,
            count_type,
            random.randint(1, 365),
            tag_patterns=() if prefixed else patterns,
            # Each prefix may come once.
            tag_prefixes=(f"{one}-{number}",) if prefixed else (),
        )


def _patterns(random: Random, one: str, other: str) -> tuple[str, ...]:
    return random.choice(
        [
            (f"{one}-*",),
            (f"*-{one}",),
            (f"{one}-*-{other}*",),
            (f"*{one}*{other}*",),
            (one,),
            (f"{one}*", f"{other}*"),
        ]
    )


def _varied(random: Random, rule: Rule) -> Rule:
    """Perhaps with more entries, and perhaps archiving."""
    patterns, prefixes = list(rule.tag_patterns), list(rule.tag_prefixes)
    for one, other in [random.choices(WORDS, k=2) for _ in range(random.randint(0, 2))]:
        if patterns:
            patterns.append(_patterns(random, one, other)[0])
        elif prefixes:
            prefixes.append(one)
    # Rules that count from the last pull can do nothing else.
    ages = (CountType.SINCE_IMAGE_PUSHED, CountType.SINCE_IMAGE_PULLED)
    archives = chance(random, 30)
    return replace(
        rule,
        tag_patterns=tuple(dict.fromkeys(patterns)),
        tag_prefixes=tuple(dict.fromkeys(prefixes)),
        count_type=random.choice(ages) if archives and rule.count_type.is_age else rule.count_type,
        action=Action.TRANSITION if archives else Action.EXPIRE,
    )
