"""Reads shell commands, by the grammar of bash, of which that of sh is a part."""

import re

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

_BASH = Language(tree_sitter_bash.language())
# The parser's time grows with the square of how deep a text is nested: this much takes it a second at worst.
LONGEST = 10_000
# In the middle of a word the grammar does not always see that a variable begins, unless that is in braces.
_BARE = re.compile(r"(?<![\\$])\$([A-Za-z_]\w*|[0-9])", re.ASCII)


class UnreadableError(Exception):
    """A text that is no shell script, or not one that can be followed."""


def read(script: str) -> Node:
    """Read a script into a tree. Raises UnreadableError if it has an error in it, or is very long."""
    if len(script) > LONGEST or "\0" in script:
        raise UnreadableError
    braced = _BARE.sub(r"${\1}", script) + "\n"
    # JSON may hold halves of characters, which UTF-8 has not.
    root = Parser(_BASH).parse(braced.encode("utf-8", "replace")).root_node
    if root.has_error:
        raise UnreadableError
    return root


def text(node: Node) -> str:
    """The text of a node, as it is written."""
    return (node.text or b"").decode("utf-8", "replace")
