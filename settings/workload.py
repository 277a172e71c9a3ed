"""What the configuration may say of an app's services and scheduled tasks alike."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, field_validator

import workloads.sidecar
import workloads.task
from settings.container import THIS, Container, Sidecar
from settings.part import in_keys, judged, judged_list
from settings.refusal import all_of, misplaced
from settings.text import KmsKey, Name, empty_if_null
from workloads.size import MEMORY_BY_CPU

_LARGEST = max(MEMORY_BY_CPU)


def _writable(paths: tuple[str, ...]) -> workloads.task.Task:
    return workloads.task.Task(name=THIS, writable_paths=paths)


class Task(Container):
    """A run of the app's image on Fargate: its size, and what is beside it."""

    cpu: int = 256
    """CPU units, 1024 for a vCPU, of all containers together. Default: 256, the least there is."""
    memory: int = 512
    """MiB of memory of all containers together. Default: 512, the least there is."""
    secrets_kms_key: KmsKey | None = None
    """ARN of the key that the secrets are encrypted with, the sidecars' too. Default: AWS's own."""
    sidecars: Annotated[dict[Name, Sidecar], BeforeValidator(empty_if_null)] = Field(default_factory=dict)
    """Containers beside the app's, by name, nine at most. Default: none."""
    # Lists in YAML; tuples here, so that settings stay as they were read.
    writable_paths: Annotated[
        tuple[Annotated[str, judged(lambda path: _writable((path,)))], ...],
        Field(strict=False),
        judged_list(lambda paths, _: _writable(paths)),
    ] = ()
    """Folders that the app may write to, such as `/tmp`: empty at the start of each task. Default: none."""
    stop_timeout_seconds: int = 30
    """Seconds from ECS's request to stop until it ends the app's container: 2 to 120. Default: 30."""
    log_days: int = 30
    """Days that logs are kept. Default: 30."""
    retire: bool = False
    """Whether to remove it: the next update lifts its protection, and it may then be taken out of the configuration.
    Default: it is protected once it runs."""

    together: ClassVar[frozenset[str]] = frozenset({"cpu", "memory"})

    @field_validator("sidecars")
    @classmethod
    def _are_few_and_named_apart(cls, sidecars: dict[str, Sidecar]) -> dict[str, Sidecar]:
        kept: tuple[workloads.sidecar.Sidecar, ...] = ()
        surplus = []
        for name, sidecar in sidecars.items():
            more = (*kept, sidecar.made(name=name))
            try:
                workloads.task.Task(name=THIS, cpu=_LARGEST, memory=MEMORY_BY_CPU[_LARGEST][-1], sidecars=more)
            except ValueError as error:
                surplus.append(((name,), misplaced(in_keys(str(error)))))
            else:
                kept = more
        if surplus:
            raise all_of(surplus)
        return sidecars

    def made(self, *, name: str = THIS, **others: Any) -> Any:
        """Return the task called `name`."""
        beside = tuple(sidecar.made(name=each) for each, sidecar in self.sidecars.items())
        return super().made(name=name, sidecars=beside, secrets_key=self.secrets_kms_key, **others)
