"""Build projects and buildspecs as the rules see them."""

from collections.abc import Mapping
from typing import Any

import yaml

from policy.builds.project import pushes
from policy.builds.world import ANY
from policy.model import PROJECT, Resource
from tests.policy.identities import ACCOUNT
from tests.policy.resources import urn

REGISTRY = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
Variables = Mapping[str, Any]


def buildspec(*commands: Any, variables: Variables | None = None, **said: Any) -> str:
    """Write a buildspec with these commands in its build phase."""
    env = {"env": {"variables": dict(variables)}} if variables else {}
    return yaml.safe_dump({"version": 0.2, **env, "phases": {"build": {"commands": list(commands)}}, **said})


def build(text: Any, variables: Any = None, *, name: str = "shop", role: str = "build", **props: Any) -> Resource:
    """Make a project with this buildspec, and with variables by name, or as they are listed."""
    listed = (
        [{"name": name, "value": value} for name, value in variables.items()]
        if isinstance(variables, Mapping)
        else variables
    )
    known = {
        "name": name,
        "serviceRole": role,
        "source": {"type": "GITHUB", "buildspec": text},
        "environment": {"type": "LINUX_CONTAINER", "environmentVariables": listed},
    }
    return Resource(PROJECT, name, urn(name), known | props)


def destinations(project: Resource) -> set[str]:
    """Where a project pushes to, `*` for what is not known."""
    return {push.reference.replace(ANY, "*") for push in pushes(project)}


def pushed(*commands: str, variables: Variables | None = None) -> set[str]:
    """Where these commands push to."""
    return destinations(build(buildspec(*commands), variables))
