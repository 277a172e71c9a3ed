"""What a contract says of tags."""

import pytest

from retention.contract import Contract, Mutability
from retention.model import Policy
from retention.verify import Unsafe, verify
from tests.retention.builders import PUSHED, UNTAGGED, rule


@pytest.mark.parametrize(
    ("mutability", "moving"),
    [
        (Mutability.MUTABLE, {"latest", "edge-1", "build-1"}),
        (Mutability.IMMUTABLE, set()),
        (Mutability.MUTABLE_WITH_EXCLUSION, {"build-1"}),
        (Mutability.IMMUTABLE_WITH_EXCLUSION, {"latest", "edge-1"}),
    ],
)
def test_which_tags_can_move(mutability: Mutability, moving: set[str]) -> None:
    """Exclusions turn round what a repository's mutability says, for the tags that they match."""
    contract = Contract(mutability=mutability, exclusions=("latest", "edge-*"))
    assert moving == {tag for tag in ("latest", "edge-1", "build-1") if contract.can_move(tag)}


def test_which_tags_can_be_pushed() -> None:
    """One pattern is enough; what no registry takes for a tag cannot be pushed at all."""
    contract = Contract(pushed=("build-*", "*.rc"))
    tags = ["build-1", "1.rc", "x", "build 1", ".rc", "build-" + "1" * 294, "build-" + "1" * 295]
    assert ["build-1", "1.rc", "build-" + "1" * 294] == [tag for tag in tags if contract.can_be_pushed(tag)]


def test_a_tag_that_cannot_move_is_not_told_to() -> None:
    """Where `latest` stays where it is, the history has another tag move."""
    policy = Policy.of(rule(UNTAGGED, PUSHED, 1))
    contract = Contract(mutability=Mutability.MUTABLE_WITH_EXCLUSION, exclusions=("latest", "1"))
    verdict = verify(policy, contract)
    assert isinstance(verdict, Unsafe)
    assert "push 0, deploy it" == verdict.history.sentences[0]
