"""What is proved, told or left open where tags are few, promises several, and patterns odd."""

import pytest

from retention.contract import Contract, Mutability
from retention.model import Policy
from retention.tags import TAG_CHARACTERS
from retention.verify import Undecided, verify
from tests.retention.builders import ANY, COUNT, NEVER, UNTAGGED, rule
from tests.retention.verdicts import carrying, proof, told


def test_few_tags_fill_no_big_count() -> None:
    """Three tags are on three images at most."""
    pushed = ("a", "b", "c")
    at_most = "rule 1 never acts: with the tags that are pushed, it selects 3 images at most"
    assert at_most == proof([rule(["*"], COUNT, 3)], Contract(pushed=pushed))
    assert told([rule(["*"], COUNT, 2)], Contract(pushed=pushed))
    assert told([rule(ANY, COUNT, 3)], Contract(pushed=pushed))


def test_few_tags_do_not_limit_all_images() -> None:
    """Where each push takes one of three tags for ever, its index may still bring children, which count as well."""
    contract = Contract(pushed=("a", "b", "c"), mutability=Mutability.IMMUTABLE)
    assert isinstance(verify(Policy.of(rule(ANY, COUNT, 3)), contract), Undecided)


def test_the_image_in_use_gets_its_tag_back() -> None:
    """The last push took `latest` from it. That image has it no longer in the end, so it needs a tag of its own."""
    contract = Contract(in_use=("latest", "pin-*"), pushed=("latest",))
    assert [
        "push latest",
        "push 2 more, each as latest, which moves to it",
        "tag them pin-2 to pin-3",
        "deploy latest, tagged pin-1 and latest",
        "rule 1 expires latest, which is in use",
    ] == told([rule(["*"], COUNT, 2)], contract)


def test_a_promise_may_be_one_numbered_tag() -> None:
    """Further images have other numbers."""
    assert "push 10 more, build-6 to build-15" in told([rule(ANY, COUNT, 10)], carrying("build-5"))
    assert "push 3 more, v3 to v5" in told([rule(["v*"], COUNT, 3)], carrying("v2"))


def test_entries_that_overlap_get_tags_that_do_not() -> None:
    """No image's tag for one entry is another image's tag for the other."""
    assert told([rule(["a*", "a1*"], COUNT, 12)], Contract())
    assert told([rule(["*a*b*c*", "*b*c*a*", "*c*a*b*", "*d*e*", "*e*d*", "*f*"], COUNT, 30)], Contract())


def test_a_quota_is_given_for_the_reason_where_it_is_the_reason() -> None:
    """The tags could move, but there is no room for all the images that it takes."""
    reason = proof([rule(UNTAGGED, COUNT, NEVER - 1)], Contract())
    assert "rule 1 never acts: a repository holds 100000 images at most" == reason


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
