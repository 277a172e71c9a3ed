"""A container that runs beside the app's."""

from dataclasses import dataclass

from workloads.container import Container
from workloads.image import check_pinned
from workloads.ranges import check_at_least

_LEAST_MEMORY_MIB = 6
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""


@dataclass(frozen=True, kw_only=True)
class Sidecar(Container):
    """A container beside the app's in each task: a proxy, or a collector of metrics.

    Raises ValueError for an image without a digest, and for less CPU or memory than a container can have.
    """

    image: str
    """Its image, by digest: a tag that moves would change what runs without anybody having released it."""
    essential: bool = True
    """Whether the task ends when it ends, and the app waits for its start. Default: it does, since an app may depend on
    it. False: the app runs on without it."""
    cpu: int | None = None
    """CPU units of the task's that are reserved for it. Default: none; it takes what is left."""
    memory: int | None = None
    """MiB of the task's memory that are reserved for it; with more it is killed. Default: it shares the task's."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_pinned(self.image)
        if self.cpu is not None:
            check_at_least("cpu", self.cpu, 1)
        if self.memory is not None:
            check_at_least("memory", self.memory, _LEAST_MEMORY_MIB)
