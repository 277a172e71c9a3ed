"""Which environment the variables of a build speak of."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy.builds.reference import place, target
from policy.builds.world import ANY
from policy.destinations import Destinations
from policy.repositories import name_of

_SPEAKS_OF_ONE = re.compile(r"(.*[^A-Z])?(ENV|ENVIRONMENT|STAGE|REPO|REPOSITORY)([^A-Z].*)?", re.IGNORECASE)
_MODE = re.compile(r"(NODE|RAILS|RACK|MIX|BABEL|FLASK|ASPNETCORE|DJANGO)_ENV(IRONMENT)?", re.IGNORECASE)
"""How a framework runs: production does not mean prod there, but that it is no developer's machine."""


def hints(variables: Any, stack: Destinations) -> Iterator[tuple[str, str]]:
    """List the variables that name an environment, or a repository of one, each with that environment.

    A repository is named in full, or as it is called in this stack. Else the variable must be called as if it told an
    environment or a repository: `test` may be a command, too.
    """
    for entry in variables if isinstance(variables, list) else []:
        known = entry if isinstance(entry, Mapping) and entry.get("type") in (None, "PLAINTEXT") else {}
        name, value = known.get("name"), known.get("value")
        if not (isinstance(name, str) and isinstance(value, str) and value and ANY not in value):
            continue
        environment = _of_repository(value, stack)
        if environment is None and _SPEAKS_OF_ONE.fullmatch(name) and not _MODE.fullmatch(name):
            environment = value if value in _names(stack) else stack.environments.of_name(value)
        if environment:
            yield name, environment


def _of_repository(value: str, stack: Destinations) -> str | None:
    found = target(value) if "/" in value else None
    if found:
        return place(found, stack.repositories, stack.environments).environment or None
    own = {stack.environments.of_repository(each) for each in stack.repositories if name_of(each) == value}
    return own.pop() if len(own) == 1 else None


def _names(stack: Destinations) -> set[str | None]:
    return {*stack.environments.patterns, *map(stack.environments.of_repository, stack.repositories)}
