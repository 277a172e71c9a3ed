"""What a build project pushes, by what its buildspec says."""

from collections.abc import Iterator, Mapping
from typing import Any

from policy.builds.buildspec import Buildspec
from policy.builds.push import Push
from policy.builds.script import Script
from policy.builds.shell import UnreadableError
from policy.builds.world import ANY, Value, World
from policy.model import UNKNOWN, Resource
from policy.repositories import region_of

_PLACE = "buildspec"


def pushes(project: Resource) -> list[Push]:
    """List what a project pushes to where, in order, and what it may push of which that is not known.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html
    """
    source, environment = (_mapping(project.props.get(prop)) for prop in ("source", "environment"))
    text = UNKNOWN if source is None else source.get("buildspec")
    if text in (None, ""):
        return [_unknown("a file of the source")]
    if not isinstance(text, str):
        return [_unknown("a text that is not known before the update")]
    # Commands for Windows are none of a Unix shell.
    if environment is not None and "WINDOWS" in str(environment.get("type")):
        return [_unknown("commands for Windows")]
    variables = _variables(UNKNOWN if environment is None else environment.get("environmentVariables"))
    region = region_of(project)
    own: dict[str, str] = dict.fromkeys(
        ("AWS_REGION", "AWS_DEFAULT_REGION"), region if isinstance(region, str) else ANY
    )
    found = list(_of_text(text, own, variables or {}))
    if variables is None:
        found.append(_unknown("variables that are not known before the update"))
    return list(dict.fromkeys(found))


def _of_text(
    text: str, own: Mapping[str, str], variables: Mapping[str, str], *, is_task: bool = False
) -> Iterator[Push]:
    if ":" not in text or text.startswith("arn:"):
        yield _unknown("a file of the source")
        return
    try:
        buildspec = Buildspec.read(text)
    except UnreadableError:
        yield _unknown("a text that cannot be read")
        return
    # The project's variables win over the buildspec's, and a batch's over both:
    # https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    known: dict[str, Value] = {**own, **buildspec.variables, **variables}
    yield from _run(buildspec, known)
    for task in () if is_task else buildspec.tasks:
        if task.buildspec is None:
            yield from _run(buildspec, {**known, **task.variables})
        else:
            yield from _of_text(task.buildspec, own, {**variables, **task.variables}, is_task=True)


def _run(buildspec: Buildspec, variables: dict[str, Value]) -> Iterator[Push]:
    found: set[Push] = set()
    place = ""

    def report(command: str, reference: str) -> None:
        found.add(Push(place, command, reference))

    script = Script(report)
    worlds = start = frozenset({World.of(variables)})
    for command in buildspec.commands:
        place = command.place
        try:
            if command.script is None:
                raise UnreadableError  # noqa: TRY301 - it is as if it could not be read
            worlds = script.run(command.script, worlds if buildspec.keeps_variables else start)
        except UnreadableError:
            report("a command that cannot be read", ANY)
        yield from sorted(found)
        found.clear()


def _variables(entries: Any) -> dict[str, str] | None:
    """The variables of a project. None if it is not known which there are.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html
    """
    found = {}
    for entry in [] if entries is None else entries if isinstance(entries, list) else [None]:
        if not (isinstance(entry, Mapping) and isinstance(name := entry.get("name"), str)):
            return None
        value = entry.get("value") if entry.get("type") in (None, "PLAINTEXT") else UNKNOWN
        found[name] = value if isinstance(value, str) else ANY
    return found


def _mapping(value: Any) -> Mapping[str, Any] | None:
    """What should be a mapping. None if it is not known."""
    return value if isinstance(value, Mapping) else None if value is UNKNOWN else {}


def _unknown(what: str) -> Push:
    return Push(_PLACE, what, ANY)
