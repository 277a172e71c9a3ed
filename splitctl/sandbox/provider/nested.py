"""Members of objects within inputs: those that the official provider fills in, and those that say nothing.

Members are named by dotted paths without list indices, as in `environment.environmentVariables.type`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from splitctl.sandbox.provider.values import Plain

_IDLE: tuple[Plain, ...] = (None, False, 0, "", [], {})


def filled(value: Plain, defaults: Mapping[str, Plain], path: str = "") -> Plain:
    """`value` with the default of each member that it leaves out. An object that is left out as a whole stays so."""
    if isinstance(value, list):
        return [filled(item, defaults, path) for item in value]
    if not isinstance(value, dict):
        return value
    own = {} if not path else {k.rpartition(".")[2]: v for k, v in defaults.items() if k.rpartition(".")[0] == path}
    return own | {key: filled(member, defaults, _join(path, key)) for key, member in value.items()}


def told(
    old: Plain, held: Plain, idle: Mapping[str, Plain], defaulted: AbstractSet[str] = frozenset(), path: str = ""
) -> Plain:
    """`held` without the members that `old` left out and that are off, zero, empty, or what `idle` says AWS fills in.

    Leaving them out leads there as well. Members with a default of the provider's, `defaulted`, are never left out.
    """
    if isinstance(held, list):
        before = old if isinstance(old, list) and len(old) == len(held) else [None] * len(held)
        return [told(was, item, idle, defaulted, path) for was, item in zip(before, held, strict=True)]
    if not isinstance(held, dict):
        return held
    known = old if isinstance(old, dict) else {}
    members = {key: _join(path, key) for key in held}
    return {
        key: told(known.get(key), value, idle, defaulted, members[key])
        for key, value in held.items()
        if key in known or members[key] in defaulted or value not in (*_IDLE, idle.get(members[key]))
    }


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
