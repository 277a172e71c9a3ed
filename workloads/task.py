"""What services and scheduled tasks have in common: a task, the app's container with its sidecars."""

import re
from collections import Counter
from dataclasses import dataclass

from workloads.container import Container
from workloads.ranges import check_range
from workloads.sidecar import Sidecar
from workloads.size import check_size

APP_CONTAINER = "app"
"""What the app's own container is called in every task."""
LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""

_ARCHITECTURES = ("x86_64", "arm64")
_MOST_CONTAINERS = 10
"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"""
_PATH = re.compile(r"(?!.*/\.{1,2}(/|\Z))(/[\w.@+-]+)+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Task(Container):
    """A run of the app's image on Fargate: its size, and what is beside it.

    `command`, `variables`, `secrets`, `user` and `read_only_root` are those of the app's container; `name` is the
    workload's, and unique in the app.

    Raises ValueError for a size that Fargate does not sell, sidecars that take all of it or have one name, and paths,
    days and seconds that AWS does not take.
    """

    cpu: int = 256
    """CPU units, 1024 for a vCPU, of all containers together. Default: a quarter of a vCPU, the least there is."""
    memory: int = 512
    """MiB of memory of all containers together. Default: the least there is."""
    secrets_key: str | None = None
    """ARN of the KMS key that the secrets are encrypted with, the sidecars' too. Default: AWS's own."""
    sidecars: tuple[Sidecar, ...] = ()
    """Containers beside the app's, nine at most. Default: none."""
    writable_paths: tuple[str, ...] = ()
    """Folders that the app may write to, such as `/tmp`: empty at the start of each task, and gone with it. Default:
    none.

    They belong to root, whoever the user is, unless the image has a `VOLUME` of that path with another owner:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
    """
    architecture: str = "x86_64"
    """The processor that the image is for, `x86_64` or `arm64`. Default: `x86_64`."""
    stop_timeout_seconds: int = 30
    """Seconds from ECS's request to stop (SIGTERM) until it ends the app's container (SIGKILL): 2 to 120. Default:
    30."""
    log_days: int = 30
    """Days that logs are kept. Default: 30."""
    retire: bool = False
    """Whether to remove it: the next update lifts its protection, and it may then be taken out of the configuration.
    Default: it is protected once it runs, and a configuration that has lost it is refused."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_size(self.cpu, self.memory)
        self._check_sidecars()
        for path in self.writable_paths:
            if not _PATH.fullmatch(path):
                raise ValueError(
                    f'"{path}" cannot be a writable path; use one such as /tmp, without a slash at its end'
                )
        for path, times in Counter(self.writable_paths).items():
            if times > 1:
                raise ValueError(f'"{path}" is a writable path twice; remove one')
        if self.architecture not in _ARCHITECTURES:
            raise ValueError(f'"{self.architecture}" is no processor of Fargate\'s; use {" or ".join(_ARCHITECTURES)}')
        if self.log_days not in LOG_DAYS:
            raise ValueError(f"log_days={self.log_days} is not possible; use one of {', '.join(map(str, LOG_DAYS))}")
        check_range("stop_timeout_seconds", self.stop_timeout_seconds, 2, 120)

    @property
    def cpu_architecture(self) -> str:
        """The processor in the words of ECS's `runtimePlatform`."""
        return self.architecture.upper()

    def _check_sidecars(self) -> None:
        """Containers have names of their own, and leave the app something.

        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
        """
        for name, times in Counter([APP_CONTAINER, *(sidecar.name for sidecar in self.sidecars)]).items():
            if times > 1:
                whose = "the app's own container" if name == APP_CONTAINER else "another sidecar"
                raise ValueError(f'the sidecar "{name}" is called as {whose} is; give it another name')
        if len(self.sidecars) >= _MOST_CONTAINERS:
            raise ValueError(
                f"{len(self.sidecars)} sidecars are too many for one task; use {_MOST_CONTAINERS - 1} at most"
            )
        for what, whole in (("cpu", self.cpu), ("memory", self.memory)):
            reserved = sum(getattr(sidecar, what) or 0 for sidecar in self.sidecars)
            if reserved >= whole:
                raise ValueError(
                    f"the sidecars of {self.name} reserve {what}={reserved}, and leave the app nothing of "
                    f"{what}={whole}; give them less, or the task more"
                )
