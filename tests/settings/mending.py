"""What the `pulumi config` commands of a message do to a configuration, as far as messages use them."""

import json
import re
import shlex
from typing import Any

import settings

_KEY = re.compile(r'\.?([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def problems(config: dict[str, Any], stack: str = "staging") -> list[str]:
    """The lines that refuse `config`, without indentation; none if it is accepted."""
    try:
        settings.parse(config, stack)
    except settings.ConfigurationError as refused:
        return [line.strip() for line in str(refused).splitlines()[2:]]
    return []


def obeyed(config: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    """Return `config` after all commands among `lines`."""
    mended: dict[str, Any] = json.loads(json.dumps(config))
    for line in lines:
        if line.startswith("pulumi config "):
            _run(mended, shlex.split(line))
    return mended


def mended(config: dict[str, Any], rounds: int = 1) -> bool:
    """Whether whoever runs what the messages say has a configuration that is accepted, after so many of them."""
    for _ in range(rounds):
        config = obeyed(config, problems(config))
    return not problems(config)


def _run(config: dict[str, Any], command: list[str]) -> None:
    words = command[2 : command.index("--stack")]
    text = "--type" in words
    verb, *arguments = [word for word in words if word not in ("--path", "--plaintext", "--type", "string")]
    path = [
        name or (int(index) if index else json.loads(quoted))
        for name, index, quoted in _KEY.findall(arguments[0].removeprefix("split-pipelines:"))
    ]
    *above, last = path
    place: Any = config
    if verb == "rm":
        for key in above:
            place = place[key]
        del place[last]
        return
    for key, below in zip(above, path[1:], strict=True):
        new: Any = [] if isinstance(below, int) else {}
        if isinstance(place, dict) and place.get(key) is None:
            place[key] = new
        place = place[key]
        assert isinstance(place, type(new)), f"pulumi cannot set {arguments[0]} within {place}"
    old = place[last] if (last in place if isinstance(place, dict) else last < len(place)) else None
    value: Any = arguments[1]
    # Pulumi keeps text where there was text in quotes.
    if not text and not isinstance(old, str) and re.fullmatch(r"true|false|0|-?[1-9]\d*", value):
        value = json.loads(value)
    if isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
