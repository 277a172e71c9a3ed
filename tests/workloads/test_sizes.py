"""The sizes of tasks that Fargate sells."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workloads.size import MEMORY_BY_CPU, check_size

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html: in GB, every size there is.
AWS_TABLE: dict[int, list[float]] = {
    256: [0.5, 1, 2],
    512: [1, 2, 3, 4],
    1024: [2, 3, 4, 5, 6, 7, 8],
    2048: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    4096: list(range(8, 31)),
    8192: [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60],
    16384: [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120],
}


def refusal(cpu: int, memory: int) -> str:
    """What `check_size` says against this pair. Nothing if it takes it."""
    try:
        check_size(cpu, memory)
    except ValueError as error:
        return str(error)
    return ""


def test_the_table_is_that_of_aws() -> None:
    """Every pair of AWS's, and no other one."""
    assert {cpu: [int(size * 1024) for size in sizes] for cpu, sizes in AWS_TABLE.items()} == {
        cpu: list(sizes) for cpu, sizes in MEMORY_BY_CPU.items()
    }


@given(
    st.sampled_from(list(AWS_TABLE)) | st.integers(-1, 40000),
    st.integers(0, 130).map(lambda size: size * 1024) | st.integers(-1, 130000),
)
@example(256, 512)
@example(16384, 122880)
@example(8192, 17408)
def test_exactly_the_pairs_of_aws_are_taken(cpu: int, memory: int) -> None:
    """Whatever pair is given, it is taken if it is in AWS's table, and refused by its numbers if not."""
    sold = memory / 1024 in AWS_TABLE.get(cpu, [])
    said = refusal(cpu, memory)
    assert sold == (not said)
    assert sold or {f"cpu={cpu}", f"memory={memory}"} <= set(said.replace(";", " ").replace(")", " ").split())


@pytest.mark.parametrize(
    ("cpu", "memory", "remedy"),
    [
        (256, 1536, "use 1024 or 2048 MiB"),
        (256, 256, "use 512 MiB"),
        (256, 4096, "use 2048 MiB"),
        (8192, 17000, "use 16384 or 20480 MiB"),
        (300, 512, "use one of 256, 512, 1024, 2048, 4096, 8192, 16384 CPU units"),
    ],
)
def test_a_refusal_names_what_is_nearest(cpu: int, memory: int, remedy: str) -> None:
    """The next smaller and larger memory that this CPU can have, or the CPU units that there are."""
    assert refusal(cpu, memory).endswith(remedy)
