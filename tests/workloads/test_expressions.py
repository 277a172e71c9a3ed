"""When a schedule is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workloads.expression import check_expression


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minute)",
        "rate(5 minutes)",
        "rate(1 hour)",
        "rate(24 hours)",
        "rate(7 days)",
        "at(2030-12-31T23:59:00)",
        "at(2028-02-29T00:00:59)",
        "cron(0 3 * * ? *)",
        "cron(15 12 * * ? *)",
        "cron(0 18 ? * MON-FRI *)",
        "cron(0 8 1 * ? *)",
        "cron(0/15 * * * ? *)",
        "cron(*/10 * ? * MON-FRI *)",
        "cron(0-30/5 8-17 ? * 2-6 *)",
        "cron(15 10 ? * 6L 2022-2023)",
        "cron(15 10 ? * FRIL *)",
        "cron(0 0 ? * 3#2 *)",
        "cron(0 0 ? * MON#1 *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 15W * ? *)",
        "cron(0 0 1,15,L JAN,JUL-SEP ? 2030/2)",
        "cron(59 23 31 12 ? 2199)",
        "cron(0  3 *\t* ? *)",
    ],
)
def test_what_eventbridge_takes_is_taken(expression: str) -> None:
    """Its own examples among them; it is returned as it came."""
    assert expression == check_expression(expression)


@pytest.mark.parametrize(
    "expression",
    ["", "0 3 * * *", "daily", "cron 0 3 * * ? *", "CRON(0 3 * * ? *)", "rate(5 minutes) ", f"rate({250 * '1'} days)"],
)
def test_what_is_no_schedule_is_refused(expression: str) -> None:
    """The message shows one of each kind."""
    with pytest.raises(ValueError, match=r"is no schedule; use rate\(5 minutes\), cron\(0 3 \* \* \? \*\) or at\(2030"):
        check_expression(expression)


@pytest.mark.parametrize(
    "within", ["", "5", "0 minutes", "1 minutes", "5 minute", "1.5 hours", "5 seconds", "-1 days", "05 days", "5  days"]
)
def test_what_is_no_rate_is_refused(within: str) -> None:
    """Also one thing in the plural, and several in the singular."""
    with pytest.raises(ValueError, match=r"is no rate; use a number from 1 and minutes, hours or days") as said:
        check_expression(f"rate({within})")
    assert f'"rate({within})"' in str(said.value)


@pytest.mark.parametrize(
    "within",
    [
        "",
        "2030-12-31",
        "2030-12-31 23:59:00",
        "2030-12-31T23:59",
        "2030-12-31T23:59:00Z",
        "2030-12-31T23:59:00+01:00",
        "2030-02-29T00:00:00",
        "2030-13-01T00:00:00",
        "2030-12-31T24:00:01",
        "20301231T235900",
    ],
)
def test_what_is_no_moment_is_refused(within: str) -> None:
    """Also one with a zone, which has a field of its own, and a day that there is not."""
    with pytest.raises(ValueError, match="is no moment; use a date and a time without a zone") as said:
        check_expression(f"at({within})")
    assert f'"at({within})"' in str(said.value)


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("0 3 * * ?", "has 5 fields, and a cron expression has six: minutes, hours, day-of-month, month, day-of-week"),
        ("0 3 * * ? * *", "has 7 fields"),
        ("0 3 * * * *", r"needs a \? for either the day of the month or the day of the week"),
        ("0 3 ? * ? *", r"needs a \? for either"),
        ("0 3 1 * MON *", r"needs a \? for either"),
        ("60 3 * * ? *", '"60" in "cron.60 3 .*" cannot be the minutes; use 0 to 59, '),
        ("0 24 * * ? *", '"24" .* cannot be the hours; use 0 to 23'),
        ("0 3 0 * ? *", '"0" .* cannot be the day-of-month; use 1 to 31.* 15W'),
        ("0 3 32 * ? *", '"32" .* cannot be the day-of-month'),
        ("0 3 * 13 ? *", '"13" .* cannot be the month; use 1 to 12 or JAN to DEC'),
        ("0 3 * JANUARY ? *", '"JANUARY" .* cannot be the month'),
        ("0 3 * jan ? *", '"jan" .* cannot be the month; use .* JAN to DEC'),
        ("0 3 ? * 0 *", '"0" .* cannot be the day-of-week; use 1 to 7 or SUN to SAT'),
        ("0 3 ? * 8 *", '"8" .* cannot be the day-of-week'),
        ("0 3 ? * MON-SUN *", '"MON-SUN" .* cannot be the day-of-week; .* or SUN to SAT, .* ranges from low to high'),
        ("0 3 ? * 2/2 *", '"2/2" .* cannot be the day-of-week'),
        ("0 3 ? * 3#6 *", '"3#6" .* cannot be the day-of-week; use .* 6#3 by itself'),
        ("0 3 ? * 3#0 *", '"3#0" .* cannot be the day-of-week'),
        ("0 3 ? * 3#1,6#3 *", '"3#1,6#3" .* cannot be the day-of-week'),
        ("0 3 ? * 5W *", '"5W" .* cannot be the day-of-week'),
        ("0 3 32W * ? *", '"32W" .* cannot be the day-of-month'),
        ("0 3 2L * ? *", '"2L" .* cannot be the day-of-month'),
        ("0 3 * * ? 1969", '"1969" .* cannot be the year; use 1970 to 2199'),
        ("0 3 * * ? 2200", '"2200" .* cannot be the year'),
        ("30-10 3 * * ? *", '"30-10" .* cannot be the minutes; .* ranges from low to high'),
        ("*/0 3 * * ? *", r'"\*/0" .* cannot be the minutes'),
        ("*/60 3 * * ? *", r'"\*/60" .* cannot be the minutes'),
        ("1,,2 3 * * ? *", '"1,,2" .* cannot be the minutes'),
        ("1, 3 * * ? *", '"1," .* cannot be the minutes'),
        ("-5 3 * * ? *", '"-5" .* cannot be the minutes'),
        ("? 3 * * ? *", r'"\?" .* cannot be the minutes'),
        ("0 3 ?,1 * MON *", r"needs a \? for either"),
        ("L 3 * * ? *", '"L" .* cannot be the minutes'),
        ("0 3 * * ? L", '"L" .* cannot be the year'),
        ("٣ 3 * * ? *", '"٣" .* cannot be the minutes'),
    ],
)
def test_a_field_that_cannot_be_is_named(within: str, said: str) -> None:
    """With what it says, and what it may say."""
    with pytest.raises(ValueError, match=said):
        check_expression(f"cron({within})")


def field(low: int, high: int) -> st.SearchStrategy[str]:
    """What a field may say by AWS's rules for every field: values, ranges, steps, and lists of them."""
    value = st.integers(low, high)
    span = st.tuples(value, value).map(lambda ends: f"{min(ends)}-{max(ends)}")
    begin = st.just("*") | value.map(str) | span
    step = st.tuples(begin, st.integers(1, high)).map(lambda both: f"{both[0]}/{both[1]}")
    return st.lists(begin | step, min_size=1, max_size=3).map(",".join)


@given(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(1970, 2199))
def test_every_combination_within_the_ranges_is_taken(
    minutes: str, hours: str, days: str, months: str, years: str
) -> None:
    """Whatever values, ranges and steps a field says."""
    expression = f"cron({minutes} {hours} {days} {months} ? {years})"[:256]
    if expression.endswith(")"):
        assert expression == check_expression(expression)


@given(st.integers(0, 4), st.integers(-1, 3000))
def test_no_value_outside_the_ranges_is_taken(place: int, value: int) -> None:
    """Each field has its own range."""
    ranges = [range(60), range(24), range(1, 32), range(1, 13), range(1970, 2200)]
    fields = ["*", "*", "*", "*", "*"]
    fields[place] = str(value)
    expression = f"cron({' '.join(fields[:4])} ? {fields[4]})"
    try:
        check_expression(expression)
    except ValueError:
        assert value not in ranges[place]
    else:
        assert value in ranges[place]
