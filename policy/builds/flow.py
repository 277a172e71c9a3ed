"""Follows the branches and loops of a script, along all ways that it may take."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence

from tree_sitter import Node

from policy.builds.conditions import holds, selects
from policy.builds.ends import NONE, Ends, Worlds, few
from policy.builds.heredoc import read_by
from policy.builds.setting import set_by, touched
from policy.builds.shell import UnreadableError, text
from policy.builds.words import Words
from policy.builds.world import ANY, World

_MOST_STEPS = 30_000
_TURNS = 2
"""So often a loop may change its variables before what changes counts as not known."""


class Flow(ABC):
    """Follows scripts. What a simple command does is for the class to say that is made of this one."""

    def __init__(self) -> None:
        self._steps = 0
        self._ways: dict[str, Callable[[Node, World], Ends]] = {
            "command": self.command,
            "compound_statement": self._group,
            "do_group": self._group,
            "negated_command": self._negated,
            "test_command": self._test,
            "list": self._list,
            "pipeline": self._pipe,
            "subshell": self._pipe,
            "redirected_statement": self._redirected,
            "if_statement": self._if,
            "case_statement": self._case,
            "for_statement": self._for,
            "while_statement": self._while,
            "c_style_for_statement": self._counting,
            "function_definition": self._definition,
        }

    @abstractmethod
    def command(self, node: Node, world: World, stdin: str | None = None) -> Ends:
        """Run a simple command, which reads `stdin` if that is known."""

    @abstractmethod
    def define(self, node: Node) -> None:
        """Take note of a function."""

    @abstractmethod
    def printed(self, node: Node, world: World) -> str:
        """Run what is in `$(...)`, and return what it prints."""

    def spend(self, steps: int) -> None:
        """Count what takes time. Raises UnreadableError if it has been too much."""
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise UnreadableError

    def each(self, nodes: Iterable[Node | None], worlds: Worlds) -> Ends:
        """Run commands one after the other. Raises UnreadableError if there is no end to it."""
        ends = Ends(worlds)
        for node in nodes:
            if node is not None and node.is_named and node.type != "comment":
                ends = Ends.union([self.one(node, world) for world in few(ends.all)])
        return ends

    def one(self, node: Node, world: World) -> Ends:
        """Run one command, or what is made of several."""
        self.spend(1)
        # What is no such node sets variables.
        return self._ways.get(node.type, self._set)(node, world)

    def _words(self, world: World) -> Words:
        return Words(world, self.printed)

    def _set(self, node: Node, world: World) -> Ends:
        return Ends(frozenset({set_by(node, self._words(world))}))

    def _definition(self, node: Node, world: World) -> Ends:
        self.define(node)
        return Ends(frozenset({world}))

    def _test(self, node: Node, world: World) -> Ends:
        return Ends.test(holds(node, self._words(world)), world)

    def _group(self, node: Node, world: World) -> Ends:
        if node.children[0].type == "((":
            return Ends.test(None, touched(node, world))
        return self.each(node.children, frozenset({world}))

    def _negated(self, node: Node, world: World) -> Ends:
        succeeded, failed = self.each(node.children, frozenset({world}))
        return Ends(failed, succeeded)

    def _list(self, node: Node, world: World) -> Ends:
        left, operator, right = node.children[0], node.children[1].type, node.children[-1]
        ends = self.one(left, world)
        if operator == "&&":
            return Ends.union([self.each([right], ends.succeeded), Ends(failed=ends.failed)])
        return Ends.union([self.each([right], ends.failed), Ends(ends.succeeded)])

    def _pipe(self, node: Node, world: World) -> Ends:
        """Run the parts of a pipe, or what is in brackets. Nothing that they set stays set."""
        parts = [[each] for each in node.children] if node.type == "pipeline" else [node.children]
        for part in parts:
            self.each(part, frozenset({world}))
        return Ends.test(None, world)

    def _redirected(self, node: Node, world: World) -> Ends:
        redirects, words = node.children_by_field_name("redirect"), self._words(world)
        for each in (each for redirect in redirects for each in redirect.named_children):
            if each.type in ("string", "concatenation", "command_substitution", "process_substitution"):
                words.text(each)
        body, ends = node.child_by_field_name("body"), Ends(frozenset({world}))
        if body is not None:
            ends = self.command(body, world, read_by(node)) if body.type == "command" else self.one(body, world)
        # The rest of a line that has a here-document in it hangs on that.
        rest = [
            each for redirect in redirects for each in redirect.named_children if each.type in ("pipeline", "command")
        ]
        return Ends.union([ends, self.each(rest, ends.all)])

    def _if(self, node: Node, world: World) -> Ends:
        waiting, done = frozenset({world}), Ends()
        for conditions, body in _clauses(node):
            tested = self.each(conditions, waiting)
            done = Ends.union([done, self.each(body, tested.succeeded)])
            waiting = tested.failed
        return Ends.union([done, Ends(waiting)])

    def _case(self, node: Node, world: World) -> Ends:
        words = self._words(world)
        value = words.text(node.named_children[0])
        done, is_open = Ends(), True
        for item in (each for each in node.named_children if each.type == "case_item" and is_open):
            bracket = next(index for index, each in enumerate(item.children) if each.type == ")")
            found = [selects(words.text(each), value) for each in item.children[:bracket] if each.is_named]
            if set(found) != {False}:
                done = Ends.union([done, self.each(item.children[bracket:], frozenset({words.world}))])
            is_open = True not in found or not {each.type for each in item.children}.isdisjoint((";&", ";;&"))
        return Ends.union([done, Ends(frozenset({words.world}))]) if is_open else done

    def _for(self, node: Node, world: World) -> Ends:
        words, values = self._words(world), world.get("@")
        if any(each.type == "in" for each in node.children):
            values = words.fields(node.children_by_field_name("value"))
        name, body = text(node.named_children[0]), node.child_by_field_name("body")
        worlds = frozenset({words.world})
        if values == ():
            return Ends(worlds)
        seen = NONE
        for value in (ANY,) if values is None else values:
            worlds = self.each([body], frozenset(each.put(name, value) for each in worlds)).all
            # It may be left after each of them.
            seen |= worlds
        return Ends(few(seen), few(seen))

    def _while(self, node: Node, world: World) -> Ends:
        return self._around([*node.children_by_field_name("condition"), node.child_by_field_name("body")], world)

    def _counting(self, node: Node, world: World) -> Ends:
        return self._around([node.child_by_field_name("body")], touched(node, world))

    def _around(self, nodes: Sequence[Node | None], world: World) -> Ends:
        """Go round until nothing new comes of it. How often that really is, is not known."""
        before, worlds, turn = NONE, frozenset({world}), 0
        while worlds != before:
            before, turn = worlds, turn + 1
            grown = worlds | self.each(nodes, worlds).all
            worlds = few(grown) if turn <= _TURNS else few(grown, 1)
        return Ends(worlds, worlds)


def _clauses(node: Node) -> Iterator[tuple[list[Node], list[Node]]]:
    """Give the conditions of each branch, with what it runs. The last one may have none."""
    parts: tuple[list[Node], list[Node]] = ([], [])
    bodies, inner = False, []
    for each in node.children:
        if each.type in ("elif_clause", "else_clause"):
            inner.append(each)
        elif each.type == "then":
            bodies = True
        else:
            parts[bodies].append(each)
    yield (([], parts[0]) if node.type == "else_clause" else parts)
    for each in inner:
        yield from _clauses(each)
