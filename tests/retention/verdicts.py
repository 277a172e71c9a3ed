"""What the verifier says, in the words that tests compare."""

from collections.abc import Sequence

from retention.contract import Contract
from retention.model import Policy, Rule
from retention.replay import replay
from retention.verify import Safe, Unsafe, verify


def carrying(*patterns: str) -> Contract:
    """Promise that an image in use has a tag for each of these, and nothing else."""
    return Contract(in_use=patterns)


def told(rules: Sequence[Rule], contract: Contract) -> list[str]:
    """The history by which rules in this order lose an image in use. Played through, it does."""
    policy = Policy.of(*rules)
    verdict = verify(policy, contract)
    assert isinstance(verdict, Unsafe)
    fate = replay(policy, verdict.history.steps)
    assert fate is not None
    assert verdict.history.rule == fate.acts
    return list(verdict.history.sentences)


def proof(rules: Sequence[Rule], contract: Contract) -> str:
    """Why rules in this order never touch an image in use."""
    verdict = verify(Policy.of(*rules), contract)
    assert isinstance(verdict, Safe)
    return verdict.reason
