"""Which rule of a listener is tried first, where no route says it."""

import hashlib
from collections.abc import Mapping
from itertools import takewhile

from workloads.route import HIGHEST_PRIORITY_NUMBER, Route, has_wildcard, is_any_path

LEFT_TO_ROUTES = 5_000
"""The first so many numbers are no route's default: who says one of them comes before all who say none."""
_MOST_SEGMENTS = 4
_DEPTHS = _MOST_SEGMENTS + 2
_CLASSES = 3 * _DEPTHS


def stable_priority(name: str, route: Route) -> int:
    """A priority, 5001 to 50000, for the rule of `name`: always the same one, whatever other rules there are.

    What the route says puts it into a class, of 2500 numbers. An exact host comes before a wildcard, and that before no
    host; within these, more segments of the path before its first wildcard come before fewer (four count), and any
    path comes last. Of several hosts or paths the widest counts. So a route whose requests are some of another's is
    tried before that, unless they are in one class. There a hash of the name says the number.

    Two names may get the same one, and AWS refuses two rules of one priority on a listener: `priorities` gives distinct
    ones.
    """
    return _in_turn(name, route)[0]


def priorities(routes: Mapping[str, Route]) -> dict[str, int]:
    """Distinct priorities for the rules of `routes`, by name, on one listener. What a route says itself is kept.

    A name has its stable priority unless that is said by a route, or is that of another name before it in the alphabet;
    it then takes the next number of its class that is nobody's. So another route changes nothing for those it does not
    collide with. Raises ValueError if a class has more routes than numbers.
    """
    found = {name: route.priority for name, route in routes.items() if route.priority is not None}
    used, waiting = set(found.values()), sorted(routes.keys() - found.keys())
    numbers = {name: _in_turn(name, routes[name]) for name in waiting}
    # In rounds: who moves on does not take the stable priority of somebody whose turn comes later.
    for turn in range(len(_block(0))):
        for name in waiting:
            priority = numbers[name][turn]
            if priority not in used:
                used.add(priority)
                found[name] = priority
        waiting = [name for name in waiting if name not in found]
        if not waiting:
            return dict(sorted(found.items()))
    raise ValueError(f"no priority is left for the rules of {', '.join(waiting)}; say a priority for each of them")


def _in_turn(name: str, route: Route) -> list[int]:
    """The numbers that a rule may have: its own first."""
    block = _block(_class(route))
    own = int.from_bytes(hashlib.sha256(name.encode()).digest()) % len(block)
    return [*block[own:], *block[:own]]


def _block(place: int) -> range:
    """The numbers of the class at this place."""
    size = (HIGHEST_PRIORITY_NUMBER - LEFT_TO_ROUTES) // _CLASSES
    return range(LEFT_TO_ROUTES + 1 + place * size, LEFT_TO_ROUTES + 1 + (place + 1) * size)


def _class(route: Route) -> int:
    hosts = 2 if not route.hosts else int(any(map(has_wildcard, route.hosts)))
    depth = min(map(_depth, route.paths), default=0)
    return hosts * _DEPTHS + _DEPTHS - 1 - depth


def _depth(path: str) -> int:
    """How narrow a path is: 0 is any, 1 one that has a wildcard in its first segment, and so on."""
    if is_any_path(path):
        return 0
    fixed = takewhile(lambda segment: not has_wildcard(segment), path.removeprefix("/").split("/"))
    # An exact path that a wildcard matches has a segment more than that has before the wildcard: it comes first.
    return 1 + min(len(list(fixed)), _MOST_SEGMENTS)
