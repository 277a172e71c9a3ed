"""What AWS holds, seen as the inputs that would lead there: the difference to the old inputs is drift."""

from collections.abc import Set as AbstractSet

from splitctl.sandbox.provider.values import Plain

_EMPTY: tuple[Plain, ...] = (None, "", [], {})


def without_empty(held: Plain) -> Plain:
    """`held` without the members that AWS left empty, however deep."""
    if isinstance(held, dict):
        found = {key: without_empty(value) for key, value in held.items()}
        return {key: value for key, value in found.items() if value not in _EMPTY}
    return [without_empty(item) for item in held] if isinstance(held, list) else held


def seen(old: Plain, held: Plain, computed: AbstractSet[str], path: str = "") -> Plain:
    """`held`, in the shape of `old`: without what `old` left out and AWS left empty, or chose itself.

    `computed` names what AWS may choose by dotted paths without list indices, as in
    `encryptionConfigurations.kmsKey`.
    """
    if isinstance(old, dict) and isinstance(held, dict):
        members = {key: (f"{path}.{key}" if path else key) for key in held}
        return {
            key: seen(old.get(key), value, computed, members[key])
            for key, value in held.items()
            if key in old or not (members[key] in computed or value in _EMPTY)
        }
    if isinstance(old, list) and isinstance(held, list) and len(old) == len(held):
        return [seen(before, now, computed, path) for before, now in zip(old, held, strict=True)]
    return held
