"""The part of PCL that `pulumi import` writes: resources of literal values, which may refer to one another.

https://www.pulumi.com/docs/iac/cli/commands/pulumi_convert/ says what it is: Pulumi's own language between languages.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}\[\]().,=:]|\S')
_CONSTANTS = {"true": True, "false": False, "null": None}
_END = ""

Value = Any
"""None, bool, a number, str, Reference, Call, or a list or dict of these."""


class Reference(NamedTuple):
    """Another resource, or a property of it: `("web", "name")`."""

    path: tuple[str, ...]


class Call(NamedTuple):
    """A function's result, such as `secret("a")`."""

    function: str
    arguments: list[Value]


@dataclass
class Block:
    """`resource web "aws:ecr/repository:Repository" { ... }`, or any other block with a body."""

    kind: str
    labels: list[str]
    attributes: dict[str, Value] = field(default_factory=dict)
    blocks: list["Block"] = field(default_factory=list)


def parse(text: str) -> list[Block]:
    """The blocks of a program. Raises ValueError for what `pulumi import` does not write."""
    reader = _Reader(text)
    return list(reader.blocks())


class _Reader:
    def __init__(self, text: str) -> None:
        self._words: list[str] = [*_WORD.findall(text), _END]
        self._at = 0

    def blocks(self) -> Iterator[Block]:
        while self._next != _END:
            yield self._block(self._take())

    @property
    def _next(self) -> str:
        return self._words[self._at]

    def _take(self, expected: str = "") -> str:
        word = self._next
        if word == _END or expected not in ("", word):
            raise ValueError(f"expected {expected or 'more'} and found {word or 'the end'}")
        self._at += 1
        return word

    def _skip(self, word: str) -> bool:
        found = self._next == word
        self._at += found
        return found

    def _block(self, kind: str) -> Block:
        block = Block(kind, [])
        while not self._skip("{"):
            block.labels.append(_name(self._take()))
        while not self._skip("}"):
            name = self._take()
            if self._skip("="):
                block.attributes[name] = self._value()
            else:
                block.blocks.append(self._block(name))
        return block

    def _value(self) -> Value:
        word = self._take()
        if word == "[":
            return self._items("]")
        if word == "{":
            return self._object()
        if word.startswith('"'):
            return _text(word)
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word[0].isalpha() or word[0] == "_":
            return Call(word, self._items(")")) if self._skip("(") else self._reference(word)
        return json.loads(word)

    def _items(self, end: str) -> list[Value]:
        items = []
        while not self._skip(end):
            items.append(self._value())
            self._skip(",")
        return items

    def _object(self) -> dict[str, Value]:
        members = {}
        while not self._skip("}"):
            key = _name(self._take())
            self._take("=")
            members[key] = self._value()
            self._skip(",")
        return members

    def _reference(self, root: str) -> Reference:
        path = [root]
        while self._skip("."):
            path.append(self._take())
        return Reference(tuple(path))


def _name(word: str) -> str:
    return _text(word) if word.startswith('"') else word


def _text(word: str) -> str:
    if re.search(r"(?<![$%])[$%]\{", word):
        raise ValueError("a text with a value inside is not supported")
    # \U is HCL's alone; all else is as in JSON.
    plain = re.sub(r"\\U([0-9a-fA-F]{8})", lambda found: chr(int(found[1], 16)), word)
    return re.sub(r"([$%])\1\{", r"\1{", str(json.loads(plain)))
