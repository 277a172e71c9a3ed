"""Rules that ECR refuses are refused, with the place, the value and what to do."""

import pytest

from tests.retention.policy_documents import (
    ANY,
    ARCHIVED,
    COUNT_TYPES,
    GONE,
    PREFIXED,
    PULLED,
    Changes,
    policy,
    refusal,
    rule,
)

AGED: Changes = {"selection.countType": "sinceImagePushed", "selection.countUnit": "days"}
TOO_MUCH = "more than any whole number that ECR's API has; give 2147483647 or less"
WHOLE = "give a whole number of 1 or more"


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("rulePriority: missing; give a whole number of 1 or more", {"rulePriority": GONE}),
        ("rulePriority: 0 is refused; give a whole number of 1 or more", {"rulePriority": 0}),
        ("rulePriority: true is refused; give a whole number of 1 or more", {"rulePriority": True}),
        ("rulePriority: 1.0 is refused; give a whole number of 1 or more", {"rulePriority": 1.0}),
        ('rulePriority: "1" is refused; give a whole number of 1 or more', {"rulePriority": "1"}),
        ("description: null is refused; give a text", {"description": None}),
        ("selection: missing; give an object", {"selection": GONE}),
        ("selection: [] is refused; give an object", {"selection": []}),
        ("action: missing; give an object", {"action": GONE}),
        ("RULEPRIORITY: unknown to ECR; give rulePriority instead", {"RULEPRIORITY": 1}),
        ("enabled: unknown to ECR; take it out", {"enabled": True}),
        ("selection.tagPrefixes: unknown to ECR; give tagPrefixList instead", {"selection.tagPrefixes": ["a"]}),
        ('selection["tag status"]: unknown to ECR; give tagStatus instead', {"selection.tag status": "any"}),
        ("action.days: unknown to ECR; take it out", {"action.days": 1}),
        ('selection.tagStatus: missing; give "tagged", "untagged" or "any"', {"selection.tagStatus": GONE}),
        (
            'selection.tagStatus: "ANY" is refused; give "tagged", "untagged" or "any"',
            {"selection.tagStatus": "ANY"},
        ),
        (
            "selection.tagPatternList: missing; give a list of patterns, or a tagPrefixList",
            {"selection.tagPatternList": GONE},
        ),
        (
            "selection.tagPrefixList: refused beside a tagPatternList; give one of the two",
            {"selection.tagPrefixList": ["a"]},
        ),
        (
            "selection.tagPatternList: [] is refused; give a list of 1 or more patterns",
            {"selection.tagPatternList": []},
        ),
        (
            'selection.tagPrefixList: "a" is refused; give a list of 1 or more prefixes',
            PREFIXED | {"selection.tagPrefixList": "a"},
        ),
        (
            'selection.tagPrefixList[1]: "" is refused; give a prefix of 1 or more characters',
            PREFIXED | {"selection.tagPrefixList": ["a", ""]},
        ),
        (
            "selection.tagPatternList[0]: 1 is refused; give a pattern of 1 or more characters",
            {"selection.tagPatternList": [1]},
        ),
        (
            'selection.tagPatternList[0]: "*a*b*c**" is refused; give a pattern with 4 wildcards (*) or less',
            {"selection.tagPatternList": ["*a*b*c**"]},
        ),
        (
            'selection.tagPatternList: refused with "untagged"; take it out, or select what is tagged',
            {"selection.tagStatus": "untagged"},
        ),
        (
            'selection.tagPrefixList: refused with "any"; take it out, or select what is tagged',
            ANY | {"selection.tagPrefixList": ["a"]},
        ),
    ],
)
def test_a_rule(said: str, changes: Changes) -> None:
    """What a rule is made of, and which images it may select by their tags."""
    assert [f"$.rules[0].{said}"] == refusal(policy(rule(1, changes)))


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (f"selection.countType: missing; give {COUNT_TYPES}", {"selection.countType": GONE}),
        (f'selection.countType: "age" is refused; give {COUNT_TYPES}', {"selection.countType": "age"}),
        (f"selection.countNumber: missing; {WHOLE}", {"selection.countNumber": GONE}),
        (f"selection.countNumber: 0 is refused; {WHOLE}", {"selection.countNumber": 0}),
        (f"selection.countNumber: -1 is refused; {WHOLE}", {"selection.countNumber": -1}),
        (f"selection.countNumber: 1.0 is refused; {WHOLE}", {"selection.countNumber": 1.0}),
        (f"selection.countNumber: true is refused; {WHOLE}", {"selection.countNumber": True}),
        (f"selection.countNumber: 2147483648 is {TOO_MUCH}", {"selection.countNumber": 2**31}),
        (f"rulePriority: 2147483648 is {TOO_MUCH}", {"rulePriority": 2**31}),
        (
            "selection.countNumber: 89 is refused; give 90 or more, the days that every archived image is kept",
            ARCHIVED | {"selection.countNumber": 89},
        ),
        ('selection.countUnit: missing; give "days"', AGED | {"selection.countUnit": GONE}),
        ('selection.countUnit: missing; give "days"', PULLED | {"selection.countUnit": GONE}),
        ('selection.countUnit: missing; give "days"', ARCHIVED | {"selection.countUnit": GONE}),
        ('selection.countUnit: "hours" is refused; give "days"', AGED | {"selection.countUnit": "hours"}),
        (
            'selection.countUnit: "days" is refused; take it out, as imageCountMoreThan counts images',
            {"selection.countUnit": "days"},
        ),
        (
            'selection.storageClass: "cold" is refused; give "standard" or "archive"',
            {"selection.storageClass": "cold"},
        ),
        (
            'selection.storageClass: missing; give "archive", where sinceImageTransitioned counts',
            ARCHIVED | {"selection.storageClass": GONE},
        ),
        (
            'selection.storageClass: "standard" is refused; give "archive", where sinceImageTransitioned counts',
            ARCHIVED | {"selection.storageClass": "standard"},
        ),
        *[
            (
                f'selection.storageClass: "archive" is refused; give "standard", where {count_type} counts',
                changes | {"selection.storageClass": "archive"},
            )
            for count_type, changes in {
                "imageCountMoreThan": {},
                "sinceImagePushed": AGED,
                "sinceImagePulled": PULLED,
            }.items()
        ],
        ('action.type: missing; give "expire" or "transition"', {"action.type": GONE}),
        ('action.type: "delete" is refused; give "expire" or "transition"', {"action.type": "delete"}),
        ('action.targetStorageClass: missing; give "archive"', {"action.type": "transition"}),
        (
            'action.targetStorageClass: "standard" is refused; give "archive"',
            PULLED | {"action.targetStorageClass": "standard"},
        ),
        ('action.targetStorageClass: null is refused; give "archive"', {"action.targetStorageClass": None}),
        (
            'action.type: "expire" is refused; give "transition", all that sinceImagePulled can do',
            PULLED | {"action.type": "expire"},
        ),
        (
            'action.type: "transition" is refused; give "expire", all that sinceImageTransitioned can do',
            ARCHIVED | {"action.type": "transition"},
        ),
    ],
)
def test_a_count_and_an_action(said: str, changes: Changes) -> None:
    """What a rule may count, in which class, and what it may do then."""
    assert [f"$.rules[0].{said}"] == refusal(policy(rule(1, changes)))
