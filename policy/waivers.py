"""The waivers of the pack, as one file says them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from policy.model import Rule
from policy.waiver import Reader, Waiver, readers

_EXAMPLE = "the head of the file has an example"


@dataclass(frozen=True)
class Waivers:
    """What a file says. Default: nothing."""

    in_force: tuple[Waiver, ...] = ()
    over: tuple[Waiver, ...] = ()
    """Those that have expired: they waive nothing any more."""
    flaws: tuple[str, ...] = ()
    """What is wrong with the other entries, which waive nothing either."""

    def __bool__(self) -> bool:
        return bool(self.in_force or self.over or self.flaws)

    @classmethod
    def read(cls, source: bytes, rules: Sequence[Rule], today: date) -> "Waivers":
        """Read a list of entries, each with all that a waiver has. Never fails: what is wrong is told as a flaw."""
        try:
            found = list(_entries(source, readers(rules, today)))
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            # What PyYAML says quotes the file over several lines; where it stopped is enough.
            mark = getattr(error, "problem_mark", None)
            return cls(flaws=(_no_list(f", line {mark.line + 1}" if mark else ""),))
        waivers = [each for each in found if isinstance(each, Waiver)]
        return cls(
            in_force=tuple(each for each in waivers if today <= each.expires),
            over=tuple(each for each in waivers if today > each.expires),
            flaws=tuple(each for each in found if isinstance(each, str)),
        )

    def waiving(self, rule: str, urn: str) -> Waiver | None:
        """The waiver for what the rule of this name finds there. If there are several: the one that holds longest."""
        covering = [each for each in self.in_force if each.covers(rule, urn)]
        return max(covering, key=lambda each: (each.expires, each.owner, each.reason), default=None)


NO_WAIVERS = Waivers()
"""What a pack without such a file has."""


def _no_list(place: str = "") -> str:
    return f"this is no list of waivers in YAML{place}, so nothing is waived; {_EXAMPLE}"


def _entries(source: bytes, known: Mapping[str, Reader]) -> Iterator[Waiver | str]:
    """Each waiver, or what is wrong with it."""
    # Nodes, since they are what was written: no text becomes a date or a number, and a key that is there twice is seen.
    root: Any = yaml.BaseLoader(source).get_single_node()
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        yield _no_list()
        return
    for number, node in enumerate(root.value, start=1):
        values, flaws = _read(node, known)
        yield from (f"entry {number}, {each}" for each in flaws)
        if not flaws:
            yield Waiver(number, **values)


def _read(entry: Any, known: Mapping[str, Reader]) -> tuple[dict[str, Any], list[str]]:
    """The values of an entry by their keys, and what is wrong with it."""
    keys = ", ".join(known)
    if not isinstance(entry, yaml.MappingNode):
        return {}, [f"which is no mapping: write it with the keys {keys}"]
    values, flaws, seen = dict[str, Any](), list[str](), set[str]()
    for key, value in entry.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "a key that is no text"
        if name not in known:
            flaws.append(f"{name!a}: unknown key; those that there are: {keys}")
        elif name in seen:
            flaws.append(f"{name}: this is there twice; begin each entry with a hyphen of its own")
        elif not isinstance(value, yaml.ScalarNode):
            flaws.append(f"{name}: this is no text; {_EXAMPLE}")
        else:
            try:
                values[name] = known[name](value.value)
            except ValueError as wrong:
                flaws.append(f"{name}: {wrong}")
        seen.add(name)
    return values, flaws + [f"{name}: this is needed, and missing" for name in known if name not in seen]
