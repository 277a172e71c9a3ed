"""Parts of the configuration that become objects of `workloads`, and are judged by what those refuse."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, ClassVar, Self

from pydantic import AfterValidator, ValidationInfo, field_validator, model_validator

from settings.refusal import all_of, better, misplaced
from settings.text import Model, key_of

Path = tuple[str, ...]
Change = tuple[Path, int | None]
"""A key, and its better value. None: it is better left out."""

_SUGGESTION = re.compile(r"use (?:one of )?(?:(\w+)=)?(\d+)")


class Part(Model):
    """Keys of which an object of `workloads` is made.

    Each value is judged by itself first, at its key. If all are possible and do not go together, that is said at the
    key whose change makes it right; this change has been tried.
    """

    alone: ClassVar[Any]
    """An object of the kind that is made, whose values stand in the way of no other that is possible."""
    together: ClassVar[frozenset[str]] = frozenset()
    """Fields that cannot be judged alone."""

    def made(self, **others: Any) -> Any:
        """Return what it is made into; `others` is what has another name there, or another type."""
        same = {each.name: getattr(self, each.name) for each in fields(self.alone) if hasattr(self, each.name)}
        return type(self.alone)(**same | others)

    @field_validator("*")
    @classmethod
    def _is_possible(cls, value: Any, info: ValidationInfo) -> Any:
        known = {each.name for each in fields(cls.alone)} - cls.together
        if isinstance(value, int | str) and info.field_name in known:
            said(lambda: replace(cls.alone, **{str(info.field_name): value}))
        return value

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        found: dict[Path, Any] = {}
        part = self
        for _ in type(self).model_fields:
            reason = _refusal(part)
            if reason is None:
                break
            words = in_keys(reason)
            for path, value in _mending(part, reason):
                at = tuple(key_of(name) for name in path)
                found[at] = misplaced(words) if value is None else better(words, value)
                part = _changed(part, path, value)
        if found:
            raise all_of(found.items())
        return self


def in_keys(reason: str) -> str:
    """Call keys in `reason` as the configuration does, but leave alone what is in quotes: that is somebody's own."""
    return re.sub(r'"[^"]*"|\b[a-z]+(?:_[a-z0-9]+)+\b', lambda word: _key_unless_quoted(word[0]), reason)


def said(make: Callable[[], Any]) -> None:
    """Raise what `make` raises, in the words of the configuration."""
    try:
        make()
    except ValueError as error:
        raise ValueError(in_keys(str(error))) from error


def judged(make: Callable[[Any], Any]) -> AfterValidator:
    """Accept what `make` accepts, and refuse any other in its words."""

    def check(value: Any) -> Any:
        said(lambda: make(value))
        return value

    return AfterValidator(check)


def judged_list(make: Callable[[tuple[str, ...], Mapping[str, Any]], Any]) -> AfterValidator:
    """Accept a list that `make` accepts, which also gets the fields before it; refuse the first item that it does not.

    An item that is possible by itself may be there already, or be one too many.
    """

    def check(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for index in range(len(values)):
            try:
                make(values[: index + 1], info.data)
            except ValueError as error:
                raise all_of([((index,), misplaced(in_keys(str(error))))]) from error
        return values

    return AfterValidator(check)


def _key_unless_quoted(word: str) -> str:
    return word if word.startswith('"') else key_of(word)


def _refusal(part: Part) -> str | None:
    try:
        part.made()
    except ValueError as error:
        return str(error)
    return None


def _mending(part: Part, reason: str) -> list[Change]:
    """The change that makes it whole, or after which at least something else is wrong. Several if one is too few."""
    changes = list(_changes(part, reason))
    after = [(change, _refusal(_changed(part, *change))) for change in changes]
    whole = [change for change, still in after if still is None]
    further = [change for change, still in after if still is None or _gist(still) != _gist(reason)]
    if whole or further:
        return [*whole, *further][:1]
    needed = []
    for change in changes:
        if (still := _refusal(part)) is None or _gist(still) != _gist(reason):
            break
        needed.append(change)
        part = _changed(part, *change)
    # Whatever it is, it must not be accepted.
    return needed or [((), None)]


def _gist(reason: str) -> str:
    return re.sub(r"\d+", "", reason)


def _changes(part: Part, reason: str) -> Iterator[Change]:
    """What could be done: what the reason says itself, then to say what is missing, then to leave something out."""
    model = type(part).model_fields
    if suggestion := _SUGGESTION.search(reason):
        named = [suggestion[1]] if suggestion[1] else reversed(re.findall(r"(\w+)=", reason))
        yield from (((name,), int(suggestion[2])) for name in named if name in model)
    words = re.findall(r"\w+", reason)
    missing = [name for name in model if name in words and getattr(part, name) is None]
    yield from (((name,), value) for name in missing if isinstance(value := getattr(part.alone, name), int))
    given = list(_given(part))
    yield from ((path, None) for path in given if path[-1] in words)
    yield from ((path, None) for path in given if path[-1] not in words)


def _given(part: Part) -> Iterator[Path]:
    """The keys that could be left out, those within others first."""
    for name, field in type(part).model_fields.items():
        if name not in part.model_fields_set:
            continue
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from ((name, *path) for path in _given(value))
        elif isinstance(value, Mapping):
            inner = [(key, each) for key, each in value.items() if isinstance(each, Part)]
            yield from ((name, key, *path) for key, each in inner for path in (*_given(each), ()))
        if not field.is_required():
            yield (name,)


def _changed(part: Any, path: Path, value: int | None) -> Any:
    if not path:
        return part
    name, below = path[0], path[1:]
    if isinstance(part, Mapping):
        others = {key: each for key, each in part.items() if key != name}
        return others | {name: _changed(part[name], below, value)} if below else others
    if below:
        new = _changed(getattr(part, name), below, value)
    else:
        new = type(part).model_fields[name].get_default(call_default_factory=True) if value is None else value
    return part.model_copy(update={name: new})
