"""What things are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.naming import name_for, shorten

names = st.text("ab-", min_size=1, max_size=60)


def test_a_name_is_app_environment_and_part() -> None:
    """web-prod is the app in its environment, web-prod-guard one part of it."""
    assert name_for("web", "prod", limit=64) == "web-prod"
    assert name_for("web", "prod", "guard", limit=64) == "web-prod-guard"


def test_what_fits_stays() -> None:
    """A name of 32 characters is itself under a limit of 32."""
    assert shorten("x" * 32, 32) == "x" * 32


def test_what_does_not_fit_keeps_its_beginning() -> None:
    """A long name is still recognised by its beginning, and ends in a hash after one hyphen."""
    assert shorten("payments-production-public-listener", 20) == "payments-pr-4f6890d7"
    assert shorten("payment-s-production", 17) == "payment-5a8c529c"


@given(names, names, st.integers(10, 64))
def test_two_names_are_never_cut_to_one(one: str, other: str, limit: int) -> None:
    """Different names stay different and within the limit, however much they have in common."""
    assert len(shorten(one, limit)) <= limit
    assert (one == other) == (shorten(one, limit) == shorten(other, limit))


@given(st.text("ab", min_size=30, max_size=30), names, names)
def test_a_common_beginning_is_not_enough(beginning: str, one: str, other: str) -> None:
    """Names that a plain cut would make equal stay different."""
    same = shorten(beginning + one, 20) == shorten(beginning + other, 20)
    assert (one == other) == same


def test_a_limit_must_leave_room() -> None:
    """Nine characters hold no letter, hyphen and hash: the message names the limit and what to use."""
    with pytest.raises(ValueError, match=r"limit=9 is too short for a name; use 10 or more"):
        shorten("web", 9)
