"""Tags: a mapping in Pulumi, a list of pairs in most of AWS's services."""

from collections.abc import Iterable, Mapping


def pairs(tags: Mapping[str, str], names: tuple[str, str] = ("Key", "Value")) -> list[dict[str, str]]:
    """The tags as a list, sorted by key. `names`: the service's names of a pair's parts, ("key", "value") for some."""
    key_name, value_name = names
    return [{key_name: key, value_name: value} for key, value in sorted(tags.items())]


def mapping(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """A service's list of tags as a mapping, whether its pairs are of `Key` and `Value` or of `key` and `value`."""
    lowered = [{name.lower(): text for name, text in tag.items()} for tag in tags]
    return {tag["key"]: tag.get("value", "") for tag in lowered}


def changes(held: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """What leads from `held` to `wanted`: the keys to take away, sorted, and the tags to put or overwrite."""
    return sorted(held.keys() - wanted.keys()), {k: v for k, v in wanted.items() if held.get(k) != v}
