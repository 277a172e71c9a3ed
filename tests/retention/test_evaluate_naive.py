"""The evaluator against a second one that was written from AWS's rules alone, and that takes its time."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from retention.evaluate import evaluate
from retention.model import Image, Policy
from tests.retention.naive import by_rules, evaluate_naively
from tests.retention.strategies import NOW, policies, repositories


@st.composite
def tangles(draw: DrawFn) -> tuple[Image, ...]:
    """Repositories in which anything may refer to anything: itself, in circles, and to what is not there."""
    images = draw(repositories(max_images=8))
    digests = st.sampled_from([*(image.digest for image in images), "sha256:absent"])
    children = st.lists(digests, max_size=2)
    return tuple(replace(image, children=tuple(draw(children)), subject=draw(st.none() | digests)) for image in images)


@given(policies(), repositories())
def test_both_evaluators_agree(policy: Policy, images: tuple[Image, ...]) -> None:
    """The same happens to each image, by the same rule."""
    assert evaluate_naively(policy, images, NOW) == {
        digest: (fate.action, fate.acts.priority if fate.acts else None)
        for digest, fate in evaluate(policy, images, NOW).items()
    }


@given(policies(), tangles())
def test_both_agree_on_tangles(policy: Policy, images: tuple[Image, ...]) -> None:
    """The same happens to each image, however images refer to one another."""
    assert {digest: action for digest, (action, _) in evaluate_naively(policy, images, NOW).items()} == {
        digest: fate.action for digest, fate in evaluate(policy, images, NOW).items()
    }


@given(policies(), repositories())
def test_without_relations_the_rules_alone_decide(policy: Policy, images: tuple[Image, ...]) -> None:
    """Where no image refers to another, the rule that acts is the one that claims."""
    alone = [replace(image, children=(), subject=None) for image in images]
    fates = evaluate(policy, alone, NOW)
    assert by_rules(policy, alone, NOW) == {
        digest: (fate.action, fate.acts.priority if fate.acts else None) for digest, fate in fates.items()
    }
    assert all(fate.acts in (None, fate.claims) for fate in fates.values())
