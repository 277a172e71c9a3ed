"""How far a long step has come."""

import sys
import time

import pytest

from splitctl.sandbox.toolchain.progress import Counter


@pytest.mark.parametrize(
    ("terminal", "told"),
    [
        (False, ["  20 of 50 done", "  40 of 50 done"]),
        (True, ["  1 of 50 done", *(f"\x1b[1A\x1b[2K  {count} of 50 done" for count in range(2, 51))]),
    ],
)
def test_counter(monkeypatch: pytest.MonkeyPatch, terminal: bool, told: list[str]) -> None:  # noqa: FBT001
    """One step a second: a line every 20 s, or on a terminal one line that is written over each time."""
    now = 0.0
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    lines: list[str] = []
    counter = Counter(lines.append, "{count} of 50 done")
    for _ in range(50):
        now += 1
        counter.add()
    assert told == lines
