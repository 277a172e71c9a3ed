"""Types that are loaded when they are first asked for."""

import pkgutil
from collections.abc import Iterator, Mapping

from splitctl.sandbox.provider.resource import ResourceType


class OnDemand(Mapping[str, ResourceType]):
    """Types by their tokens. To look one up loads its module, and of pulumi_aws no more than that needs.

    To load them all takes half a second, and most programs use a few. What is asked of the tokens alone, such as their
    names or how many there are, loads nothing. Raises KeyError for a token that is not there.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        """`places`: by token, where in `package` the type's class is, such as `ecr_repository:EcrRepository`."""
        self._package, self._places = package, places
        self._loaded: dict[str, ResourceType] = {}

    def __getitem__(self, token: str) -> ResourceType:
        if token not in self._loaded:
            self._loaded[token] = pkgutil.resolve_name(f"{self._package}.{self._places[token]}")()
        return self._loaded[token]

    def __contains__(self, token: object) -> bool:
        return token in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
