"""Which requests a load balancer sends to a service."""

import re
from collections import Counter
from dataclasses import dataclass

from workloads.ranges import check_range

HIGHEST_PRIORITY_NUMBER = 50_000
"""The last that is tried. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html"""

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
_HOST = re.compile(r"(?=.{1,128}\Z)[A-Za-z0-9*?-]+(\.[A-Za-z0-9*?-]+)*\.[A-Za-z]+")
_PATH = re.compile(r"""(?=.{1,128}\Z)[/*][\w.$/~"'@:+&*?-]*""", re.ASCII)
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
_MOST_VALUES = 5
_MOST_WILDCARDS = 5


@dataclass(frozen=True, kw_only=True)
class Route:
    """The requests for one of these hosts and one of these paths.

    Raises ValueError for no host and no path (it would take every request from everybody), for one that no load
    balancer matches by, and for more of them than one rule can have.
    """

    hosts: tuple[str, ...] = ()
    """Names of hosts, with `*` for any characters and `?` for one. Default: any host."""
    paths: tuple[str, ...] = ()
    """Paths, with `*` for any characters and `?` for one: `/api/*` does not match `/api`. Default: any path."""
    priority: int | None = None
    """The lower, the sooner its rule is tried, and the first that matches has the request: 1 to 50000. Default: the
    narrower route first, as `workloads.priority` says. Numbers up to 5000 come before every default."""

    def __post_init__(self) -> None:
        if not self.hosts and not self.paths:
            raise ValueError("a route without hosts and paths would take every request; name a host or a path")
        self._check_values()
        self._check_quotas()
        if self.priority is not None:
            check_range("priority", self.priority, 1, HIGHEST_PRIORITY_NUMBER)

    @property
    def requests(self) -> tuple[frozenset[str], frozenset[str]]:
        """Its hosts and paths, as two routes have them alike that differ in nothing but how they are written."""
        paths = () if any(map(is_any_path, self.paths)) else self.paths
        # Hosts are the same in capitals.
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
        return frozenset(map(str.lower, self.hosts)), frozenset(paths)

    def _check_values(self) -> None:
        for host in self.hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(
                    f'"{host}" cannot be a host; use letters, digits, - * and ? with dots between, letters behind the '
                    "last dot, 128 characters at most, as in *.example.com"
                )
        for path in self.paths:
            if not _PATH.fullmatch(path):
                raise ValueError(
                    f'"{path}" cannot be a path; begin with / or *, and use letters, digits and '
                    "_ - . $ / ~ \" ' @ : + & * ?, 128 characters at most, as in /api/*"
                )

    def _check_quotas(self) -> None:
        values = self.hosts + self.paths
        for value, times in Counter(values).items():
            if times > 1:
                raise ValueError(f'"{value}" is in the route {times} times; once is enough')
        if len(values) > _MOST_VALUES:
            raise ValueError(
                f"{len(values)} hosts and paths are too many for one rule; use {_MOST_VALUES} at most, or a wildcard"
            )
        wildcards = sum(value.count("*") + value.count("?") for value in values)
        if wildcards > _MOST_WILDCARDS:
            raise ValueError(f"{wildcards} wildcards are too many for one rule; use {_MOST_WILDCARDS} at most")


def has_wildcard(text: str) -> bool:
    """Whether a host, a path or a part of one stands for several."""
    return "*" in text or "?" in text


def is_any_path(path: str) -> bool:
    """Whether a path stands for every other: `/*`."""
    return set(path.removeprefix("/")) == {"*"}
