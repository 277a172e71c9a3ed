"""How long an operation may wait: what a program says by `customTimeouts`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SECONDS: ContextVar[float] = ContextVar("seconds", default=0.0)


@contextmanager
def limited_to(seconds: float) -> Iterator[None]:
    """While one operation is carried out, also in threads that it hands its work to. 0: the program says nothing."""
    token = _SECONDS.set(seconds)
    try:
        yield
    finally:
        _SECONDS.reset(token)


def seconds_or(default: float) -> float:
    """How long the operation that is carried out may wait."""
    return _SECONDS.get() or default
