"""Numbers that AWS takes from one to another."""


def check_range(what: str, value: int, low: int, high: int) -> None:
    """Raise ValueError if `value` is not from `low` to `high`; `what` says in the message what it is, and its unit."""
    if not low <= value <= high:
        raise ValueError(f"{what}={value} is not possible; use {low} to {high}")


def check_at_least(what: str, value: int, low: int) -> None:
    """Raise ValueError if `value` is below `low`; `what` says in the message what it is, and its unit."""
    if value < low:
        raise ValueError(f"{what}={value} is not possible; use {low} or more")
