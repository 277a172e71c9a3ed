"""Which requests a load balancer sends to a service, and which rule it tries first."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
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
    """The lower, the sooner its rule is tried, and the first that matches has the request: 1 to 50000. Default: a
    number that depends on nothing but names. Where routes overlap, say which is first."""

    def __post_init__(self) -> None:
        if not self.hosts and not self.paths:
            raise ValueError("a route without hosts and paths would take every request; name a host or a path")
        self._check_values()
        self._check_quotas()
        if self.priority is not None:
            check_range("priority", self.priority, 1, HIGHEST_PRIORITY_NUMBER)

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


def stable_priority(name: str) -> int:
    """A priority, 1 to 50000, for the rule of `name`: always the same one, whatever other rules there are.

    Two names may get the same one (with 100 rules each, that happens on one listener in ten), and AWS refuses two rules
    of one priority on a listener: `priorities` gives distinct ones.
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()) % HIGHEST_PRIORITY_NUMBER + 1


def priorities(names: Iterable[str], taken: Iterable[int] = ()) -> dict[str, int]:
    """Distinct priorities for the rules of `names` on one listener, none of them among `taken`.

    A name has its stable priority unless another name with the same one comes before it in the alphabet; it then takes
    the next number that is nobody's. So another name changes nothing for those it does not collide with. Raises
    ValueError if there are more names than numbers.
    """
    used, waiting, found = set(taken), sorted(set(names)), dict[str, int]()
    if len(waiting) > HIGHEST_PRIORITY_NUMBER - len(used):
        raise ValueError(f"{len(waiting)} rules are more than a listener has priorities left; use several listeners")
    # In rounds: who moves on does not take the stable priority of somebody whose turn comes later.
    for distance in range(HIGHEST_PRIORITY_NUMBER):
        for name in waiting:
            priority = (stable_priority(name) + distance - 1) % HIGHEST_PRIORITY_NUMBER + 1
            if priority not in used:
                used.add(priority)
                found[name] = priority
        waiting = [name for name in waiting if name not in found]
        if not waiting:
            break
    return dict(sorted(found.items()))
