"""What is proved, told or left open where tags are few, promises several, and patterns odd."""

import pytest

from retention.contract import Contract, Mutability
from retention.model import Policy
from retention.tags import TAG_CHARACTERS
from retention.verify import Undecided, verify
from tests.retention.builders import ANY, COUNT, NEVER, rule
from tests.retention.verdicts import carrying, proof, told


def test_few_tags_fill_no_big_count() -> None:
    """Three tags are on three images at most, and in an immutable repository they are all that can be pushed."""
    pushed = ("a", "b", "c")
    at_most = "rule 1 never acts: with the tags that are pushed, it selects 3 images at most"
    assert at_most == proof([rule(["*"], COUNT, 3)], Contract(pushed=pushed))
    assert told([rule(["*"], COUNT, 2)], Contract(pushed=pushed))
    assert at_most == proof([rule(ANY, COUNT, 3)], Contract(pushed=pushed, mutability=Mutability.IMMUTABLE))
    assert told([rule(ANY, COUNT, 3)], Contract(pushed=pushed))


def test_several_promises_are_all_kept() -> None:
    """An image in use has a tag for each pattern, and a rule that needs one of them claims it."""
    both = carrying("pin-*", "build-*")
    assert proof([rule(["build-*"], COUNT, NEVER), rule(["pin-*"], COUNT, 2), rule(ANY, COUNT, 1)], both)
    assert told([rule(["build-9*"], COUNT, NEVER), rule(["pin-*"], COUNT, 2)], both)


def test_a_claim_for_some_of_the_images_in_use_is_none() -> None:
    """`pin-20*` claims the pins of this century; a promise of `pin-*` allows others."""
    rules = [rule(["pin-20*"], COUNT, NEVER), rule(ANY, COUNT, 1)]
    assert "push pin-1, deploy it" in told(rules, carrying("pin-*"))
    assert proof(rules, carrying("pin-20*"))


def test_the_tags_of_a_history_are_tags() -> None:
    """Where every natural example is claimed, another is found that a registry takes."""
    rules = [rule([f"pin-{digit}*"], COUNT, NEVER) for digit in "0123456789"] + [rule(ANY, COUNT, 1)]
    assert "push pin-a, deploy it" in told(rules, carrying("pin-*"))


def test_there_are_more_characters_than_rules() -> None:
    """49 rules that claim a character each leave some tag to the rule after them."""
    claims = [rule([f"pin-{character}*"], COUNT, NEVER) for character in TAG_CHARACTERS[:49]]
    assert f"push pin-{TAG_CHARACTERS[49]}, deploy it" in told([*claims, rule(ANY, COUNT, 1)], carrying("pin-*"))


def test_no_rules_take_nothing() -> None:
    """Without rules ECR does nothing."""
    assert "the policy has no rules" == proof([], Contract())


def test_a_promise_that_no_tag_can_keep_is_refused() -> None:
    """A pattern that matches no tag at all names itself and a remedy."""
    with pytest.raises(ValueError, match=r"^'-x' matches no tag: .* name a pattern such as pin-\*$"):
        carrying("-x")
    with pytest.raises(ValueError, match="nothing is ever pushed"):
        Contract(pushed=())
    with pytest.raises(ValueError, match="0 images are too few"):
        Contract(most_images=0)


def test_what_stays_open_is_not_called_safe() -> None:
    """Which few tags are on which images, so that each has one for both entries, is a puzzle. It says so, and where."""
    verdict = verify(Policy.of(rule(["a*", "b*"], COUNT, 1)), Contract(pushed=("a1", "a2", "b1", "b2")))
    assert isinstance(verdict, Undecided)
    assert "rule 1 may act on an image in use, but no tags were found with which it does" == verdict.reason


def test_too_many_ways_stay_open() -> None:
    """Patterns that meet in thousands of ways are not followed."""
    rules = [rule(["*a*b*c*", "*d*e*f*", "*g*h*i*"], COUNT, 1)]
    verdict = verify(Policy.of(*rules), Contract(pushed=("*1*2*3*",)))
    assert isinstance(verdict, Undecided)
    assert "rule 1 cannot be judged" in verdict.reason
