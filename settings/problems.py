"""What is wrong with a configuration, each problem with the commands that put it right."""

import json
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from settings.build import Build
from settings.commands import Path, as_name, dotted, remove, set_value
from settings.model import App, BaseImages, Settings
from settings.text import Model

_KINDS = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "int_type": "a whole number",
    "model_type": "a mapping",
    "string_type": "text",
    "tuple_type": "a list",
}
_CONTAINERS = {"dict_type", "model_type", "tuple_type"}


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
    path, value, kind = (*error["loc"], *error.get("ctx", {}).get("below", ())), error["input"], error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, environment)
    if path == ("apps",) and (kind == "missing" or value in (None, "", {})):
        return Problem("apps", "no app is configured; at least one is needed", (set_value(path, environment),))
    if kind == "missing":
        return Problem(dotted(path), "this is needed, and missing", (set_value(path, environment),))
    if kind == "misplaced":
        return Problem(dotted(path), error["msg"], (remove(path),))
    if path[-1] == "[key]":
        path = path[:-1]
        is_app = len(path) == len(("apps", "web"))
        renamed = (set_value(("apps", as_name(str(value))), environment),) if is_app else ()
        return Problem(dotted(path), _reason(error), (remove(path), *renamed))
    # Pulumi does not turn text into a mapping or a list, and it leaves a number where text was in quotes: what is
    # in the way goes first.
    in_the_way = kind in _CONTAINERS or (kind == "int_type" and isinstance(value, str))
    removal = (remove(path),) if in_the_way else ()
    return Problem(dotted(path), _what(error), (*removal, set_value(path, environment, value)))


def encrypted(key: str) -> Problem:
    """Refuse an encrypted value: what the program is told of it would stand in the state, and in AWS, in the clear."""
    what = (
        "a value in it is encrypted, and would not stay so: it would be read in CodeBuild and in the state; store it "
        "in Systems Manager or Secrets Manager, say under build.secrets where it is, and remove what the stack file "
        "shows as `secure:`"
    )
    return Problem(key, what, ())


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
            commands = tuple(set_value(path, environment) for path in paths)
            problems.append(Problem(dotted(paths[0]), what, commands))
    return problems


def _what(error: ErrorDetails) -> str:
    path, kind = error["loc"], error["type"]
    if kind == "literal_error":
        return f"{json.dumps(error['input'])} is none of {error['ctx']['expected'].replace(chr(39), '')}"
    if kind not in _KINDS:
        return _reason(error)
    expected = "a mapping of app names" if path == ("apps",) else _KINDS[kind]
    # What stands in a secret's place may be the secret.
    given = "this" if path[2:4] == ("build", "secrets") else json.dumps(error["input"])
    return f"{given} is not {expected}"


def _unknown_key(path: Path, environment: str) -> Problem:
    known = [to_camel(field) for field in _model_at(path[:-1]).model_fields]
    close = get_close_matches(str(path[-1]), known, n=1)
    if not close:
        what = f"unknown key; the known ones are {', '.join(known)}"
        return Problem(dotted(path), what, (remove(path),))
    meant = set_value((*path[:-1], close[0]), environment, environment)
    return Problem(dotted(path), f"unknown key; did you mean {close[0]}?", (remove(path), meant))


def _reason(error: ErrorDetails) -> str:
    # pydantic puts "Value error, " before the words of our own checks.
    return str(error.get("ctx", {}).get("error", error["msg"]))


def _model_at(path: Path) -> type[Model]:
    """The keys that there are below `path`. An app may be called as one of them is: only the place tells."""
    if not path:
        return Settings
    if path[0] == "baseImages":
        return BaseImages
    return App if len(path) == len(("apps", "web")) else Build
