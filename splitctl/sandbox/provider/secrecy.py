"""Which values are secret: what came in secret, and all that repeats it, goes out secret.

The types see plain values; their outputs are sealed on the way out. An id cannot be sealed: Pulumi has no secret ids.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from pulumi.provider.experimental.property_value import PropertyValue

from splitctl.sandbox.provider.values import UNKNOWN, Plain, plain, wrapped

_SHORTEST = 3  # as in Pulumi's own log filter: a shorter text is found in anything
_MASK = "[secret]"

Bag = Mapping[str, PropertyValue]


@dataclass(frozen=True)
class Secrets:
    """The secrets among some properties: where they stand, and what they say."""

    bags: tuple[Bag, ...] = ()
    texts: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def among(cls, *bags: Bag | None) -> "Secrets":
        """The secrets in `bags` of one resource, such as its inputs and its last known outputs."""
        given = [bag for bag in bags if bag]
        return cls(tuple(given), frozenset(text for bag in given for value in bag.values() for text in _told_by(value)))

    def __or__(self, other: "Secrets") -> "Secrets":
        return Secrets(self.bags + other.bags, self.texts | other.texts)

    def seal(self, values: Mapping[str, Plain], always: frozenset[str] = frozenset()) -> dict[str, PropertyValue]:
        """`values` as they are sent, with everything secret that is, or repeats, a secret; and those named `always`."""
        return {
            name: wrapped(value).with_secret(is_secret=True)
            if name in always
            else self._sealed(value, self._like(name))
            for name, value in values.items()
        }

    def without(self, values: Mapping[str, Plain]) -> dict[str, Plain]:
        """The properties in which nothing is secret."""
        sealed = self.seal(values)
        return {name: value for name, value in values.items() if not sealed[name].contains_secret()}

    def exposed_by(self, sent: Bag) -> list[str]:
        """The properties of an earlier answer that show in plain what is secret now, sorted."""
        sealed = self.seal({name: plain(value) for name, value in sent.items()})
        return sorted(name for name, value in sent.items() if _is_opener(value, sealed[name]))

    def mask(self, message: str) -> str:
        """`message` without what is secret."""
        hidden = sorted(filter(_is_tellable, self.texts), key=len, reverse=True)
        return reduce(lambda text, secret: text.replace(secret, _MASK), hidden, message)

    def _like(self, name: str) -> list[PropertyValue]:
        # All tags are, first of all, the resource's own.
        names = (name, "tags") if name == "tagsAll" else (name,)
        return [bag[each] for bag in self.bags for each in names if each in bag]

    def _sealed(self, value: Plain, likes: Sequence[PropertyValue]) -> PropertyValue:
        """`likes`: what stands in the same place elsewhere."""
        hidden = [like for like in likes if like.contains_secret()]
        if any(like.is_secret or not _is_shaped_like(value, like) for like in hidden) or self._is_told(value):
            return wrapped(value).with_secret(is_secret=True)
        if isinstance(value, Mapping):
            members = [_members(like) for like in hidden]
            return PropertyValue(
                {key: self._sealed(item, [each[key] for each in members if key in each]) for key, item in value.items()}
            )
        if isinstance(value, list):
            lists = [_items(like) for like in hidden]
            return PropertyValue(
                [self._sealed(item, [each[index] for each in lists]) for index, item in enumerate(value)]
            )
        return wrapped(value)

    def _is_told(self, value: Plain) -> bool:
        if isinstance(value, bool) or not isinstance(value, str | int | float) or value == UNKNOWN:
            return False
        text = str(value)
        return text in self.texts or any(secret in text for secret in self.texts if _is_tellable(secret))


def _told_by(value: PropertyValue) -> Iterator[str]:
    """The texts of everything secret in `value`."""
    if value.is_secret:
        yield from _texts(plain(value))
    for item in (*_members(value).values(), *_items(value)):
        yield from _told_by(item)


def _texts(value: Plain) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, str) and value not in ("", UNKNOWN):
        yield value
        # As it reads inside a JSON text.
        yield from (json.dumps(value, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
        yield from _texts(_document(value))


def _document(text: str) -> Plain:
    """What `text` says if it is a JSON document: an error of AWS's may repeat a part of it."""
    try:
        read = json.loads(text) if text[0] in "{[" else None
    except ValueError:
        return None
    return read


def _is_tellable(secret: str) -> bool:
    return len(secret) >= _SHORTEST


def _is_shaped_like(value: Plain, like: PropertyValue) -> bool:
    """Whether the parts of `value` stand where those of `like` do."""
    if isinstance(value, Mapping):
        return isinstance(like.value, Mapping)
    return isinstance(value, list) and len(value) == len(_items(like))


def _is_opener(sent: PropertyValue, sealed: PropertyValue) -> bool:
    """Whether `sent` shows what is secret in `sealed`."""
    if sent.is_secret or not sealed.contains_secret():
        return False
    if sealed.is_secret:
        return True
    if isinstance(sent.value, Mapping):
        # What is null was left out when it was sealed.
        return any(_is_opener(sent.value[key], item) for key, item in _members(sealed).items())
    return any(_is_opener(before, after) for before, after in zip(_items(sent), _items(sealed), strict=True))


def _members(value: PropertyValue) -> Bag:
    return value.value if isinstance(value.value, Mapping) else {}


def _items(value: PropertyValue) -> list[PropertyValue]:
    """The parts of a list; of anything else none."""
    if isinstance(value.value, str) or not isinstance(value.value, Sequence):
        return []
    return [item for item in value.value if isinstance(item, PropertyValue)]
