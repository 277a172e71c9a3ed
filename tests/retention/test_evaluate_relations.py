"""Indexes of platforms hold their children, and referrers go with their subject.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from itertools import pairwise, permutations

import pytest

from retention.evaluate import evaluate
from retention.model import Action, Image, Policy, Rule
from tests.retention.builders import ANY, ARCHIVED, COUNT, NEVER, PULLED, PUSHED, UNTAGGED, gone, image, rule
from tests.retention.strategies import NOW

OLD_UNTAGGED = rule(UNTAGGED, PUSHED, 1)
OLD_BUILDS = rule(["build*"], PUSHED, 1)
ARCHIVING = rule(["archive*"], PULLED, 1, Action.TRANSITION)
LONG_ARCHIVED = rule(ANY, ARCHIVED, 90)


@pytest.mark.parametrize(
    "index",
    [
        image("index", "v1", pushed=9, children=["child"]),
        image("index", "pin-1", pushed=9, children=["child"]),
        image("index", "build", pushed=1, children=["child"]),
    ],
    ids=["unselected", "claimed", "not due"],
)
def test_a_child_stays_while_its_index_does(index: Image) -> None:
    """Whyever the index stays, what it refers to cannot go before it."""
    rules = [rule(["pin-*"], COUNT, NEVER), OLD_UNTAGGED, OLD_BUILDS]
    assert {} == gone(rules, index, image("child", pushed=9))
    assert {"child": 2} == gone(rules, image("child", pushed=9))


@pytest.mark.parametrize("acting", [OLD_BUILDS, rule(["build*"], PULLED, 1, Action.TRANSITION)])
def test_a_child_may_go_in_the_same_run_as_its_index(acting: Rule) -> None:
    """AWS leaves it open: it does, which is worse for an image in use. Archiving an index frees it as well."""
    index = image("index", "build", pushed=9, children=["child"])
    assert {"index": 1, "child": 2} == gone([acting, OLD_UNTAGGED], index, image("child", pushed=9))


def test_one_index_that_stays_is_enough() -> None:
    """Two indexes list the child, and one of them goes."""
    going, staying = image("going", "build", pushed=9, children=["child"]), image("staying", "v1", children=["child"])
    assert {"going": 1} == gone([OLD_BUILDS, OLD_UNTAGGED], going, staying, image("child", pushed=9))


def test_a_child_does_not_go_just_because_its_index_does() -> None:
    """No rule identifies it, so it is left over."""
    index = image("index", "build", pushed=9, children=["child"])
    assert {"index": 1} == gone([OLD_BUILDS], index, image("child", pushed=9))


def test_a_whole_chain_of_indexes_stays_with_the_outermost() -> None:
    """A child that is an index and held holds in turn."""
    chain = [image("leaf", pushed=9), image("inner", pushed=9, children=["leaf"])]
    chain.append(image("middle", pushed=9, children=["inner"]))
    for top, going in (
        (image("top", "v1", children=["middle"]), {}),
        (image("top", "v1"), dict.fromkeys(["leaf", "inner", "middle"], 1)),
    ):
        for order in permutations([*chain, top]):
            assert going == gone([OLD_UNTAGGED], *order)


def test_an_archived_index_holds_nothing() -> None:
    """The child of an index that was archived before may go, as AWS wants the index deleted or archived first."""
    index = image("index", "v1", pushed=200, archived=100, children=["child"])
    assert {"child": 1} == gone([OLD_UNTAGGED], index, image("child", pushed=9))


def test_an_archived_child_is_held_as_well() -> None:
    """It is in the archive, but its index is not."""
    index, child = image("index", "v1", children=["child"]), image("child", pushed=200, archived=100)
    assert {} == gone([LONG_ARCHIVED], index, child)
    assert {"child": 1} == gone([LONG_ARCHIVED], child)


def test_children_and_referrers_take_up_places() -> None:
    """AWS leaves it open: they do, and push the image in use out."""
    index = image("index", "v1", pushed=2, children=["child"])
    assert {} == gone([rule(ANY, COUNT, 1)], index)
    assert {"index": 1} == gone([rule(ANY, COUNT, 1)], index, image("child", pushed=1))
    assert {"index": 1} == gone([rule(ANY, COUNT, 1)], index, image("signature", pushed=1, subject="other"))


def test_a_held_child_keeps_its_place() -> None:
    """What cannot go yet counts nevertheless."""
    index = image("index", "v1", pushed=1, children=["child"])
    images = [index, image("child", pushed=2), image("old", pushed=3)]
    assert {"old": 1} == gone([rule(UNTAGGED, COUNT, 1)], *images, image("new", pushed=1))


@pytest.mark.parametrize(("tag", "outcome"), [("build", "expire"), ("archive", "archive"), ("v1", "keep")])
def test_a_referrer_shares_the_end_of_its_subject(tag: str, outcome: str) -> None:
    """A signature is expired or archived after its subject, and stays with it, whatever claims the signature."""
    rules = [rule(["sha256-*"], COUNT, NEVER), OLD_BUILDS, ARCHIVING]
    subject = image("subject", tag, pushed=9)
    for tags in ((), ("sha256-1.sig",), ("unselected",)):
        fates = evaluate(Policy.of(*rules), [subject, image("signature", *tags, subject="subject")], NOW)
        assert [outcome, outcome] == [fates[digest].action for digest in ("subject", "signature")]


def test_rules_act_on_a_referrer_whose_subject_stays() -> None:
    """AWS leaves it open: they do, which is worse for an image in use."""
    assert {"signature": 1} == gone(
        [OLD_UNTAGGED], image("subject", "v1"), image("signature", pushed=9, subject="subject")
    )


def test_an_image_does_not_go_with_its_referrer() -> None:
    """The relation has one direction."""
    subject, signature = image("subject", "v1", pushed=9), image("signature", "build", pushed=9, subject="subject")
    assert {"signature": 1} == gone([OLD_BUILDS], subject, signature)


def test_a_referrer_of_a_referrer_goes_too() -> None:
    """An attestation of a signature of an image: however deep, in whatever order."""
    chain = [image("image", "build", pushed=9), image("signature", "s", subject="image")]
    chain += [image("attestation", "a", subject="signature"), image("note", "n", subject="attestation")]
    for order in permutations(chain):
        assert dict.fromkeys(["image", "signature", "attestation", "note"], 1) == gone([OLD_BUILDS], *order)


def test_a_referrer_that_is_an_index_frees_what_it_held() -> None:
    """It goes with its subject, so its children may go, and what refers to these."""
    signatures = image("signatures", "s", subject="image", children=["child"])
    child, note = image("child", pushed=9), image("note", "n", subject="child")
    staying, going = image("image", "v1", pushed=9), image("image", "build", pushed=9)
    assert {} == gone([OLD_BUILDS, OLD_UNTAGGED], staying, signatures, child, note)
    assert {"image": 1, "signatures": 1, "child": 2, "note": 2} == gone(
        [OLD_BUILDS, OLD_UNTAGGED], going, signatures, child, note
    )


def test_an_index_that_goes_with_its_subject_holds_nothing_although_it_is_held() -> None:
    """The outermost index stays and lists it, but the subject's end is worse; so what it lists may go."""
    subject, top = image("subject", "build", pushed=9), image("top", "v1", children=["inner"])
    inner = image("inner", pushed=9, children=["leaf"], subject="subject")
    images = [subject, top, inner, image("leaf", pushed=9)]
    assert {"subject": 1, "inner": 1, "leaf": 2} == gone([OLD_BUILDS, OLD_UNTAGGED], *images)


def test_a_referrer_of_a_held_child_stays() -> None:
    """A rule would act on its subject, but must not."""
    images = [image("index", "v1", children=["child"]), image("child", pushed=9), image("note", "n", subject="child")]
    assert {} == gone([OLD_UNTAGGED], *images)


def test_a_referrer_goes_with_its_subject_although_an_index_stays() -> None:
    """AWS does not say which of its two sentences wins: that which is worse for the referrer."""
    subject, index = image("subject", "build", pushed=9), image("index", "v1", children=["signature"])
    assert {"subject": 1, "signature": 1} == gone(
        [OLD_BUILDS], subject, index, image("signature", "s", subject="subject")
    )


def test_an_archived_referrer_goes_only_with_what_expires() -> None:
    """It cannot be archived again."""
    signature = image("signature", "s", pushed=9, archived=3, subject="subject")
    for tag, going in (("archive", {"subject": 2}), ("build", {"subject": 1, "signature": 1})):
        assert going == gone([OLD_BUILDS, ARCHIVING], image("subject", tag, pushed=9), signature)


def test_a_referrer_in_use_goes_with_a_subject_that_expires_from_the_archive() -> None:
    """The subject's rule looks at archived images only, and yet takes the referrer."""
    subject = image("subject", pushed=200, archived=100)
    assert {"subject": 1, "signature": 1} == gone([LONG_ARCHIVED], subject, image("signature", "s", subject="subject"))


def test_a_referrer_that_a_rule_archives_expires_with_its_subject() -> None:
    """The subject's end is worse than what the rule does, and comes within a day of it."""
    signature = image("signature", "archive", pushed=9, subject="subject")
    assert {"subject": 1, "signature": 1} == gone(
        [OLD_BUILDS, ARCHIVING], image("subject", "build", pushed=9), signature
    )


def test_a_referrer_that_a_rule_expires_does_not_merely_follow_into_the_archive() -> None:
    """The rule's action is worse than the subject's end, also where an index has to go first."""
    subject = image("subject", "archive", pushed=9)
    index = image("index", "s", subject="subject", children=["signature"])
    signature = image("signature", pushed=9, subject="subject")
    assert {"subject": 1, "signature": 2} == gone([ARCHIVING, OLD_UNTAGGED], subject, signature)
    assert {"subject": 1, "index": 1, "signature": 2} == gone([ARCHIVING, OLD_UNTAGGED], subject, index, signature)


def test_relations_to_what_is_not_there_mean_nothing() -> None:
    """A listing need not hold everything that its manifests name."""
    lonely = image("a", "v1", children=["gone"], subject="gone")
    assert {} == gone([OLD_UNTAGGED], lonely)


def test_an_image_neither_holds_nor_follows_itself() -> None:
    """Such data is wrong, and changes nothing."""
    odd = image("odd", pushed=9, children=["odd"], subject="odd")
    assert {"odd": 1} == gone([OLD_UNTAGGED], odd)
    assert {} == gone([OLD_BUILDS], odd)


def test_circles_come_to_an_end() -> None:
    """Indexes of one another go together, unless one stays; referrers of one another stay, unless one goes."""
    first, second = image("first", pushed=9, children=["second"]), image("second", pushed=9, children=["first"])
    assert {"first": 1, "second": 1} == gone([OLD_UNTAGGED], first, second)
    assert {} == gone([OLD_UNTAGGED], first, second, image("top", "v1", children=["first"]))
    note, reply = image("note", "n", pushed=9, subject="reply"), image("reply", "build", subject="note")
    assert {} == gone([OLD_BUILDS], note, reply)
    assert {"note": 1, "reply": 1} == gone([rule(["n"], PUSHED, 1)], note, reply)


def test_chains_may_be_longer_than_a_stack_is_deep() -> None:
    """Neither indexes of indexes nor referrers of referrers are followed by recursion."""
    names = [f"{number}" for number in range(2_000)]
    links = list(pairwise(names))
    indexes = [image(name, pushed=9, children=[inner]) for inner, name in links]
    assert {} == gone([OLD_UNTAGGED], *indexes, image("top", "v1", children=names[-1:]))
    referrers = [image(name, "n", subject=subject) for subject, name in links]
    assert dict.fromkeys(names, 1) == gone([OLD_UNTAGGED], image(names[0], pushed=9), *referrers)


def test_the_reason_does_not_depend_on_the_order_of_the_images() -> None:
    """Where two indexes of one moment hold a child, the same one is named."""
    child, moment = image("child", pushed=9), 2
    indexes = [image(name, "v" + name, pushed=moment, children=["child"]) for name in "ab"]
    reasons = {evaluate(Policy.of(OLD_UNTAGGED), [child, *order], NOW)["child"].why for order in permutations(indexes)}
    assert 1 == len(reasons)
