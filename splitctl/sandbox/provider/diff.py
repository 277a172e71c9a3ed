"""What changes between two sets of inputs, property by property."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pulumi.provider.experimental.provider import PropertyDiffKind

from splitctl.sandbox.provider.values import UNKNOWN, Plain, without_notes

_ADD, _DELETE, _UPDATE = PropertyDiffKind.ADD, PropertyDiffKind.DELETE, PropertyDiffKind.UPDATE
_REPLACING = {
    _ADD: PropertyDiffKind.ADD_REPLACE,
    _DELETE: PropertyDiffKind.DELETE_REPLACE,
    _UPDATE: PropertyDiffKind.UPDATE_REPLACE,
}


class Change(NamedTuple):
    """One difference: the input it belongs to, its full path, and whether it adds, deletes or updates."""

    property: str
    path: str
    kind: PropertyDiffKind

    def replacing(self) -> "Change":
        """The same difference where it cannot be made in place."""
        return self._replace(kind=_REPLACING[self.kind])


def changes(
    old: Mapping[str, Plain], new: Mapping[str, Plain], documents: frozenset[str] = frozenset()
) -> list[Change]:
    """The differences between two bags of inputs. JSON texts named in `documents` are compared by meaning."""
    found = []
    old, new = without_notes(old), without_notes(new)
    for name in sorted(old.keys() | new.keys()):
        if name in documents and same_document(old.get(name), new.get(name)):
            continue
        found += [Change(name, path, kind) for path, kind in _differences(name, old.get(name), new.get(name))]
    return found


def _differences(path: str, old: Plain, new: Plain) -> Iterator[tuple[str, PropertyDiffKind]]:
    if old == new and new != UNKNOWN:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _differences(_member(path, key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(f"{path}[{index}]", before, after)
    elif old is None:
        yield path, _ADD
    elif new is None:
        yield path, _DELETE
    else:
        yield path, _UPDATE


def _member(path: str, key: str) -> str:
    return f"{path}.{key}" if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else f'{path}["{key}"]'


def same_document(old: Plain, new: Plain) -> bool:
    """Whether two JSON texts say the same. Texts that are no JSON must be equal, and an unknown one never is."""
    try:
        return bool(json.loads(old) == json.loads(new))
    except (TypeError, ValueError):
        return bool(old == new and new != UNKNOWN)
