"""Task definitions and images as the rules see them."""

import json
from typing import Any

from policy.containers import TASK_DEFINITION
from policy.environments import TAG
from policy.model import Resource
from tests.policy.identities import ACCOUNT
from tests.policy.resources import urn

DIGEST = f"sha256:{'0123456789abcdef' * 4}"


def image(repository: str, *, account: str = ACCOUNT, region: str = "eu-west-1") -> str:
    """Name an image of a private repository, by its digest."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com/{repository}@{DIGEST}"


def task(name: str, *images: Any, environment: str | None = None, **props: Any) -> Resource:
    """Make a task definition that runs these images, of a family that is called as in the program."""
    containers = [{"name": f"container-{number}", "image": each} for number, each in enumerate(images)]
    tags = {"tags": {TAG: environment}} if environment else {}
    known = (
        {"family": name, "containerDefinitions": json.dumps(containers)} if "containerDefinitions" not in props else {}
    )
    return Resource(TASK_DEFINITION, name, urn(name), known | tags | props)
