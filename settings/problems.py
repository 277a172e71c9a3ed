"""What is wrong with a configuration, each problem with the commands that put it right."""

import json
import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from settings.model import App, Settings

NAMESPACE = "split-pipelines"
"""Where the configuration lives, also in a project of another name: `pulumi new` renames the project only."""

Path = tuple[str | int, ...]

_KINDS = {
    "bool_type": "true or false",
    "dict_type": "a mapping of app names",
    "int_type": "a whole number",
    "model_type": "a mapping",
    "string_type": "text",
    "tuple_type": "a list",
}
_EXAMPLES = {
    "disposable": "true",
    "keepBuilds": "30",
    "kmsKey": "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000",
    "untaggedDays": "7",
}
_CONTAINERS = {"dict_type", "model_type", "tuple_type"}
_ACCOUNT = "123456789012"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: the key, what is wrong with its value, and the commands to run."""

    key: str
    what: str
    commands: tuple[str, ...]


def message(problems: Iterable[Problem], stack: str) -> str:
    """Put all problems of `stack` into one message, in the order of their keys."""
    lines = [f'The configuration of stack "{stack}" cannot be used, so nothing was changed:']
    for problem in sorted(problems):
        lines += ["", f"  {problem.key}: {problem.what}"]
        # The stack's name, since the one that is selected may be another.
        lines += [f"    {command} --stack {shlex.quote(stack)}" for command in problem.commands]
    return "\n".join(lines)


def bad_value(error: ErrorDetails, environment: str) -> Problem:
    """Put one of pydantic's findings into words."""
    path, value, kind = error["loc"], error["input"], error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, environment)
    if kind == "missing" or (path == ("apps",) and value in (None, "", {})):
        return Problem("apps", "no app is configured; at least one is needed", (_fix(path, environment),))
    if path[-1] == "[key]":
        path = path[:-1]
        renamed = ("apps", _as_name(str(value)))
        return Problem(_dotted(path), _reason(error), (_remove(path), _fix(renamed, environment)))
    what = f"{json.dumps(value)} is not {_KINDS[kind]}" if kind in _KINDS else _reason(error)
    # Pulumi does not turn text into a mapping or a list, and it leaves a number where text was in quotes: what is
    # in the way goes first.
    in_the_way = kind in _CONTAINERS or (kind == "int_type" and isinstance(value, str))
    removal = (_remove(path),) if in_the_way else ()
    return Problem(_dotted(path), what, (*removal, _fix(path, environment, value)))


def shared_repositories(apps: object, environment: str) -> list[Problem]:
    """Find apps with one repository name. Skips what is ill-typed: that is a problem of its own."""
    if not isinstance(apps, Mapping):
        return []
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for app, entry in sorted(apps.items()):
        given = entry.get("repositoryName") if isinstance(entry, Mapping) else None
        if given is None or isinstance(given, str):
            owners[given or f"{app}-{environment}"].append(app)
    problems = []
    for repository, sharers in sorted(owners.items()):
        # Whose default it is may keep it, or else the first. The others go back to their defaults.
        keeper = min(sharers, key=lambda app: f"{app}-{environment}" != repository)
        paths = [("apps", app, "repositoryName") for app in sharers if app != keeper]
        if paths:
            what = (
                f'{" and ".join(sharers)} would share the repository "{repository}", and the builds of one '
                "would expire those of the other; give each its own"
            )
            commands = tuple(_fix(path, environment) for path in paths)
            problems.append(Problem(_dotted(paths[0]), what, commands))
    return problems


def _unknown_key(path: Path, environment: str) -> Problem:
    known = [to_camel(field) for field in (Settings if len(path) == 1 else App).model_fields]
    close = get_close_matches(str(path[-1]), known, n=1)
    if not close:
        what = f"unknown key; the known ones are {', '.join(known)}"
        return Problem(_dotted(path), what, (_remove(path),))
    meant = _fix((*path[:-1], close[0]), environment, environment)
    return Problem(_dotted(path), f"unknown key; did you mean {close[0]}?", (_remove(path), meant))


def _fix(path: Path, environment: str, value: object = None) -> str:
    """Return the command that gives `path` a value that is accepted, in place of `value`."""
    if path[0] != "apps":
        example = _as_name(str(value)) if path[0] == "environment" else "true"
        return f"pulumi config set {NAMESPACE}:{path[0]} {example}"
    # An app needs no more than a name, but the command needs a key to set.
    path = (*path, *("web", "keepBuilds")[len(path) - 1 :])
    if "readers" not in path:
        examples = _EXAMPLES | {"repositoryName": f"{_as_name(str(path[1]))}-{_as_name(environment)}"}
        return f"pulumi config set --path {_quoted(path)} {examples[str(path[2])]}"
    # Pulumi and YAML take digits for a number unless told otherwise.
    account = value if isinstance(value, int) and len(str(value)) == len(_ACCOUNT) else _ACCOUNT
    reader = path if len(path) > len(("apps", "web", "readers")) else (*path, 0)
    return f"pulumi config set --path --type string {_quoted(reader)} {account}"


def _remove(path: Path) -> str:
    return f"pulumi config rm --path {_quoted(path)}"


def _quoted(path: Path) -> str:
    """Write `path` as an argument of the pulumi command."""
    # Always in quotes: without them some shells take [0] for a wildcard.
    return "'" + f"{NAMESPACE}:{_dotted(path)}".replace("'", "'\\''") + "'"


def _dotted(path: Path) -> str:
    """Write `path` as Pulumi does: `apps.web.readers[0]`, and `apps["my.app"]` where a dot would mislead."""
    parts = [
        f".{key}" if re.fullmatch(r"[\w-]+", str(key)) and isinstance(key, str) else f"[{json.dumps(key)}]"
        for key in path
    ]
    return "".join(parts).removeprefix(".")


def _as_name(text: str) -> str:
    """Make a name out of `text`, keeping what can be kept."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).lstrip("-0123456789")[:40].rstrip("-")
    return name or "main"


def _reason(error: ErrorDetails) -> str:
    # pydantic puts "Value error, " before the words of our own checks.
    return str(error.get("ctx", {}).get("error", error["msg"]))
