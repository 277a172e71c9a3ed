"""The words of a command, once the shell has put in the values of variables.

https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html
"""

import re
from collections.abc import Callable, Iterable, Sequence

from tree_sitter import Node

from policy.builds.parameters import ALTERNATIVES, ASSIGNING, DEFAULTS, DEMANDS, altered, chosen
from policy.builds.shell import UnreadableError, text
from policy.builds.world import ANY, Value, World

_MOST_WORDS = 1_000
# Braces and commas that a program wrote as such, and not in quotes: they make several words of one.
_MARKS = str.maketrans("{},", "\1\2\3")
_UNMARKED = str.maketrans("\1\2\3", "{},")
_CHOICE = re.compile(
    r"(.*?)\1([^\1\2]*\3[^\1\2]*)\2(.*)".replace(r"\1", "\1").replace(r"\2", "\2").replace(r"\3", "\3")
)
_ARITHMETIC = ("arithmetic_expansion", "brace_expression", "binary_expression", "unary_expression", "array")


class Words:
    """Puts words together in one world, which `${X:=text}` may change."""

    def __init__(self, world: World, substitute: Callable[[Node, World], str]) -> None:
        self.world = world
        self._substitute = substitute
        """Gives what the commands in `$(...)` print."""

    def fields(self, nodes: Iterable[Node]) -> tuple[str, ...]:
        """List the words that these make: a value that is not in quotes may be several, or none."""
        parts: list[list[str]] = []
        end = None
        for node in nodes:
            parts.append(self._fields(node))
            if node.start_byte == end:
                # The grammar takes some words apart that are one.
                parts[-2:] = [_joined(parts[-2:])]
            end = node.end_byte
        # Beside others, what is empty comes of spaces at an end of a value, and is no word.
        fields = [field for part in parts for field in part if field or len(part) == 1]
        found = [each for field in fields for each in _braced(field)]
        if len(found) > _MOST_WORDS:
            raise UnreadableError
        return tuple(found)

    def text(self, node: Node) -> str:
        """What it makes where it cannot be several words, as in an assignment."""
        return " ".join(self._fields(node, whole=True)).translate(_UNMARKED)

    def _fields(self, node: Node, *, whole: bool = False) -> list[str]:
        match node.type:
            case "string" | "translated_string":
                return self._string(node)
            case "concatenation":
                return _joined(
                    [text(each).translate(_MARKS)] if text(each) in ("{", "}") else self._part(each, whole=whole)
                    for each in node.children
                )
            case "simple_expansion" | "expansion" | "command_substitution" | "process_substitution":
                return _split(self._value(node), whole=whole)
            case _:
                return [_written(node)]

    def _value(self, node: Node) -> Value:
        if node.type == "simple_expansion":
            return self._variable(node.children[-1])
        return self._expansion(node) if node.type == "expansion" else self._substitute(node, self.world)

    def _part(self, node: Node, *, whole: bool) -> list[str]:
        found = self._fields(node, whole=whole)
        # In braces, commas part words: those of quoted texts and of values do not.
        return [each.translate(_MARKS) for each in found] if node.type == "word" else found

    def _string(self, node: Node) -> list[str]:
        written, parts, place = node.text or b"", [[""]], 1
        for child in node.named_children:
            start, end = child.start_byte - node.start_byte, child.end_byte - node.start_byte
            # The tree leaves out some of the spaces and line ends between its parts.
            parts.append([written[place:start].decode("utf-8", "replace")])
            place = end
            if child.type == "string_content":
                parts.append([re.sub(r'\\([$`"\\\n])', lambda found: found[1].strip("\n"), text(child))])
            elif _spreads(child):
                value = self._variable(child.named_children[0])
                parts.append([value] if isinstance(value, str) else list(value))
            else:
                parts.append([" ".join(self._fields(child, whole=True))])
        parts.append([written[place:-1].decode("utf-8", "replace")])
        if len(node.named_children) == 1 and _spreads(node.named_children[0]) and parts[2] == []:
            return []
        return _joined(parts)

    def _variable(self, node: Node) -> Value:
        """The value of a variable, or of an element of an array. What is set nowhere may be anything."""
        if node.type != "subscript":
            name = text(node)
            found = self.world.get("@" if name == "*" else name)
            return ANY if found is None else found
        name, index = (text(each) for each in node.named_children[:2])
        value = self.world.get(name)
        if not isinstance(value, tuple):
            return ANY if value is None or index != "0" else value
        if index in ("@", "*"):
            return value
        return value[int(index)] if index.isdecimal() and int(index) < len(value) else ANY

    def _expansion(self, node: Node) -> Value:
        first, *rest = node.children[1:-1] or [node]
        if first.type == "!" and rest:
            pointed = self._variable(rest[0])
            found = self.world.get(pointed) if isinstance(pointed, str) and len(rest) == 1 else None
            return ANY if found is None else found
        if first.type not in ("variable_name", "special_variable_name", "subscript"):
            return ANY
        if not rest:
            return self._variable(first)
        operator, operands = rest[0].type, [each for each in rest[1:] if each.type != rest[0].type and each.type != "/"]
        name = text(first)
        if operator in (*DEFAULTS, *ALTERNATIVES, *DEMANDS):
            value = self.world.get(name) if first.type != "subscript" else self._variable(first)
            found = chosen(operator, value, lambda: self.text(operands[0]) if operands else "")
            if operator in ASSIGNING and first.type == "variable_name":
                self.world = self.world.put(name, found)
            return found
        value = self._variable(first)
        if not isinstance(value, str) or any(_is_quoted_pattern(text(each)) for each in operands):
            return ANY
        return altered(operator, value, [self.text(each) for each in operands])


def _written(node: Node) -> str:
    """What a word means in which the shell puts in nothing."""
    written = text(node)
    if node.type == "raw_string":
        return written[1:-1]
    if node.type == "ansi_c_string":
        return ANY if "\\" in written else written[2:-1]
    if node.named_child_count or node.type in _ARITHMETIC:
        return ANY
    return re.sub(r"\\(.)", lambda found: found[1].strip("\n"), written, flags=re.DOTALL)


def _is_quoted_pattern(written: str) -> bool:
    """Whether it depends on quotes what in it is a wildcard, or where it ends."""
    return "\\" in written or bool(set(written) & set("\"'") and set(written) & set("*?["))


def _spreads(node: Node) -> bool:
    """Whether it stands for several words even in quotes."""
    return text(node) in ("$@", "${@}") or (
        node.type == "expansion" and node.named_child_count == 1 and text(node).endswith("[@]}")
    )


def _split(value: Value, *, whole: bool) -> list[str]:
    """Split at spaces. One at an end of a value leaves nothing there, which parts it from what is beside it."""
    texts = [value] if isinstance(value, str) else list(value)
    return texts if whole else [word for each in texts for word in (re.split(r"\s+", each) if each else ())]


def _joined(parts: Iterable[Sequence[str]]) -> list[str]:
    """Put parts side by side: the last word of one and the first of the next are one word."""
    found: list[str] = []
    for part in parts:
        if found and part:
            found[-1] += part[0]
            found += part[1:]
        else:
            found += part
    return found


def _braced(field: str) -> list[str]:
    """Make the several words of `{a,b}`."""
    done, waiting = [], [field]
    while waiting:
        one = waiting.pop()
        choice = _CHOICE.fullmatch(one)
        if not choice:
            done.append(one.translate(_UNMARKED))
        else:
            waiting += [choice[1] + each + choice[3] for each in reversed(choice[2].split("\3"))]
        if len(waiting) + len(done) > _MOST_WORDS:
            raise UnreadableError
    return done
