"""A buildspec: the commands of a build, and the builds of a batch.

https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import yaml

from policy.builds.shell import UnreadableError
from policy.builds.world import ANY

_LONGEST = 100_000
_MOST_TASKS = 100
"""https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html"""

_PHASES = ("install", "pre_build", "build", "post_build")
_HIDDEN = ("parameter-store", "secrets-manager")
_POWERSHELL = ("powershell.exe", "pwsh")


@dataclass(frozen=True)
class Command:
    """One entry of a phase's commands."""

    place: str
    script: str | None
    """None if it is no text."""


@dataclass(frozen=True)
class Task:
    """One build of a batch, by what it changes."""

    variables: Mapping[str, str] = field(default_factory=dict)
    buildspec: str | None = None
    """Another buildspec. None: the same one."""


@dataclass(frozen=True)
class Buildspec:
    """What one text says."""

    variables: Mapping[str, str]
    """Those of Systems Manager and Secrets Manager are `ANY`."""
    commands: tuple[Command, ...]
    tasks: tuple[Task, ...]
    """The builds of a batch, beside the one that is none."""
    keeps_variables: bool
    """Whether all commands run in one shell, as they do since version 0.2."""

    @classmethod
    def read(cls, text: str) -> "Buildspec":
        """Read a text. Raises UnreadableError if it is no buildspec, or one for another shell than a Unix one."""
        if len(text) > _LONGEST:
            raise UnreadableError
        try:
            # It makes nothing but texts, lists and mappings, and of an alias no second copy.
            document = _mapping(yaml.BaseLoader(text).get_single_data())
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
            raise UnreadableError from None
        environment = _mapping(document.get("env"))
        if environment.get("shell") in _POWERSHELL:
            raise UnreadableError
        hidden = {name: ANY for kind in _HIDDEN for name in _mapping(environment.get(kind))}
        return cls(
            variables={**_texts(environment.get("variables")), **hidden},
            commands=tuple(_commands(_mapping(document.get("phases")))),
            tasks=tuple(_tasks(_mapping(document.get("batch")))),
            keeps_variables=document.get("version") != "0.1",
        )


def _commands(phases: Mapping[str, Any]) -> Iterator[Command]:
    for name in _PHASES:
        phase = _mapping(phases.get(name))
        for key, place in (("commands", name), ("finally", f"{name}, finally")):
            for number, script in enumerate(_list(phase.get(key)), start=1):
                yield Command(f"{place}, command {number}", script if isinstance(script, str) else None)


def _tasks(batch: Mapping[str, Any]) -> Iterator[Task]:
    for kind in ("build-list", "build-graph"):
        for entry in _list(batch.get(kind)):
            task = _mapping(entry)
            variables = _texts(_mapping(task.get("env")).get("variables"))
            identifier = {"CODEBUILD_BATCH_BUILD_IDENTIFIER": str(task.get("identifier", ANY))}
            yield Task({**variables, **identifier}, _text(task.get("buildspec")))
    matrix = _mapping(batch.get("build-matrix"))
    static = _texts(_mapping(_mapping(matrix.get("static")).get("env")).get("variables"))
    dynamic = _mapping(matrix.get("dynamic"))
    choices = {key: _list(value) for key, value in _mapping(_mapping(dynamic.get("env")).get("variables")).items()}
    if matrix:
        rows = product(_list(dynamic.get("buildspec")) or [""], *choices.values())
        for buildspec, *values in islice(rows, _MOST_TASKS):
            yield Task({**static, **_texts(dict(zip(choices, values, strict=True)))}, _text(buildspec))


def _mapping(value: Any) -> Mapping[str, Any]:
    """What should be a mapping: an empty one if it is left out. Merged ones are not followed."""
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping) or "<<" in value:
        raise UnreadableError
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> dict[str, str]:
    return {name: each if isinstance(each, str) else ANY for name, each in _mapping(value).items()}
