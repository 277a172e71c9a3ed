"""How large a task may be: the pairs of CPU and memory that Fargate sells on Linux."""

from collections.abc import Mapping, Sequence

_GIB = 1024

MEMORY_BY_CPU: Mapping[int, Sequence[int]] = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: range(1 * _GIB, 4 * _GIB + 1, _GIB),
    1024: range(2 * _GIB, 8 * _GIB + 1, _GIB),
    2048: range(4 * _GIB, 16 * _GIB + 1, _GIB),
    4096: range(8 * _GIB, 30 * _GIB + 1, _GIB),
    8192: range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB),
    16384: range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB),
}
"""MiB of memory by CPU units, of which 1024 are one vCPU.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
"""


def check_size(cpu: int, memory: int) -> None:
    """Raise ValueError if Fargate has no task of `cpu` units with `memory` MiB; the message names what is nearest."""
    if cpu not in MEMORY_BY_CPU:
        raise ValueError(
            f"Fargate has no task with cpu={cpu} (and memory={memory}); use one of "
            f"{', '.join(map(str, MEMORY_BY_CPU))} CPU units"
        )
    sold = MEMORY_BY_CPU[cpu]
    if memory not in sold:
        below = max((each for each in sold if each < memory), default=None)
        above = min((each for each in sold if each > memory), default=None)
        near = " or ".join(str(each) for each in (below, above) if each is not None)
        raise ValueError(f"Fargate has no task with cpu={cpu} and memory={memory}; with this cpu use {near} MiB")
