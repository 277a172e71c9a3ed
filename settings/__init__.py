"""The configuration of the current stack, read and checked once."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env, is_config_secret
from pydantic import ValidationError

from settings.commands import NAMESPACE
from settings.model import App, Settings
from settings.problems import bad_value, encrypted, message, shared_repositories

__all__ = ["App", "ConfigurationError", "Settings", "load", "parse"]


class ConfigurationError(pulumi.RunError):
    """The configuration cannot be used. `pulumi up` shows the message, no traceback, and changes nothing."""


def load() -> Settings:
    """Read the configuration of the stack that this program runs for.

    Raises ConfigurationError, which lists everything that is wrong and the commands that put it right.
    """
    config = pulumi.Config(NAMESPACE)
    # pulumi.Config gives what it is asked for but cannot list, and a misspelt key must not go unnoticed.
    present = {**get_config_env(), **CONFIG.get()}
    keys = [key.removeprefix(f"{NAMESPACE}:") for key in present if key.startswith(f"{NAMESPACE}:")]
    sealed = [encrypted(key) for key in keys if is_config_secret(f"{NAMESPACE}:{key}")]
    if sealed:
        raise ConfigurationError(message(sealed, pulumi.get_stack()))
    return parse({key: _decoded(key, config.require(key)) for key in keys}, pulumi.get_stack())


def parse(config: Mapping[str, Any], stack: str) -> Settings:
    """Check `config`, the keys and values below `split-pipelines:`, for the stack named `stack`.

    Raises ConfigurationError, which lists everything that is wrong and the commands that put it right.
    """
    values = {"environment": stack} | dict(config)
    environment = str(values["environment"])
    problems = shared_repositories(values.get("apps"), environment)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as invalid:
        problems += [bad_value(error, environment) for error in invalid.errors()]
    if problems:
        # Not chained: one message is all that a person should see.
        raise ConfigurationError(message(problems, stack)) from None
    return settings


def _decoded(key: str, text: str) -> Any:
    """Return what a program is told of a top-level value: JSON if it has structure, else plain text."""
    if key == "environment":
        # An environment may be called `true`.
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
