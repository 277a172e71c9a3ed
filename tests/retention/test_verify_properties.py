"""What holds for every verdict on a lifecycle policy."""

from collections.abc import Iterator
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from retention.contract import Contract, Mutability
from retention.fate import Outcome, doing
from retention.history import Deploy, History, Push, Step, Wait
from retention.model import Image, Policy
from retention.replay import replay
from retention.verify import Safe, Undecided, Unsafe, verify
from tests.retention.life import Life
from tests.retention.strategies import patterns, policies

many = settings(max_examples=1_000)

few_patterns = st.lists(patterns, max_size=2).map(tuple)
contracts = st.builds(
    Contract,
    in_use=few_patterns,
    mutability=st.sampled_from(Mutability),
    exclusions=few_patterns,
    pushed=st.just(("*",)) | st.lists(patterns, min_size=1, max_size=3).map(tuple),
    pushed_untagged=st.sampled_from([False, False, True]),
    most_images=st.integers(1, 6) | st.just(100_000),
)


def without_one_event(history: History) -> Iterator[list[Step]]:
    """The history less one step, and less one push or deployment of a step that has several."""
    steps = history.steps
    for place, step in enumerate(steps):
        before, after = steps[:place], steps[place + 1 :]
        yield [*before, *after]
        if isinstance(step, Wait):
            if step.days > 1:
                yield [*before, Wait(step.days - 1), *after]
            continue
        for number in step.images if len(step.images) > 1 else ():
            halves = range(step.images.start, number), range(number + 1, step.images.stop)
            parts = [type(step)(half, step.tags) for half in halves if half]
            yield [*before, *parts, *after]


@many
@given(policies(), contracts)
def test_an_unsafe_history_ends_in_the_loss(policy: Policy, contract: Contract) -> None:
    """Played through the evaluator, the rule that it names does to the image in use what it says."""
    verdict = verify(policy, contract)
    assume(isinstance(verdict, Unsafe))
    assert isinstance(verdict, Unsafe)
    fate = replay(policy, verdict.history.steps)
    assert fate is not None
    assert (doing(verdict.history.rule), verdict.history.rule) == (fate.action, fate.acts)


@many
@given(policies(), contracts)
def test_an_unsafe_history_has_nothing_to_spare(policy: Policy, contract: Contract) -> None:
    """Without any one of its pushes, deployments or days it is harmless."""
    verdict = verify(policy, contract)
    assume(isinstance(verdict, Unsafe))
    assert isinstance(verdict, Unsafe)
    for steps in without_one_event(verdict.history):
        fate = replay(policy, steps)
        assert fate is None or fate.action is Outcome.KEEP, steps


@many
@given(policies(), contracts)
def test_an_unsafe_history_keeps_the_contract(policy: Policy, contract: Contract) -> None:
    """Only tags that may be pushed are, only those that may move do, and the image in use has what is promised."""
    verdict = verify(policy, contract)
    assume(isinstance(verdict, Unsafe))
    assert isinstance(verdict, Unsafe)
    life = Life(policy, contract, Random(0))
    for step in verdict.history.steps:
        if isinstance(step, Wait):
            continue
        for number in step.images:
            tags = {template.replace("{n}", str(number)) for template in step.tags}
            digest = f"sha256:{number:064x}"
            if isinstance(step, Deploy):
                life.in_use = None
            if isinstance(step, Push):
                assert tags or contract.pushed_untagged
                assert all(map(life.may_be_pushed, tags))
                life.images[digest] = Image(digest, (), life.now)
                assert len(life.images) <= contract.most_images
            for tag in tags:
                assert life.may_get(tag)
                life.give(digest, tag)
            if isinstance(step, Deploy):
                assert life.keeps_promise(life.images[digest].tags)
                life.in_use = digest
    assert life.in_use == f"sha256:{1:064x}"
    assert life.keeps_promise(life.images[life.in_use].tags)


@settings(max_examples=300)
@given(policies(), contracts, st.integers(0, 2**32))
def test_safe_means_that_no_history_loses_an_image_in_use(policy: Policy, contract: Contract, seed: int) -> None:
    """200 random steps by the contract, ECR's runs between them, never cost an image in use."""
    assume(isinstance(verify(policy, contract), Safe))
    life = Life(policy, contract, Random(seed))
    for _ in range(200):
        life.step()
    assert life.lost is None


@given(policies(), contracts, st.randoms())
def test_the_order_of_the_array_means_nothing(policy: Policy, contract: Contract, random: Random) -> None:
    """Shuffled rules get the same verdict."""
    shuffled = Policy(tuple(random.sample(policy.rules, len(policy.rules))))
    assert verify(policy, contract) == verify(shuffled, contract)


@many
@given(policies(), contracts)
def test_all_is_decided_with_few_letters(policy: Policy, contract: Contract) -> None:
    """Where rules leave letters unused, and promises and pushes do not name single tags, no case stays open."""
    assume(all("*" in pattern for pattern in (*contract.pushed, *contract.in_use)))
    assert not isinstance(verify(policy, contract), Undecided)


@many
@given(policies(), contracts, patterns)
def test_a_further_promise_never_makes_a_policy_unsafe(policy: Policy, contract: Contract, promise: str) -> None:
    """Who promises more has fewer histories to fear."""
    more = Contract(
        (*contract.in_use, promise),
        contract.mutability,
        contract.exclusions,
        ("*",),
        contract.pushed_untagged,
        contract.most_images,
    )
    less = Contract(
        contract.in_use,
        contract.mutability,
        contract.exclusions,
        ("*",),
        contract.pushed_untagged,
        contract.most_images,
    )
    if isinstance(verify(policy, less), Safe):
        assert not isinstance(verify(policy, more), Unsafe)
