"""No history is shorter than the one that the verifier tells: all shorter ones are tried."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from retention.contract import Contract, Mutability
from retention.evaluate import evaluate
from retention.fate import Outcome
from retention.model import CountType, Image, Policy
from retention.verify import Safe, Unsafe, verify
from tests.retention.life import Life
from tests.retention.strategies import patterns, policies

_DEEPEST = 4

promises = st.lists(patterns, max_size=1).map(tuple)
small_contracts = st.builds(
    Contract,
    in_use=promises,
    mutability=st.sampled_from([Mutability.MUTABLE, Mutability.IMMUTABLE]),
    pushed=st.just(("*",)) | st.lists(patterns.filter(lambda each: "*" in each), min_size=1, max_size=2).map(tuple),
    pushed_untagged=st.booleans(),
    most_images=st.integers(2, 4),
)


def tags_to_try(policy: Policy, contract: Contract) -> list[str]:
    """A tag for each pattern that is spoken of, with a letter for its stars that no pattern has, and a second one."""
    globs = [glob for rule in policy.rules for glob in rule.globs] + list(contract.globs)
    return sorted({glob.instance(filler) for glob in globs for filler in ("x", "y")})


def next_lives(life: Life, tags: list[str], waits: set[int]) -> Iterator[Life]:
    """All that may happen next, as far as it differs from one another."""
    for size in range(3):
        for chosen in combinations(tags, size):
            pushed = copy(life)
            digest = f"sha256:{len(life.images) + 1:064x}"
            fits = len(life.images) < life.contract.most_images and (chosen or life.contract.pushed_untagged)
            if fits and all(map(life.may_be_pushed, chosen)):
                pushed.images[digest] = Image(digest, (), pushed.now)
                if give_all(pushed, digest, chosen):
                    yield pushed
    for digest in life.images:
        for chosen in [(), *combinations(tags, 1)]:
            yield from with_tags(life, digest, chosen)
    for days in waits:
        waited = copy(life)
        waited.now += timedelta(days=days)
        yield waited


def with_tags(life: Life, digest: str, tags: tuple[str, ...]) -> Iterator[Life]:
    """Retag an image that is there, or deploy it."""
    retagged, deployed = copy(life), copy(life)
    if tags and give_all(retagged, digest, tags):
        yield retagged
    deployed.in_use = None
    if give_all(deployed, digest, tags) and life.keeps_promise(deployed.images[digest].tags):
        deployed.in_use = digest
        deployed.images[digest] = replace(deployed.images[digest], last_pulled_at=deployed.now)
        yield deployed


def may_come_later(life: Life, tag: str) -> bool:
    """Whether an image that is there may get `tag`."""
    return life.may_be_pushed(tag) or any(glob.selects(tag) for glob in life.contract.carried)


def give_all(life: Life, digest: str, tags: tuple[str, ...]) -> bool:
    """Put tags on an image, if the contract lets it have them all."""
    for tag in tags:
        if not (may_come_later(life, tag) and life.may_get(tag)):
            return False
        life.give(digest, tag)
    return True


def copy(life: Life) -> Life:
    """The same life, a moment later."""
    return replace(life, images=dict(life.images), now=life.now + timedelta(seconds=1))


def is_lost(life: Life) -> bool:
    """Whether ECR's next run takes the image in use."""
    if life.in_use is None:
        return False
    fates = evaluate(life.policy, life.images.values(), life.now + timedelta(seconds=1))
    return fates[life.in_use].action is not Outcome.KEEP


def some_history_loses(policy: Policy, contract: Contract, length: int) -> bool:
    """Whether an image in use is lost by any history of up to `length` steps."""
    tags = tags_to_try(policy, contract)
    waits = {rule.count_number for rule in policy.rules if rule.count_type is not CountType.IMAGE_COUNT_MORE_THAN}
    lives = [Life(policy, contract, Random(0))]
    for _ in range(length):
        lives = [after for life in lives for after in next_lives(life, tags, waits)]
        if any(map(is_lost, lives)):
            return True
    return False


@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(policies(max_rules=2), small_contracts)
def test_no_history_is_shorter(policy: Policy, contract: Contract) -> None:
    """Whatever happens in fewer steps, the image in use stays. Where the policy is safe it stays in any few steps.

    Pushed tags are patterns here: where they are named one by one, a history with fewer retags may exist.
    """
    assume(len(tags_to_try(policy, contract)) <= 6)
    verdict = verify(policy, contract)
    if isinstance(verdict, Unsafe):
        length = verdict.history.length
        assume(length <= _DEEPEST + 1)
        assert not some_history_loses(policy, contract, length - 1)
    elif isinstance(verdict, Safe):
        assert not some_history_loses(policy, contract, _DEEPEST - 1)
