"""What services and scheduled tasks have in common."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workloads.samples import scheduled, service, sidecar
from workloads.task import Task

each_kind = pytest.mark.parametrize("make", [service, scheduled])
many = tuple(sidecar(name=f"proxy-{number}") for number in range(10))


@each_kind
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cpu": 256, "memory": 4096}, "no task with cpu=256 and memory=4096"),
        ({"sidecars": (sidecar(name="app"),)}, '"app" is called as the app\'s own container is; give it another name'),
        ({"sidecars": (sidecar(), sidecar())}, '"proxy" is called as another sidecar is'),
        ({"sidecars": many}, "10 sidecars are too many for one task; use 9 at most"),
        ({"sidecars": (sidecar(cpu=256),)}, "reserve cpu=256, and leave the app nothing of cpu=256"),
        ({"sidecars": (sidecar(memory=256), sidecar(name="b", memory=256))}, "reserve memory=512, and leave the app"),
        ({"writable_paths": ("data",)}, '"data" cannot be a writable path; use one such as /tmp'),
        ({"writable_paths": ("/",)}, '"/" cannot be'),
        ({"writable_paths": ("/data/",)}, '"/data/" cannot be .* without a slash at its end'),
        ({"writable_paths": ("/data/../etc",)}, "cannot be a writable path"),
        ({"writable_paths": ("/data/.",)}, "cannot be a writable path"),
        ({"writable_paths": ("/data//a",)}, "cannot be a writable path"),
        ({"writable_paths": ("/data", "/data")}, '"/data" is a writable path twice; remove one'),
        ({"architecture": "amd64"}, '"amd64" is no processor of Fargate\'s; use x86_64 or arm64'),
        ({"log_days": 2}, "log_days=2 is not possible; use one of 1, 3, 5, 7"),
        ({"stop_timeout_seconds": 1}, "stop_timeout_seconds=1 is not possible; use 2 to 120"),
        ({"stop_timeout_seconds": 121}, "stop_timeout_seconds=121 is not possible; use 2 to 120"),
    ],
)
def test_what_no_task_can_be_is_refused(make: Callable[..., Task], changes: dict[str, Any], said: str) -> None:
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match=said):
        make(**changes)


@each_kind
def test_sidecars_leave_the_app_something(make: Callable[..., Task]) -> None:
    """One unit and one MiB less than all is possible, nine of them, and no reservation at all."""
    most = (sidecar(cpu=255, memory=511), *many[:8])
    assert most == make(sidecars=most).sidecars


@each_kind
@pytest.mark.parametrize("path", ["/data", "/var/run/nginx", "/home/app/.cache", "/srv/..data", "/a-b"])
def test_folders_may_be_written_to(make: Callable[..., Task], path: str) -> None:
    """Any but the root, also hidden ones."""
    assert (path,) == make(writable_paths=(path,)).writable_paths


@each_kind
@pytest.mark.parametrize(("architecture", "expected"), [("x86_64", "X86_64"), ("arm64", "ARM64")])
def test_a_processor_has_a_name_in_ecs(make: Callable[..., Task], architecture: str, expected: str) -> None:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html."""
    assert expected == make(architecture=architecture).cpu_architecture
