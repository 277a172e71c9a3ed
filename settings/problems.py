"""What is wrong with a configuration, each problem with the commands that put it right."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from naming.names import repository_name
from settings.build import Build
from settings.builds import written_out
from settings.commands import Path, as_name, dotted, remove, set_to, set_value
from settings.keys import model_at
from settings.problem import Problem
from settings.text import key_of

_KINDS = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "int_type": "a whole number",
    "model_type": "a mapping",
    "string_type": "text",
    "tuple_type": "a list",
}
_CONTAINERS = {"dict_type", "model_type", "tuple_type"}
_NO_TEXT = {"bool_type", "int_type"}


def bad_values(errors: Sequence[ErrorDetails], environment: str, apps: Any) -> list[Problem]:
    """Put pydantic's findings into words; `apps` is what was given for them, unchecked.

    Nothing is said of what is in an entry that must go for its name.
    """
    going = {error["loc"][:-1]: error for error in errors if error["loc"][-1:] == ("[key]",)}
    apart = [each for each in errors if not any(each["loc"][:size] in going for size in range(len(each["loc"]) + 1))]
    sourceless = [error for error in apart if error["type"] == "missing" and error["loc"][2:] == ("build", "source")]
    written = [where for error in apart if error not in sourceless and (where := _as_written(error, apps))]
    # What stands in place of `builds` is told by itself, and is mended by a source.
    unsaid = [] if any(error["loc"] == ("builds",) for error in apart) else sourceless
    return [
        *(_bad_value(error, environment) for error in (*going.values(), *written)),
        *_without_source([str(error["loc"][1]) for error in unsaid], environment),
    ]


def _as_written(error: ErrorDetails, apps: Any) -> ErrorDetails | None:
    """The finding at the key that somebody wrote. None if an app inherits the value: it is told at `builds`, once."""
    match error["loc"]:
        case ("apps", app, "build", key, *_):
            own = apps[app]["build"]
            if key not in written_out(own):
                return None
            return error if isinstance(own, Mapping) else {**error, "loc": error["loc"][:3]}
        case _:
            return error


def _without_source(apps: Sequence[str], environment: str) -> list[Problem]:
    if not apps:
        return []
    path = ("builds", "source")
    are = "is" if len(apps) == 1 else "are"
    what = (
        f"nothing says from where {' and '.join(apps)} {are} built; say it here for all apps, or as "
        "apps.NAME.build.source for one"
    )
    return [Problem(dotted(path), what, (set_value(path, environment),))]


def _bad_value(error: ErrorDetails, environment: str) -> Problem:
    """Put one of pydantic's findings into words."""
    path, value, kind = (*error["loc"], *error.get("ctx", {}).get("below", ())), error["input"], error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, environment)
    if path == ("apps",) and value in (None, "", {}):
        return Problem("apps", "no app is configured; at least one is needed", (set_value(path, environment),))
    if kind == "missing":
        return Problem(dotted(path), "this is needed, and missing", (set_value(path, environment),))
    if kind in ("misplaced", "better"):
        command = remove(path) if kind == "misplaced" else set_to(path, error["ctx"]["value"])
        return Problem(dotted(path), error["msg"], (command,))
    if path[-1] == "[key]":
        path = path[:-1]
        is_app = len(path) == len(("apps", "web"))
        renamed = (set_value(("apps", as_name(str(value))), environment),) if is_app else ()
        return Problem(dotted(path), _reason(error), (remove(path), *renamed))
    # Pulumi does not turn text into a mapping or a list, and it leaves a number where text was in quotes: what is
    # in the way goes first.
    in_the_way = kind in _CONTAINERS or (kind in _NO_TEXT and isinstance(value, str) and len(path) > 1)
    removal = (remove(path),) if in_the_way else ()
    # What is put right by a removal needs no second one.
    commands = dict.fromkeys((*removal, set_value(path, environment, value)))
    return Problem(dotted(path), _what(error), tuple(commands))


def encrypted(key: str) -> Problem:
    """Refuse an encrypted value: what the program is told of it would stand in the state, and in AWS, in the clear."""
    what = (
        "a value in it is encrypted, and would not stay so: it would be read in CodeBuild or ECS, and in the state; "
        "store it in Systems Manager or Secrets Manager, say under secrets where it is, and remove what the stack "
        "file shows as `secure:`"
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
            owners[given or repository_name(app, environment)].append(app)
    problems = []
    for repository, sharers in sorted(owners.items()):
        # Whose default it is may keep it, or else the first. The others go back to their defaults.
        keeper = min(sharers, key=lambda app: repository_name(app, environment) != repository)
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
    given = "this" if _may_be_secret(error) else json.dumps(error["input"])
    if path[0] == "apps" and path[2:] == ("build",):
        return f"{given} is neither text nor a mapping"
    return f"{given} is not {expected}"


def _may_be_secret(error: ErrorDetails) -> bool:
    """Whether what stands there may be a secret, or hold one."""
    value, (_, _, part, *below) = error["input"], (*error["loc"], None, None, None)
    if part == "build" or error["loc"] == ("builds",):
        # Where a mapping belongs, there may be a URL with a token in it.
        return below[:1] in ([None], ["secrets"])
    if part not in ("services", "schedules"):
        return False
    # A number may be repeated where it is to become text; a password among variables has been found by its name.
    in_doubt = error["type"] in _CONTAINERS or not {"variables", "command"}.isdisjoint(below)
    return "secrets" in below or isinstance(value, dict | list) or (in_doubt and isinstance(value, str))


def _unknown_key(path: Path, environment: str) -> Problem:
    known = [key_of(field) for field in model_at(path[:-1]).model_fields]
    if path[0] == "builds" and path[-1] in {key_of(field) for field in Build.model_fields}:
        what = f"this is for each app to say for itself, as apps.NAME.build.{path[-1]}"
        return Problem(dotted(path), what, (remove(path),))
    close = get_close_matches(str(path[-1]), known, n=1)
    if not close:
        what = f"unknown key; the known ones are {', '.join(known)}"
        return Problem(dotted(path), what, (remove(path),))
    meant = set_value((*path[:-1], close[0]), environment)
    return Problem(dotted(path), f"unknown key; did you mean {close[0]}?", (remove(path), meant))


def _reason(error: ErrorDetails) -> str:
    # pydantic puts "Value error, " before the words of our own checks.
    return str(error.get("ctx", {}).get("error", error["msg"]))
