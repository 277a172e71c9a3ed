"""The smallest lifecycle values."""

import pytest

from retention.limits import check_keep_builds, check_untagged_days


def test_five_builds_are_enough() -> None:
    """5 builds may be kept, 4 may not: the message names the number and what to use."""
    assert check_keep_builds(5) == 5
    with pytest.raises(ValueError, match=r"^4 builds are too few: .*; keep 5 or more$"):
        check_keep_builds(4)


def test_one_day_is_enough() -> None:
    """1 day is accepted, 0 is not: the message names the number and what to use."""
    assert check_untagged_days(1) == 1
    with pytest.raises(ValueError, match=r"^0 days are too few: .*; keep 1 or more$"):
        check_untagged_days(0)
