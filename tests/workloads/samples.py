"""A service, a scheduled task and a sidecar to start from."""

from typing import Any

from workloads.schedule import ScheduledTask
from workloads.service import Service
from workloads.sidecar import Sidecar

DIGEST = "sha256:" + 64 * "a"
IMAGE = f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/web-prod@{DIGEST}"
PROXY = f"public.ecr.aws/docker/library/nginx:1.29@{DIGEST}"


def service(**changes: Any) -> Service:
    """Make a worker that takes every default except what `changes` says."""
    return Service(**{"name": "web"} | changes)


def scheduled(**changes: Any) -> ScheduledTask:
    """Make a nightly task that takes every default except what `changes` says."""
    return ScheduledTask(**{"name": "report", "expression": "cron(0 3 * * ? *)"} | changes)


def sidecar(**changes: Any) -> Sidecar:
    """Make a sidecar that takes every default except what `changes` says."""
    return Sidecar(**{"name": "proxy", "image": PROXY} | changes)
