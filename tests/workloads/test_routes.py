"""Which requests a service gets."""

from typing import Any

import pytest

from workloads.route import Route


@pytest.mark.parametrize(
    "parts",
    [
        {"hosts": ("example.com",)},
        {"hosts": ("*.example.com", "www?.example.com")},
        {"hosts": ("*.example.com",), "paths": ("/api", "/api/*")},
        {"paths": ("/",)},
        {"paths": ("*.png",)},
        {"paths": ("/~user/$a@b:c+d&e'f\"g-h_i.j/?*",)},
        {"paths": ("/a", "/b", "/c", "/d", "/e"), "priority": 1},
        {"hosts": (124 * "a" + ".com",), "priority": 50000},
    ],
)
def test_a_route_has_hosts_or_paths(parts: dict[str, Any]) -> None:
    """Each with wildcards, and five of them in all."""
    assert (parts.get("hosts", ()), parts.get("paths", ())) == (Route(**parts).hosts, Route(**parts).paths)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "without hosts and paths would take every request; name a host or a path"),
        ({"priority": 1}, "without hosts and paths"),
        ({"hosts": ("localhost",)}, '"localhost" cannot be a host'),
        ({"hosts": ("example.c0m",)}, '"example.c0m" cannot be a host; use letters'),
        ({"hosts": ("example.*",)}, "cannot be a host; .* letters behind the last dot"),
        ({"hosts": ("https://example.com",)}, "cannot be a host"),
        ({"hosts": ("example..com",)}, "cannot be a host"),
        ({"hosts": (125 * "a" + ".com",)}, "128 characters at most"),
        ({"paths": ("api",)}, '"api" cannot be a path; begin with / or '),
        ({"paths": ("/a b",)}, '"/a b" cannot be a path'),
        ({"paths": ("/ü",)}, "cannot be a path"),
        ({"paths": ("",)}, '"" cannot be a path'),
        ({"paths": ("/" + 128 * "a",)}, "128 characters at most"),
        ({"paths": ("/api", "/api")}, '"/api" is in the route 2 times; once is enough'),
        ({"hosts": ("a.com",), "paths": ("/a", "/b", "/c", "/d", "/e")}, "6 hosts and paths are too many .*; use 5"),
        ({"paths": ("/*/*/*", "/?/?/?")}, "6 wildcards are too many for one rule; use 5 at most"),
        ({"paths": ("/",), "priority": 0}, "priority=0 is not possible; use 1 to 50000"),
        ({"paths": ("/",), "priority": 50001}, "priority=50001 is not possible"),
    ],
)
def test_what_no_rule_can_say_is_refused(parts: dict[str, Any], said: str) -> None:
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match=said):
        Route(**parts)
