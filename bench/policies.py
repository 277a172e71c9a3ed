"""Lifecycle policies to measure with. The same seed gives the same policy."""

from collections.abc import Iterable
from itertools import combinations, islice
from random import Random

from bench.repositories import APP, chance
from retention.contract import MOST_IMAGES
from retention.model import CountType, Policy, Rule, TagStatus

WORDS = ("build", "release", "nightly", "prod", "staging", "feature", "hotfix", "arm64", "web", "worker", APP)
"""What tags are made of."""

MOST_RULES = 50
"""https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html"""

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
    """Of any size, with or without a rule that claims pins, at whatever place that is."""
    rules = list(mixed(random, random.randint(4, MOST_RULES)).rules)
    pins = rules.pop(0)
    at = random.randint(-len(rules), len(rules) - 1)
    return _policy([*rules[:at], pins, *rules[at:]] if at >= 0 else rules, MOST_RULES)


def worst(size: int) -> Policy:
    """Patterns as hard as ECR takes them: four stars, a leading one among them, and each matches every tag of APP."""
    patterns = (f"*{'*'.join(letters)}*" for letters in combinations(f"{APP}-build-", 3))
    return Policy.of(
        *(
            Rule(1, TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, MOST_IMAGES - 1, tag_patterns=(pattern,))
            for pattern in islice(dict.fromkeys(patterns), size)
        )
    )


def _policy(rules: Iterable[Rule], size: int) -> Policy:
    first, *rest = rules
    return Policy.of(first, *rest[1 - size :])


def _tagged(random: Random, size: int) -> Iterable[Rule]:
    for number in range(size):
        one, other = random.choices(WORDS, k=2)
        patterns = random.choice(
            [
                (f"{one}-*",),
                (f"*-{one}",),
                (f"{one}-*-{other}*",),
                (f"*{one}*{other}*",),
                (one,),
                (f"{one}*", f"{other}*"),
            ]
        )
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
