"""Rules in words."""

import pytest

from retention.model import Action, CountType, Rule, StorageClass, TagStatus
from splitctl.explain.printable import printable
from splitctl.explain.words import counted, of_rule

COUNT, PUSHED = CountType.IMAGE_COUNT_MORE_THAN, CountType.SINCE_IMAGE_PUSHED
PULLED, ARCHIVED = CountType.SINCE_IMAGE_PULLED, CountType.SINCE_IMAGE_TRANSITIONED


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(1, TagStatus.ANY, COUNT, 10), "all images: keep the 10 youngest"),
        (Rule(1, TagStatus.UNTAGGED, PUSHED, 1), "untagged images: expire what was pushed more than 1 day ago"),
        (
            Rule(1, TagStatus.TAGGED, COUNT, 3, tag_patterns=("a*", "*b"), action=Action.TRANSITION),
            "images tagged a* and *b: archive all but the 3 youngest",
        ),
        (
            Rule(1, TagStatus.TAGGED, PULLED, 30, tag_prefixes=("v", "w*"), action=Action.TRANSITION),
            "images tagged v... and w*...: archive what was not pulled for more than 30 days",
        ),
        (
            Rule(1, TagStatus.ANY, ARCHIVED, 90, storage_class=StorageClass.ARCHIVE),
            "all archived images: expire what was archived more than 90 days ago",
        ),
        (
            Rule(1, TagStatus.UNTAGGED, ARCHIVED, 90, storage_class=StorageClass.ARCHIVE),
            "untagged archived images: expire what was archived more than 90 days ago",
        ),
    ],
)
def test_a_rule_in_words(rule: Rule, words: str) -> None:
    """What it selects, and what it does: a prefix is no pattern, and archiving is no expiry."""
    assert words == of_rule(rule)


def test_a_number_of_things() -> None:
    """One is no plural; none is."""
    assert ["0 days", "1 day", "2 days"] == [counted(number, "day") for number in range(3)]
    assert ["1 push", "2 pushes"] == [counted(number, "push") for number in (1, 2)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("build-1 [bold]é", "build-1 [bold]é"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\rc\x7f\x9b", "a\\nb\\rc\\x7f\\x9b"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
    ],
)
def test_text_for_a_terminal(text: str, shown: str) -> None:
    """What is not seen as itself is written as an escape: no document can move the cursor or turn text round."""
    assert shown == printable(text)
