"""How many tasks run."""

from typing import Any

import pytest

from workloads.scaling import Scaling


def test_by_default_it_follows_the_cpu() -> None:
    """60 percent; memory and requests do not matter."""
    assert (60, None, None) == (
        Scaling(minimum=1, maximum=1).cpu_percent,
        Scaling(minimum=1, maximum=1).memory_percent,
        Scaling(minimum=1, maximum=1).requests_per_target,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minimum": 0}, "minimum=0 is not possible; use 1 or more"),
        ({"minimum": 5}, "maximum=4 is below minimum=5; use 5 or more, or a smaller minimum"),
        ({"cpu_percent": None}, "no target for scaling to follow; set cpu_percent, memory_percent or requests_per_tar"),
        ({"cpu_percent": 0}, "cpu_percent=0 is not possible; use 1 to 100"),
        ({"memory_percent": 101}, "memory_percent=101 is not possible; use 1 to 100"),
        ({"requests_per_target": 0}, "requests_per_target=0 is not possible; use 1 or more"),
        ({"scale_in_cooldown_seconds": -1}, "scale_in_cooldown_seconds=-1 is not possible; use 0 or more"),
        ({"scale_out_cooldown_seconds": -1}, "scale_out_cooldown_seconds=-1 is not possible; use 0 or more"),
    ],
)
def test_what_cannot_scale_is_refused(changes: dict[str, Any], said: str) -> None:
    """By the name of the field, with its value and what to use."""
    with pytest.raises(ValueError, match=said):
        Scaling(**{"minimum": 2, "maximum": 4} | changes)


@pytest.mark.parametrize("target", ["memory_percent", "requests_per_target"])
def test_one_target_is_enough(target: str) -> None:
    """Whichever it is: CPU may be left out."""
    changes: dict[str, Any] = {"cpu_percent": None, target: 80}
    assert 80 == getattr(Scaling(minimum=2, maximum=4, **changes), target)
