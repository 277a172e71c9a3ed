"""Where a program makes its resources, as a preview tells it."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from splitctl.report.finding import Place

_POSITION = re.compile(r"project:///(?P<path>[^#]+)#(?P<line>\d+)(,\d+)?")
_NOT_THE_USER_S = {"site-packages", "dist-packages", "node_modules", ".venv", "venv"}
"""Folders of libraries: nobody mends a finding there."""


class Places:
    """Looks up where resources are made."""

    def __init__(self, digest: Mapping[str, Any], project: str, otherwise: Place) -> None:
        """Read what `pulumi preview --json` answers.

        `project`: the project's folder, from the root of the checkout. `otherwise`: the place of what has none.
        """
        self._project, self._otherwise = project, otherwise
        states = [step.get("newState") for step in digest.get("steps") or ()]
        # A resource may have several steps, such as a refresh, which does not know the program.
        self._states = {state["urn"]: state for state in states if state and _positions(state)}
        self._parents = {state["urn"]: state.get("parent") for state in states if state}

    def of(self, urn: str) -> Place:
        """The line that makes a resource: the innermost one in the checkout, for a component's children within it.

        Of a resource without a line, its parent's. If there is none either, the place for all others.
        """
        seen: set[str] = set()
        above: str | None = urn
        while above and above not in seen:
            for position in _positions(self._states.get(above, {})):
                if place := self._place(position):
                    return place
            seen.add(above)
            above = self._parents.get(above)
        return self._otherwise

    def _place(self, position: str) -> Place | None:
        """The place of a position, if it is in the checkout."""
        if not (read := _POSITION.fullmatch(position)):
            return None
        file = posixpath.normpath(posixpath.join(self._project, unquote(read["path"])))
        folders = file.split("/")
        if ".." in folders or not _NOT_THE_USER_S.isdisjoint(folders) or read["line"] == "0":
            return None
        return Place(file, int(read["line"]))


def _positions(state: Mapping[str, Any]) -> list[str]:
    """The positions of a state, innermost first."""
    return list(filter(None, _all_positions(state)))


def _all_positions(state: Mapping[str, Any]) -> Iterator[str]:
    yield state.get("sourcePosition", "")
    for frame in state.get("stackTrace") or ():
        yield frame.get("sourcePosition", "")
