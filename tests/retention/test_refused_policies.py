"""Lifecycle policies that ECR refuses are refused, with everything that is wrong with them."""

import json

import pytest

from retention.documents import parse_policy
from retention.problems import InvalidDocument
from tests.retention.policy_documents import (
    ANY,
    ARCHIVED,
    COUNT_TYPES,
    GONE,
    PREFIXED,
    UNTAGGED,
    Changes,
    policy,
    refusal,
    rule,
)

LAST = "give a rule for any image the highest number of its storage class"


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (
            [
                f"{at}.rulePriority: 3 is also in $.rules[0]; give each rule a number of its own"
                for at in ("[2]", "[3]")
            ],
            [rule(3), rule(1), rule(3), rule(3)],
        ),
        (
            ['[1].selection.tagStatus: "untagged" is also in $.rules[0]; give one such rule for standard storage'],
            [rule(1, UNTAGGED), rule(2, UNTAGGED)],
        ),
        (
            ['[2].selection.tagStatus: "untagged" is also in $.rules[1]; give one such rule for archive storage'],
            [rule(1, UNTAGGED), rule(2, UNTAGGED | ARCHIVED), rule(3, UNTAGGED | ARCHIVED)],
        ),
        (
            ['[1].selection.tagStatus: "any" is also in $.rules[0]; give one such rule for standard storage'],
            [rule(2, ANY), rule(1, ANY)],
        ),
        (
            [f"[0].rulePriority: 1 is refused, as $.rules[2] follows; {LAST}"],
            [rule(1, ANY), rule(2), rule(3), rule(4, ARCHIVED)],
        ),
        (
            [f"[1].rulePriority: 2 is refused, as $.rules[0] follows; {LAST}"],
            [rule(3, UNTAGGED | ARCHIVED), rule(2, ANY | ARCHIVED)],
        ),
        (
            ['[1].selection.tagPrefixList: "a, b" is also in $.rules[0]; make one rule of the two'],
            [rule(1, PREFIXED), rule(2, PREFIXED | {"selection.tagPrefixList": ["b", "a", "b"]})],
        ),
    ],
    ids=["priority", "untagged", "untagged archived", "any", "any first", "any first in the archive", "prefixes"],
)
def test_rules_together(said: list[str], rules: list[object]) -> None:
    """What no two rules of a policy may have in common, and which one must be the last."""
    assert [f"$.rules{each}" for each in said] == refusal(policy(*rules))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("$: [] is refused; give an object", "[]"),
        ("$.rules: missing; give a list of 1 to 50 rules", "{}"),
        ("$.rules: [] is refused; give a list of 1 to 50 rules", policy()),
        ("$.rules: an object is refused; give a list of 1 to 50 rules", json.dumps({"rules": {"rulePriority": 1}})),
        ("$.rules: 51 rules are refused; give 50 or less, all that ECR takes", policy(*map(rule, range(1, 52)))),
        ("$.Version: unknown to ECR; take it out", json.dumps({"Version": 1, "rules": [rule()]})),
        ("$.rules[1]: 7 is refused; give an object", policy(rule(), 7)),
        ("$: 30721 characters are refused; give 30720 or less, all that ECR takes", policy(rule()).ljust(30_721)),
    ],
)
def test_a_document(said: str, text: str) -> None:
    """What holds the rules, and how many and how long they may be."""
    assert [said] == refusal(text)


def test_the_longest_text_is_taken() -> None:
    """30,720 characters are not too many."""
    assert 1 == len(parse_policy(policy(rule()).ljust(30_720)).rules)


def test_all_is_said_at_once() -> None:
    """One reading finds all that is wrong, also between rules of which something else is wrong."""
    first = rule(1, UNTAGGED | {"selection.countNumber": 0, "action.type": "drop"})
    second = rule(1, UNTAGGED | {"selection.countUnit": "days", "descripton": "x"})
    assert [
        "$.rules[0].selection.countNumber: 0 is refused; give a whole number of 1 or more",
        '$.rules[0].action.type: "drop" is refused; give "expire" or "transition"',
        "$.rules[1].descripton: unknown to ECR; give description instead",
        '$.rules[1].selection.countUnit: "days" is refused; take it out, as imageCountMoreThan counts images',
        "$.rules[1].rulePriority: 1 is also in $.rules[0]; give each rule a number of its own",
        '$.rules[1].selection.tagStatus: "untagged" is also in $.rules[0]; give one such rule for standard storage',
    ] == refusal(policy(first, second))


def test_what_is_unknown_is_not_judged() -> None:
    """Where one value cannot be read, what goes by it is not refused too; what does not, is."""
    unknown_tags: Changes = {"selection.tagStatus": "some", "selection.tagPatternList": GONE}
    unknown_count: Changes = {
        "selection.countType": "age",
        "selection.countUnit": "hours",
        "selection.storageClass": "archive",
    }
    assert [
        '$.rules[0].selection.tagStatus: "some" is refused; give "tagged", "untagged" or "any"',
        f'$.rules[1].selection.countType: "age" is refused; give {COUNT_TYPES}',
        '$.rules[1].selection.countUnit: "hours" is refused; give "days"',
        "$.rules[3].rulePriority: 3 is also in $.rules[2]; give each rule a number of its own",
    ] == refusal(policy(rule(1, unknown_tags), rule(2, unknown_count), rule(3, ANY), rule(3)))


def test_only_the_first_hundred_problems_are_listed() -> None:
    """The text of a refusal stays short; the refusal itself has every problem."""
    with pytest.raises(InvalidDocument) as caught:
        parse_policy(policy(*[0] * 100))
    lines = str(caught.value).splitlines()
    assert 101 == len(caught.value.problems)
    assert (101, "and 1 more") == (len(lines), lines[-1])
    assert "$.rules[99]" == caught.value.problems[-1].path
