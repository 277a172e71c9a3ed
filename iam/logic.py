"""What can be said of a statement when not everything is known: no, maybe, yes. Kleene's three-valued logic."""

from collections.abc import Iterable
from enum import Enum, IntEnum


class Unknown(Enum):
    """The type of UNKNOWN."""

    VALUE = "unknown"


UNKNOWN = Unknown.VALUE
"""Stands for a value that is not known. It may turn out to be any value at all."""


class Truth(IntEnum):
    """Whether something is so, in the order from NO to YES."""

    NO = 0
    MAYBE = 1
    YES = 2


NO, MAYBE, YES = Truth
_OPPOSITES = (YES, MAYBE, NO)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all of them are so: YES for none at all. Looks no further than the first NO."""
    least = YES
    for truth in truths:
        if truth is NO:
            return NO
        if truth is MAYBE:
            least = MAYBE
    return least


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether any of them is so: NO for none at all. Looks no further than the first YES."""
    most = NO
    for truth in truths:
        if truth is YES:
            return YES
        if truth is MAYBE:
            most = MAYBE
    return most


def opposite(truth: Truth) -> Truth:
    """Whether it is not so. The opposite of MAYBE is MAYBE."""
    return _OPPOSITES[truth]


def agreed(truths: Iterable[Truth]) -> Truth:
    """What they all say; MAYBE if they differ, since one of them is right, but not known which."""
    said = set(truths)
    return said.pop() if len(said) == 1 else MAYBE


def yes_if(fact: object) -> Truth:
    """The truth of what is known for sure."""
    return YES if fact else NO
