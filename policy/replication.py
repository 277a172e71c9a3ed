"""What a registry copies to other regions and accounts, as far as both sides are of one stack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policy.model import UNKNOWN, Resource
from policy.repositories import account_of, name_of, region_of

REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


@dataclass(frozen=True)
class Copy:
    """A repository whose images are copied into another one."""

    rule: str
    """Which rule of the configuration does it."""
    source: Resource
    target: Resource


def copies(configuration: Resource, repositories: Sequence[Resource]) -> Iterator[Copy]:
    """List the pairs of repositories of which one gets, or may get, what is pushed to the other.

    A rule copies the repositories whose names begin with one of its filters, all if it has none; under the same name,
    into the region and the account that a destination names. What is not known may be anything.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
    """
    for rule, prefixes, places in _rules(configuration):
        sources = [
            each for each in repositories if _may_be_in(each, region_of(configuration), account_of(configuration))
        ]
        for source in sources:
            name = name_of(source)
            if not (isinstance(name, str) and any(each is UNKNOWN or name.startswith(each) for each in prefixes)):
                continue
            for target in repositories:
                into = any(_may_be_in(target, *place) for place in places)
                if into and name_of(target) == name:
                    yield Copy(rule, source, target)


def _rules(configuration: Resource) -> Iterator[tuple[str, list[Any], list[tuple[Any, Any]]]]:
    """Each rule, with its prefixes and its destinations' regions and accounts."""
    for number, rule in enumerate(_within(configuration.props.get("replicationConfiguration", UNKNOWN), "rules"), 1):
        prefixes = [_text(_member(each, "filter")) for each in _within(rule, "repositoryFilters")]
        places = [
            (_text(_member(each, "region")), _text(_member(each, "registryId")))
            for each in _within(rule, "destinations")
        ]
        yield f"rule {number}", prefixes or [""], places


def _within(value: Any, key: str) -> list[Any]:
    """The entries of a list that a value has. One that is not known has one, of which nothing is known."""
    listed = _member(value, key)
    return listed if isinstance(listed, list) else [] if listed is None else [UNKNOWN]


def _member(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else UNKNOWN


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else UNKNOWN


def _may_be_in(repository: Resource, region: Any, account: Any) -> bool:
    """Whether nothing says that a repository is elsewhere."""
    return all(
        UNKNOWN in pair or None in pair or pair[0] == pair[1]
        for pair in ((region_of(repository), region), (account_of(repository), account))
    )
