"""When a schedule is due: EventBridge Scheduler's `rate`, `cron` and `at`.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime

_EXPRESSION = re.compile(r"(rate|cron|at)\((.*)\)")
_RATE = re.compile(r"([1-9]\d*) (minute|hour|day)(s?)", re.ASCII)
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_LONGEST = 256
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_WEEKS = range(1, 6)


@dataclass(frozen=True)
class _Field:
    """One of the six fields of a cron expression."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    steps: bool = True
    own: str = ""
    """A regular expression for what only this field may say; it captures a value, if there is one in it."""

    def number(self, text: str) -> int | None:
        """The value that `text` stands for. None if it is none of this field's."""
        if text in self.names:
            return self.low + self.names.index(text)
        return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) and self.low <= int(text) <= self.high else None

    def takes(self, item: str) -> bool:
        """Whether `item`, with no comma in it, is one value, a range, steps, or something of this field's own."""
        if self.own and (special := re.fullmatch(self.own, item)):
            return special[1] is None or self.number(special[1]) is not None
        span, slash, step = item.partition("/")
        if slash and not (self.steps and re.fullmatch(r"[1-9]\d{0,3}", step, re.ASCII) and int(step) <= self.high):
            return False
        first, dash, last = span.partition("-")
        if not dash:
            return span == "*" or self.number(span) is not None
        begin, end = self.number(first), self.number(last)
        return begin is not None and end is not None and begin <= end


_FIELDS = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day-of-month", 1, 31, own=r"L|(\w+)W"),
    _Field("month", 1, 12, _MONTHS),
    _Field("day-of-week", 1, 7, _DAYS, steps=False, own=r"L|(\w+)L"),
    _Field("year", 1970, 2199),
)
_DAY_OF_MONTH, _DAY_OF_WEEK = 2, 4


def check_expression(expression: str) -> str:
    """Return `expression`. Raises ValueError, which says what is wrong with it, if EventBridge Scheduler refuses it."""
    found = _EXPRESSION.fullmatch(expression)
    if not found or len(expression) > _LONGEST:
        raise ValueError(
            f'"{expression}" is no schedule; use rate(5 minutes), cron(0 3 * * ? *) or at(2030-12-31T23:59:00)'
        )
    {"rate": _check_rate, "cron": _check_cron, "at": _check_at}[found[1]](expression, found[2])
    return expression


def _check_rate(expression: str, within: str) -> None:
    rate = _RATE.fullmatch(within)
    if not rate or (rate[1] == "1") == bool(rate[3]):
        raise ValueError(
            f'"{expression}" is no rate; use a number from 1 and minutes, hours or days, as in rate(5 minutes) '
            "or rate(1 day)"
        )


def _check_at(expression: str, within: str) -> None:
    with contextlib.suppress(ValueError):
        if _AT.fullmatch(within) and datetime.fromisoformat(within):
            return
    raise ValueError(
        f'"{expression}" is no moment; use a date and a time without a zone, as in at(2030-12-31T23:59:00)'
    )


def _check_cron(expression: str, within: str) -> None:
    fields = within.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            f'"{expression}" has {len(fields)} fields, and a cron expression has six: '
            f"{', '.join(field.name for field in _FIELDS)}; use one such as cron(0 3 * * ? *)"
        )
    if (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        raise ValueError(
            f'"{expression}" needs a ? for either the day of the month or the day of the week, and a value or * for '
            "the other, as in cron(0 3 * * ? *)"
        )
    for place, (field, text) in enumerate(zip(_FIELDS, fields, strict=True)):
        if text == "?" and place in (_DAY_OF_MONTH, _DAY_OF_WEEK):
            continue
        if place == _DAY_OF_WEEK and _is_nth_weekday(text):
            continue
        if not all(field.takes(item) for item in text.split(",")):
            raise ValueError(f'"{text}" in "{expression}" cannot be the {field.name}; {_advice(field)}')


def _is_nth_weekday(text: str) -> bool:
    """Such as `MON#1`, the first Monday of the month. Only by itself: AWS takes no second one."""
    day, _, week = text.partition("#")
    return _FIELDS[_DAY_OF_WEEK].number(day) is not None and week in map(str, _WEEKS)


def _advice(field: _Field) -> str:
    names = f" or {field.names[0]} to {field.names[-1]}" if field.names else ""
    steps = ", steps such as */5" if field.steps else ""
    own = {"day-of-month": ", L for the last, 15W for a weekday near it", "day-of-week": ", 6L, 6#3 by itself"}
    return (
        f"use {field.low} to {field.high}{names}, * for all, ranges from low to high{steps}{own.get(field.name, '')}, "
        "and commas between"
    )
