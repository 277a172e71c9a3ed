"""Points in time as AWS's tools print them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.instants import parse_instant

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# A day from either end, no offset leads out of the years that Python knows.
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001 - as it wants them


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+00:00",
        "2026-01-31T13:00:00.000000+01:00",
        "2026-01-31T06:30:00-0530",
        "2026-01-31 12:00Z",
        "20260131T120000Z",
        1769860800,
        1769860800.0,
    ],
)
def test_what_the_tools_print_is_read(value: object) -> None:
    """ISO 8601 with an offset and seconds since 1970 are the same point in time, in UTC."""
    assert (NOON, UTC) == (parse_instant(value), parse_instant(value).tzinfo)


def test_parts_of_seconds_are_kept() -> None:
    """Neither of the two ways to print a point in time is rounded to seconds."""
    half_past = NOON + timedelta(milliseconds=500)
    assert half_past == parse_instant("2026-01-31T12:00:00.5Z")
    assert half_past == parse_instant(1769860800.5)


@given(TIMES)
def test_a_point_in_time_is_the_same_in_utc(time: datetime) -> None:
    """Whatever the offset, the point in time is the same, and its offset is none."""
    read = parse_instant(time.isoformat())
    assert (time, UTC) == (read, read.tzinfo)


WANTED = 'give ISO 8601 with an offset, as in "2026-01-31T12:00:00Z", or seconds since 1970'


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ('"2026-01-31T12:00:00" has no offset; add it: Z, if it is in UTC', "2026-01-31T12:00:00"),
        (f'"2026-01-31" is a date alone; {WANTED}', "2026-01-31"),
        (f'"yesterday" is no point in time; {WANTED}', "yesterday"),
        (f'"" is no point in time; {WANTED}', ""),
        (f'"2026-02-30T12:00:00Z" is no point in time; {WANTED}', "2026-02-30T12:00:00Z"),
        (f'"9999-12-31T23:59:59-01:00" is in UTC not in the years 1 to 9998; {WANTED}', "9999-12-31T23:59:59-01:00"),
        (f'"0001-01-01T00:00:00+01:00" is in UTC not in the years 1 to 9998; {WANTED}', "0001-01-01T00:00:00+01:00"),
        (f"1769860800000 seconds since 1970 are not in the years 1 to 9998; {WANTED}", 1769860800000),
        (f"-1e+300 seconds since 1970 are not in the years 1 to 9998; {WANTED}", -1e300),
        (f"NaN seconds since 1970 are not in the years 1 to 9998; {WANTED}", float("nan")),
        (f"Infinity seconds since 1970 are not in the years 1 to 9998; {WANTED}", float("inf")),
        (f"true is no point in time; {WANTED}", True),
        (f"null is no point in time; {WANTED}", None),
        (f"a list is no point in time; {WANTED}", [1769860800]),
        (f'"datetime" is no point in time; {WANTED}', NOON),
    ],
)
def test_all_else_is_refused(said: str, value: object) -> None:
    """What is no point in time, or could be several, is named, and what to give instead."""
    with pytest.raises(ValueError, match=r"^") as caught:
        parse_instant(value)
    assert said == str(caught.value)


@given(st.text() | st.text("0123456789-:+TWZ. ", max_size=30) | st.integers() | st.floats() | st.binary())
def test_nothing_else_is_raised(value: object) -> None:
    """Whatever is given, it is a point in time in UTC, or a ValueError of a line."""
    try:
        found = str(parse_instant(value).tzinfo)
    except ValueError as error:
        found = str(error)
    assert found == "UTC" or found.endswith((WANTED, "add it: Z, if it is in UTC"))
    assert len(found) < 250
