"""Whether the conditions of a shell hold, where they compare texts that are known.

https://www.gnu.org/software/bash/manual/html_node/Bash-Conditional-Expressions.html
"""

import fnmatch
from collections.abc import Sequence

from tree_sitter import Node

from policy.builds.shell import text
from policy.builds.words import Words
from policy.builds.world import ANY

_EQUAL = ("=", "==")
_DIFFERENT = "!="
_COMPOUND = ("binary_expression", "unary_expression", "parenthesized_expression")


def holds(condition: Node, words: Words) -> bool | None:
    """Whether `[ ... ]` or `[[ ... ]]` holds. None if that cannot be told."""
    parts = condition.named_children
    return _holds(parts[0], words, patterns=condition.children[0].type == "[[") if len(parts) == 1 else None


def holds_of(arguments: Sequence[str]) -> bool | None:
    """Whether `test` holds of these words. None if that cannot be told."""
    match list(arguments):
        case ["!", *rest]:
            return _opposite(holds_of(rest))
        case [("-n" | "-z") as operator, value]:
            return _empty(value, operator)
        case [left, operator, right] if operator in (*_EQUAL, _DIFFERENT):
            return _alike(left, right, operator)
    return None


def selects(glob: str, value: str) -> bool | None:
    """Whether a pattern matches a value. None if that cannot be told."""
    if glob == "*":
        return True
    if ANY in glob + value or not {"(", "\\"}.isdisjoint(glob):
        return None
    return fnmatch.fnmatchcase(value, glob)


def _holds(node: Node, words: Words, *, patterns: bool) -> bool | None:
    if node.type == "parenthesized_expression" and node.named_child_count == 1:
        return _holds(node.named_children[0], words, patterns=patterns)
    if node.type == "unary_expression":
        operator, operand = text(node.children[0]), node.children[-1]
        if operator == "!":
            return _opposite(_holds(operand, words, patterns=patterns))
        return _empty(words.text(operand), operator) if operator in ("-n", "-z") else None
    return _compared(node, words, patterns=patterns) if node.type == "binary_expression" else None


def _compared(node: Node, words: Words, *, patterns: bool) -> bool | None:
    left, operator, right = node.children[0], text(node.children[1]), node.children[-1]
    if operator in ("&&", "||"):
        found = [_holds(each, words, patterns=patterns) for each in (left, right)]
        decisive = operator == "||"
        return decisive if decisive in found else None if None in found else not decisive
    if operator not in (*_EQUAL, _DIFFERENT) or {left.type, right.type} & set(_COMPOUND):
        return None
    value, other = words.text(left), words.text(right)
    if patterns and right.type not in ("string", "raw_string"):
        selected = selects(other, value)
        return selected if operator in _EQUAL else _opposite(selected)
    return _alike(value, other, operator)


def _alike(left: str, right: str, operator: str) -> bool | None:
    return None if ANY in left + right else (left == right) is (operator in _EQUAL)


def _empty(value: str, operator: str) -> bool | None:
    if value.strip(ANY):
        return operator == "-n"
    return None if value else operator == "-z"


def _opposite(answer: bool | None) -> bool | None:  # noqa: FBT001 - the answer itself
    return None if answer is None else not answer
