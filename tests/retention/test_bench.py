"""`make bench` measures what it says it does."""

import os
import subprocess
import sys

import pytest

from bench import policies
from bench.repositories import repository, seeded, tagged
from retention.documents import parse_policy
from retention.model import Action, CountType, Policy
from retention.snapshot import Snapshot
from tests.conftest import ROOT


def test_every_figure_is_printed() -> None:
    """Those with a target say how much of it they take."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "retention"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in ran.stdout.splitlines() if "│" in line]
    assert [
        "evaluate 500 images, 20 rules, natural",
        "its memory",
        "evaluate 500 images, 20 rules, worst",
        "its memory",
        "evaluate 500 images, 20 rules of 10 entries",
        "its memory",
        "evaluate 50 images, 4 rules: each",
        "evaluate 50 images, 20 rules: each",
        "evaluate 500 images, 4 rules: each",
        "evaluate 500 images, 20 rules: each",
        "with ten times the images",
        "with five times the rules",
        "margins of 200 images, 20 rules",
        "verify 10 policies, pinned: median",
        "verify 10 policies, pinned: longest",
        "verify 10 policies, no promise: median",
        "verify 10 policies, no promise: longest",
        "verify 10 policies, pushes named: median",
        "verify 10 policies, pushes named: longest",
    ] == [what for what, *_ in cells]
    assert ["3 s", "300 MB"] * 2 + ["", "300 MB"] + [""] * 6 + ["200 ms"] + ["100 ms"] * 6 == [
        target for _, _, target, _ in cells
    ]
    assert all(share.endswith("%") for _, _, target, share in cells if target)


@pytest.mark.parametrize(
    "policy",
    [
        policies.mixed(seeded(2), policies.MOST_RULES),
        policies.worst(policies.MOST_RULES),
        policies.worst(policies.MOST_RULES, policies.MANY_ENTRIES),
        *map(policies.anyhow, [seeded(3)] * 40),
    ],
)
def test_ecr_would_take_the_policies(policy: Policy) -> None:
    """What it refuses is not worth measuring."""
    assert policy == parse_policy(policy.text)


def test_sizes_are_what_they_are_called() -> None:
    """So many rules and images; among policies of any size, there are some with a rule for pins and some without."""
    assert [10, 50, 50] == [
        len(policy.rules)
        for policy in (policies.mixed(seeded(2), 10), policies.mixed(seeded(2), 50), policies.worst(50))
    ]
    assert [1234, 1234] == [len(make(seeded(1), 1234)) for make in (repository, tagged)]
    random = seeded(3)
    some = [policies.anyhow(random) for _ in range(100)]
    assert {True, False} == {any("pin-*" in rule.tag_patterns for rule in policy.rules) for policy in some}


def test_policies_to_verify_have_all_kinds_of_rules() -> None:
    """Of every action, of 1 to 4 entries, and of every way to count images that can be pulled."""
    random = seeded(3)
    rules = [rule for _ in range(100) for rule in policies.anyhow(random).rules]
    assert set(Action) == {rule.action for rule in rules}
    assert set(CountType) - {CountType.SINCE_IMAGE_TRANSITIONED} == {rule.count_type for rule in rules}
    assert {1, 2, 3, 4} == {len(rule.tag_patterns) for rule in rules if rule.tag_patterns}
    assert {1, 2, 3} == {len(rule.tag_prefixes) for rule in rules if rule.tag_prefixes}


@pytest.mark.parametrize("entries", [1, policies.MANY_ENTRIES])
def test_the_worst_policy_is_bad(entries: int) -> None:
    """Each of its rules identifies every image, and each of its entries begins with a star and is there once."""
    snapshot = Snapshot(tagged(seeded(1), 100))
    for rule in policies.worst(policies.MOST_RULES, entries).rules:
        assert 100 == len(snapshot.identified(rule))
        assert entries == len(set(rule.tag_patterns))
        assert all(pattern.startswith("*") and pattern.count("*") == 4 for pattern in rule.tag_patterns)


def test_a_seed_stands_for_one_repository() -> None:
    """Figures of two days can be compared."""
    assert repository(seeded(1), 300) == repository(seeded(1), 300)
    assert repository(seeded(1), 300) != repository(seeded(2), 300)
