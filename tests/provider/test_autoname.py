"""Automatic physical names."""

import re

from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.provider.autoname import AutoName, prefix_of
from splitctl.sandbox.provider.types.sns_topic import SnsTopic
from splitctl.sandbox.provider.values import UNKNOWN, Properties


@given(st.text(min_size=1), st.binary(min_size=1), st.integers(min_value=9, max_value=40))
def test_a_name_fits_and_ends_in_seven_hex_digits(resource: str, seed: bytes, limit: int) -> None:
    """However long the resource's name is, the physical one keeps to the limit and to its random end."""
    name = AutoName(max_length=limit).make(resource, seed)
    assert len(name) <= limit
    assert re.fullmatch(r"(?s).*-[0-9a-f]{7}", name)


def test_a_name_is_as_random_as_its_seed() -> None:
    """The same seed gives the same name, another seed another."""
    auto = AutoName(lower=True)
    assert auto.make("Web", b"1") == auto.make("Web", b"1")
    assert auto.make("Web", b"1") != auto.make("Web", b"2")
    assert auto.make("Web", b"1").startswith("web-")


@given(st.text(min_size=1), st.text(), st.binary(min_size=1))
def test_a_name_after_a_prefix_tells_the_prefix(prefix: str, resource: str, seed: bytes) -> None:
    """18 digits and 8 hex digits follow it, as from the official provider; of another name nothing is told."""
    auto = AutoName()
    name = auto.make_after(prefix, resource, seed)
    assert re.fullmatch("[0-9]{18}[0-9a-f]{8}", name.removeprefix(prefix))
    assert prefix == prefix_of(name)
    assert name != auto.make_after(prefix, resource, seed + b"2")
    assert "" == prefix_of(auto.make("web", seed))


def test_a_made_name_follows_its_prefix() -> None:
    """It stays while the prefix does or is left out, and another prefix is another name."""
    kind = SnsTopic()

    def checked(seed: bytes, old: Properties, **new: str) -> Properties:
        return kind.checked("alarms", seed, old, new, None)

    first = checked(b"1", {}, namePrefix="a-")
    assert first["name"].startswith("a-")
    assert [first["name"]] * 2 == [checked(b"2", first, **new)["name"] for new in ({"namePrefix": "a-"}, {})]
    assert checked(b"2", first, namePrefix="b-")["name"].startswith("b-")
    assert UNKNOWN == checked(b"2", first, namePrefix=UNKNOWN)["name"]
