"""Points in time, as AWS's tools print them."""

from datetime import MAXYEAR, UTC, date, datetime

from retention.problems import quote

_WANTED = 'ISO 8601 with an offset, as in "2026-01-31T12:00:00Z", or seconds since 1970'


def parse_instant(value: object) -> datetime:
    """Read a point in time, and return it in UTC.

    It may be ISO 8601 with any offset, or seconds since 1970, with or without a fraction, as the AWS CLI v1 prints
    them. Raises ValueError for all else: also for a time without an offset, a date alone, and what is not in the years
    1 to 9998. (The last year there is leaves no room to count on from.)
    """
    if isinstance(value, str):
        return _early_enough(_of_text(value), value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _early_enough(_of_seconds(value), value)
    raise ValueError(f"{quote(value)} is no point in time; give {_WANTED}")


def _early_enough(moment: datetime, value: object) -> datetime:
    if moment.year == MAXYEAR:
        raise ValueError(f"{quote(value)} is not in the years 1 to {MAXYEAR - 1}; give {_WANTED}")
    return moment


def _of_text(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{quote(text)} is no point in time; give {_WANTED}") from None
    if read.tzinfo is None:
        raise ValueError(_unclear(text))
    try:
        return read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{quote(text)} is in UTC not in the years 1 to 9998; give {_WANTED}") from None


def _unclear(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"{quote(text)} has no offset; add it: Z, if it is in UTC"
    return f"{quote(text)} is a date alone; give {_WANTED}"


def _of_seconds(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"{quote(seconds)} seconds since 1970 are not in the years 1 to 9998; give {_WANTED}"
        ) from None
