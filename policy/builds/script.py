"""Follows a script, and tells of each command that pushes, or that may."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tree_sitter import Node

from policy.builds.calls import Nested, nested, unwrapped
from policy.builds.conditions import holds_of
from policy.builds.ends import Ends, Worlds, few
from policy.builds.flow import Flow
from policy.builds.setting import read_into, set_by
from policy.builds.shell import UnreadableError, read, text
from policy.builds.tools import destinations
from policy.builds.words import Words
from policy.builds.world import ANY, World

_MOST_CALLS = 8
_ENDS: dict[str, bool | None] = {":": True, "true": True, "false": False}
_LOGIN = ("aws", "ecr", "get-login")
"""A command of older versions of the AWS CLI, which prints one that logs in."""


class Script(Flow):
    """A shell: scripts that run one after the other, with functions that stay defined."""

    def __init__(self, report: Callable[[str, str], None]) -> None:
        super().__init__()
        self._report = report
        """Is told of each push: by which command, and to where. That is `ANY` if nothing tells."""
        self._functions: defaultdict[str, list[Node]] = defaultdict(list)
        self._calls = 0

    def run(self, script: str, worlds: Worlds) -> Worlds:
        """Follow a script, and return the worlds after it: those before it if all its ways end in `exit`.

        Raises UnreadableError if it cannot be followed to its end. What was found until then has been reported.
        """
        try:
            return few(self.each(read(script).children, worlds).all) or worlds
        except RecursionError:
            raise UnreadableError from None

    def define(self, node: Node) -> None:  # noqa: D102 - Flow says it
        # Whichever of several definitions counts, all are followed.
        self._functions[text(node.named_children[0])].append(node.named_children[-1])

    def printed(self, node: Node, world: World) -> str:  # noqa: D102 - Flow says it
        self.each(node.children, frozenset({world}))
        first = node.named_children[0] if node.named_child_count == 1 else None
        if first is not None and first.type == "command":
            words = Words(world, lambda *_: ANY).fields(_line(first))
            if words[: len(_LOGIN)] == _LOGIN:
                return "docker login"
        return ANY

    def command(self, node: Node, world: World, stdin: str | None = None) -> Ends:  # noqa: D102 - Flow says it
        inner = words = Words(world, self.printed)
        for each in node.named_children:
            if each.type == "variable_assignment":
                inner = Words(set_by(each, inner), self.printed)
            elif each.type == "herestring_redirect":
                stdin = words.text(each.named_children[-1])
        line = unwrapped(words.fields(_line(node)))
        self.spend(len(node.children))
        return self._called(line, words.world, inner.world, stdin) if line else Ends.test(None, words.world)

    def _called(self, line: tuple[str, ...], world: World, inner: World, stdin: str | None) -> Ends:
        name = line[0]
        if name in self._functions:
            return self._function(line, inner)
        if name == "exit":
            return Ends()
        if name in _ENDS:
            return Ends.test(_ENDS[name], world)
        if name == "test":
            return Ends.test(holds_of(line[1:]), world)
        found = nested(line, stdin) or ("a command" if ANY in name else None)
        if isinstance(found, Nested):
            return self._nested(found, world, inner)
        if found:
            self._report(found, ANY)
        for command, reference in destinations(line):
            self._report(command, reference)
        return Ends.test(None, read_into(line, world))

    def _function(self, line: tuple[str, ...], world: World) -> Ends:
        outer = world.get("@")
        inside = frozenset({world.called_with(line[1:])})
        with self._deeper():
            ends = Ends.union([self.each([body], inside) for body in self._functions[line[0]]])
        arguments = outer if isinstance(outer, tuple) else ()
        succeeded, failed = (frozenset(each.called_with(arguments) for each in worlds) for worlds in ends)
        return Ends(succeeded, failed)

    def _nested(self, found: Nested, world: World, inner: World) -> Ends:
        before = world if found.shares else inner.called_with(found.arguments)
        after = frozenset({world})
        try:
            with self._deeper():
                after = self.run(found.script, frozenset({before}))
        except UnreadableError:
            self._report(found.label, ANY)
        return Ends(after, after) if found.shares else Ends.test(None, world)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        if self._calls == _MOST_CALLS:
            raise UnreadableError
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1


def _line(command: Node) -> list[Node]:
    """The words of a command: its name and its arguments."""
    name = command.child_by_field_name("name")
    arguments = [each for each in command.children_by_field_name("argument") if each.is_named]
    return [*(name.named_children if name else ()), *arguments]
