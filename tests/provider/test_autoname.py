"""Automatic physical names."""

import re

from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.provider.autoname import AutoName


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
