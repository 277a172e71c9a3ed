"""The evaluator against a second one that was written from AWS's rules alone, and that takes its time."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from retention.evaluate import evaluate
from retention.model import Image, Policy
from tests.retention.naive import Verdict, by_rules, evaluate_naively
from tests.retention.strategies import NOW, policies, repositories


@st.composite
def tangles(draw: DrawFn) -> tuple[Image, ...]:
    """Repositories in which anything may refer to anything: itself, in circles, and to what is not there."""
    images = draw(repositories(max_images=8))
    digests = st.sampled_from([*(image.digest for image in images), "sha256:absent"])
    children = st.lists(digests, max_size=2)
    return tuple(replace(image, children=tuple(draw(children)), subject=draw(st.none() | digests)) for image in images)


def verdicts(policy: Policy, images: Sequence[Image]) -> dict[str, Verdict]:
    """What the real evaluator says, in the words of the other."""
    return {
        digest: (fate.action, fate.acts.priority if fate.acts else None)
        for digest, fate in evaluate(policy, images, NOW).items()
    }


@settings(max_examples=300)
@given(policies(), repositories())
def test_both_evaluators_agree(policy: Policy, images: tuple[Image, ...]) -> None:
    """The same happens to each image, by the same rule."""
    assert evaluate_naively(policy, images, NOW) == verdicts(policy, images)


@settings(max_examples=300)
@given(policies(), tangles())
def test_both_agree_on_tangles(policy: Policy, images: tuple[Image, ...]) -> None:
    """However images refer to one another."""
    assert evaluate_naively(policy, images, NOW) == verdicts(policy, images)


@given(policies(), repositories())
def test_without_relations_the_rules_alone_decide(policy: Policy, images: tuple[Image, ...]) -> None:
    """Where no image refers to another, the first rule that identifies one does to it what it does."""
    alone = [replace(image, children=(), subject=None) for image in images]
    assert by_rules(policy, alone, NOW) == verdicts(policy, alone)
