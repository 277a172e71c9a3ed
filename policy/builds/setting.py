"""What sets variables."""

import re
from collections.abc import Sequence

from tree_sitter import Node

from policy.builds.shell import UnreadableError, text
from policy.builds.words import Words
from policy.builds.world import ANY, Value, World

_DECLARATIONS = ("variable_assignments", "declaration_command", "unset_command")
_READERS = frozenset({"read", "mapfile", "readarray", "getopts", "printf", "let"})


def set_by(node: Node, words: Words) -> World:
    """The world after a node that sets variables. Raises UnreadableError for a node of another kind."""
    if node.type == "variable_assignment":
        return _set(node, words)
    if node.type not in _DECLARATIONS:
        raise UnreadableError
    options = [text(each) for each in node.children if each.type == "word"]
    for each in node.named_children:
        if each.type == "variable_assignment":
            words.world = _set(each, words)
            if any(option.startswith("-") and "A" in option for option in options):
                # The elements have names: they are not followed.
                words.world = words.world.put(text(each.named_children[0]), ANY)
        elif each.type != "variable_name":
            words.fields([each])
        elif node.type == "unset_command":
            words.world = words.world.put(text(each), "")
    return words.world


def _set(node: Node, words: Words) -> World:
    target, value = node.named_children[0], node.child_by_field_name("value")
    if target.type == "subscript":
        if value is not None:
            words.fields([value])
        return words.world.put(text(target.named_children[0]), ANY)
    name = text(target)
    found: Value = ""
    if value is not None and value.type == "array":
        found = words.fields(value.named_children)
    elif value is not None:
        found = words.text(value)
    if node.children[1].type == "+=":
        found = _appended(words.world.get(name), found)
    return words.world.put(name, found)


def _appended(old: Value | None, new: Value) -> Value:
    if old is None:
        return ANY
    if isinstance(old, str) and isinstance(new, str):
        return old + new
    return (*((old,) if isinstance(old, str) else old), *((new,) if isinstance(new, str) else new))


def touched(node: Node, world: World) -> World:
    """The world after arithmetic: what it names is not known any more."""
    waiting = [each for each in node.children if each.type != "do_group"]
    while waiting:
        each = waiting.pop()
        waiting += each.children
        if each.type == "variable_name" or (each.type == "word" and text(each).isidentifier()):
            world = world.put(text(each), ANY)
    return world


def read_into(words: Sequence[str], world: World) -> World:
    """The world after a command that reads or computes variables. The same one if it is none of those."""
    if words[0] in _READERS and (words[0] != "printf" or "-v" in words):
        for each in words[1:]:
            if name := re.match(r"[A-Za-z_]\w*", each):
                world = world.put(name[0], ANY)
    if words[0] == "shift" and isinstance(arguments := world.get("@"), tuple):
        count = int(words[1]) if len(words) > 1 and words[1].isdecimal() else 1
        world = world.called_with(arguments[count:])
    return world
