"""Margins are what is found by trying each number of pushes and of days, one after the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from retention.evaluate import evaluate
from retention.fate import Outcome
from retention.margin import Margin, margins
from retention.model import Image, Policy
from retention.pushes import after_pushes, alongside_the_newest, like_the_newest
from tests.retention.strategies import NOW, policies, repositories

MOST_PUSHES = 7
"""No count in these policies is larger than 4."""

MOST_DAYS = 95
"""No age in these policies is larger than 92."""

TEMPLATES = ["a", "b", "ab", "bb", "{n}", "a{n}", "{n}b", "ab{n}", "b{n}a", "{n}a{n}"]

templates = st.lists(st.sampled_from(TEMPLATES), max_size=3)


@st.composite
def tangled(draw: DrawFn) -> tuple[Image, ...]:
    """Repositories in which anything may refer to anything: to itself, in circles, as index and referrer at once."""
    images = draw(repositories(8))
    digests = st.sampled_from([*(image.digest for image in images), "sha256:elsewhere"])
    return tuple(
        replace(image, children=tuple(draw(st.lists(digests, max_size=2))), subject=draw(st.none() | digests))
        for image in images
    )


def first_acted_on(numbers: Iterable[int], acting: Callable[[int], set[str]]) -> dict[str, int]:
    """The first of `numbers` with which each digest is among those that are acted on."""
    found: dict[str, int] = {}
    for number in numbers:
        for digest in acting(number):
            found.setdefault(digest, number)
    return found


def acted_on(policy: Policy, images: Iterable[Image], now: datetime) -> set[str]:
    """The digests of the images that do not stay."""
    return {digest for digest, fate in evaluate(policy, images, now).items() if fate.action is not Outcome.KEEP}


def margins_by_trying(
    policy: Policy, images: Sequence[Image], pushed: Callable[[int], Iterable[Image]]
) -> dict[str, Margin]:
    """Margins as they are defined; `pushed` gives the repository after so many pushes."""
    pushes = first_acted_on(range(MOST_PUSHES + 1), lambda count: acted_on(policy, pushed(count), NOW))
    days = first_acted_on(range(MOST_DAYS + 1), lambda count: acted_on(policy, images, NOW + timedelta(days=count)))
    return {image.digest: Margin(pushes.get(image.digest), days.get(image.digest)) for image in images}


@given(policies(), repositories() | tangled(), templates, st.booleans(), st.integers(0, 2))
def test_any_pushes(policy: Policy, images: tuple[Image, ...], like: list[str], moving: bool, alongside: int) -> None:  # noqa: FBT001
    """Whatever the pushes are: new tags and such as move, or exist and must not, one image or more at a time."""
    expected = margins_by_trying(
        policy,
        images,
        lambda count: after_pushes(images, like, count, NOW, moving=moving, alongside=alongside),
    )
    assert expected == margins(policy, images, NOW, like=like, moving=moving, alongside=alongside)


def numbered(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Tags, patterns or prefixes with a 1 for each b: `1`, `a1a`, `*11`."""
    return tuple(text.replace("b", "1") for text in texts)


numbered_policies = policies().map(
    lambda policy: Policy(
        tuple(
            replace(rule, tag_patterns=numbered(rule.tag_patterns), tag_prefixes=numbered(rule.tag_prefixes))
            for rule in policy.rules
        )
    )
)
numbered_repositories = repositories().map(
    lambda images: tuple(replace(image, tags=numbered(image.tags)) for image in images)
)


@given(numbered_policies, numbered_repositories)
def test_pushes_like_the_last(policy: Policy, images: tuple[Image, ...]) -> None:
    """Unless said otherwise, pushes have the last one's tags, and as many further images with them."""
    expected = margins_by_trying(
        policy,
        images,
        lambda count: after_pushes(images, like_the_newest(images), count, NOW, alongside=alongside_the_newest(images)),
    )
    assert expected == margins(policy, images, NOW)


def real_pushes(images: Iterable[Image], like: Sequence[str], count: int, alongside: int) -> list[Image]:
    """The repository after pushes with real numbers in their tags, each of which takes its tags from all others.

    The numbers are 2 to 8: no rule and no image has them.
    """
    present = list(images)
    for number in range(2, count + 2):
        tags = tuple(dict.fromkeys(template.replace("{n}", f"{number}") for template in like))
        present = [replace(image, tags=tuple(tag for tag in image.tags if tag not in tags)) for image in present]
        children = tuple(f"sha256:further{number}{place}" for place in range(alongside))
        moment = NOW + timedelta(seconds=number)
        present.append(Image(f"sha256:further{number}", tags, moment, children=children))
        present += [Image(child, (), moment) for child in children]
    return present


@settings(max_examples=300)
@given(policies(), repositories(), templates, st.integers(0, 2))
def test_real_numbers(policy: Policy, images: tuple[Image, ...], like: list[str], alongside: int) -> None:
    """What will be new in a tag may be whatever no rule names: margins hold for it."""
    expected = margins_by_trying(policy, images, lambda count: real_pushes(images, like, count, alongside))
    assert expected == margins(policy, images, NOW, like=like, alongside=alongside)


@settings(max_examples=300)
@given(numbered_policies, numbered_repositories)
def test_real_numbers_after_the_last(policy: Policy, images: tuple[Image, ...]) -> None:
    """A rule that names the number of an image does not see the pushes that come after it."""
    like, alongside = like_the_newest(images), alongside_the_newest(images)
    expected = margins_by_trying(policy, images, lambda count: real_pushes(images, like, count, alongside))
    assert expected == margins(policy, images, NOW)
