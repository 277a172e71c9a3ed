"""Lifecycle policies that ECR takes are read."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.documents import parse_policy
from retention.model import Action, CountType, Policy, Rule, StorageClass, TagStatus
from tests.retention.policy_documents import ANY, ARCHIVED, PREFIXED, PULLED, UNTAGGED, policy, rule
from tests.retention.strategies import policies

AWS_EXAMPLES = json.loads((Path(__file__).parent / "aws_examples.json").read_text())["examples"]


@given(policies(), st.randoms())
def test_what_is_written_is_read(written: Policy, random: Random) -> None:
    """A policy is what its text says, in whatever order the text has the rules."""
    shuffled = json.loads(written.text)
    random.shuffle(shuffled["rules"])
    assert written == parse_policy(written.text)
    assert written == parse_policy(json.dumps(shuffled))


@pytest.mark.parametrize("example", AWS_EXAMPLES, ids=lambda example: example["name"])
def test_examples_of_aws_are_taken(example: dict[str, Any]) -> None:
    """A policy that AWS gives as an example is read, and loses nothing by it."""
    assert {"rules": example["rules"]} == json.loads(parse_policy(policy(*example["rules"])).text)


def test_every_field_is_read() -> None:
    """Each field is found in the rule, and what is left out has ECR's default."""
    assert (
        Rule(
            priority=2,
            tag_status=TagStatus.ANY,
            count_type=CountType.SINCE_IMAGE_TRANSITIONED,
            count_number=90,
            storage_class=StorageClass.ARCHIVE,
        ),
        Rule(
            priority=7,
            tag_status=TagStatus.TAGGED,
            count_type=CountType.SINCE_IMAGE_PULLED,
            count_number=10,
            tag_prefixes=("a", "b"),
            action=Action.TRANSITION,
            description="é",
        ),
    ) == parse_policy(policy(rule(7, PREFIXED | PULLED | {"description": "é"}), rule(2, ANY | ARCHIVED))).rules


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([rule(1, {"action.targetStorageClass": "archive"})], id="target of what expires"),
        pytest.param([rule(1, {"selection.storageClass": "standard"})], id="class by name"),
        pytest.param([rule(1, {"selection.tagPatternList": ["*a*b**", "exact"]})], id="four wildcards"),
        pytest.param([rule(2**31 - 1, {"selection.countNumber": 2**31 - 1})], id="largest numbers"),
        pytest.param([rule(1, {"description": ""})], id="empty description"),
        pytest.param([rule(at) for at in range(1, 51)], id="fifty rules, of one pattern"),
        pytest.param([rule(1, UNTAGGED), rule(2, UNTAGGED | ARCHIVED)], id="untagged of each class"),
        pytest.param([rule(1, ANY), rule(2, ANY | ARCHIVED)], id="any of each class"),
        pytest.param(
            [rule(2), rule(3, ANY), rule(4, ARCHIVED), rule(5, ANY | ARCHIVED)], id="any is last of its class"
        ),
        pytest.param([rule(1, PREFIXED), rule(2, PREFIXED | ARCHIVED)], id="prefixes of each class"),
        pytest.param([rule(1, PREFIXED), rule(2, PREFIXED | {"selection.tagPrefixList": ["a"]})], id="one prefix less"),
    ],
)
def test_what_ecr_does_not_refuse_is_taken(rules: list[object]) -> None:
    """Nothing is refused that AWS's rules allow."""
    assert len(rules) == len(parse_policy(policy(*rules)).rules)


def test_no_policy_is_too_short() -> None:
    """Even the shortest policy has the 100 characters that ECR asks for."""
    shortest = json.dumps({"rules": [rule(1, ANY | {"selection.countNumber": 1})]}, separators=(",", ":"))
    assert 1 == len(parse_policy(shortest).rules)
    assert 100 <= len(shortest)
