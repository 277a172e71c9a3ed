"""The configuration of the current stack, read and checked once."""

import json
import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env, is_config_secret
from pydantic import ValidationError

from settings.before import changed, named_as_anothers
from settings.commands import NAMESPACE
from settings.made import made
from settings.model import App, Settings
from settings.network import balancer_suffix
from settings.problem import Problem, message
from settings.problems import bad_values, encrypted, shared_repositories
from settings.region import elsewhere
from settings.release import digests
from settings.shared import take

__all__ = [
    "App",
    "ConfigurationError",
    "Settings",
    "balancer_suffix",
    "check_changes",
    "check_parts",
    "check_region",
    "load",
    "made",
    "parse",
    "released",
    "with_shared",
]


class ConfigurationError(pulumi.RunError):
    """The configuration cannot be used. `pulumi up` shows the message, no traceback, and changes nothing."""


def load() -> Settings:
    """Read the configuration of the stack that this program runs for, and check which images `released` would tell.

    Raises ConfigurationError, which lists everything that is wrong and the commands that put it right.
    """
    config = pulumi.Config(NAMESPACE)
    # pulumi.Config gives what it is asked for but cannot list, and a misspelt key must not go unnoticed.
    present = {**get_config_env(), **CONFIG.get()}
    keys = [key.removeprefix(f"{NAMESPACE}:") for key in present if key.startswith(f"{NAMESPACE}:")]
    _refuse_for([encrypted(key) for key in keys if is_config_secret(f"{NAMESPACE}:{key}")])
    return parse({key: _decoded(key, config.require(key)) for key in keys}, pulumi.get_stack(), os.environ)


def parse(config: Mapping[str, Any], stack: str, environ: Mapping[str, str] = MappingProxyType({})) -> Settings:
    """Check `config`, the keys and values below `split-pipelines:`, for the stack named `stack`.

    `environ` is where the variables are that say which image runs. Default: there are none.

    Raises ConfigurationError, which lists everything that is wrong and the commands that put it right.
    """
    values = {"environment": stack} | dict(config)
    environment = str(values["environment"])
    apps = values.get("apps")
    problems = shared_repositories(apps, environment)
    problems += digests(apps if isinstance(apps, Mapping) else (), environ)[1]
    try:
        settings = Settings.model_validate(values, context=values.get("builds"))
    except ValidationError as invalid:
        problems += bad_values(invalid.errors(), environment, apps)
    if problems:
        # Not chained: one message is all that a person should see.
        raise ConfigurationError(message(problems, stack)) from None
    return settings


def released(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """Which image runs of each app, by digest, as far as `environ` says so: `SPLIT_PIPELINES_IMAGE_<APP>`.

    Raises ConfigurationError for a variable that holds no digest, or belongs to no app.
    """
    found, problems = digests(settings.apps, environ)
    _refuse_for(problems)
    return found


def check_region(settings: Settings, region: str) -> None:
    """Raise ConfigurationError if something that `settings` name by ARN is of another region than the stack's."""
    _refuse_for(elsewhere(settings, region))


def check_changes(settings: Settings, outputs: Mapping[str, Any]) -> None:
    """Raise ConfigurationError if `settings` change what the stack, whose last `outputs` these are, cannot lose."""
    _refuse_for(changed(settings, outputs))


def check_parts(settings: Settings, outputs: Mapping[str, Any]) -> None:
    """Raise ConfigurationError if `settings` name as another's what the stack of these last `outputs` made itself.

    They have what the stack `sharedFrom` shares already.
    """
    _refuse_for(named_as_anothers(settings, outputs))


def with_shared(settings: Settings, outputs: Mapping[str, Any], *, account: str, region: str) -> Settings:
    """Return `settings` as if they said themselves what the stack `sharedFrom`, whose `outputs` these are, shares.

    Raises ConfigurationError if it shares nothing, or nothing that this stack, in `account` and `region`, can use.
    """
    taken, problems = take(settings, outputs, stack=pulumi.get_stack(), account=account, region=region)
    _refuse_for(problems)
    return taken


def _refuse_for(problems: Sequence[Problem]) -> None:
    """Raise ConfigurationError if there are any."""
    if problems:
        raise ConfigurationError(message(problems, pulumi.get_stack()))


def _decoded(key: str, text: str) -> Any:
    """Return what a program is told of a top-level value: JSON if it has structure, else plain text."""
    if key in ("environment", "sharedFrom"):
        # An environment, or a stack, may be called `true`.
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
