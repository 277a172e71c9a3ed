"""Commands that run other commands: which those are, as far as the words say it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy.builds.tools import is_tool
from policy.builds.world import ANY

A_SCRIPT = "a script"
"""What is not in the buildspec, and may do anything."""

_SHELLS = frozenset({"bash", "sh", "dash", "ash", "zsh", "ksh"})
_SYSTEM = re.compile(r"/(usr/(local/)?)?s?bin/([^/]+)")
# What runs the source's own programs, whatever those do.
_RUNNERS = frozenset({"make", "just", "task", "rake", "invoke", "ansible-playbook", "npx"})
_SCRIPTED = frozenset({"npm", "yarn", "pnpm", "bun", "deno"})
_INTERPRETERS = frozenset({"python", "python3", "node", "ruby", "perl", "pwsh"})

_WRAPPERS: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "--user", "--group", "--preserve-env"}),
    "env": frozenset({"-u", "--unset", "-C", "--chdir"}),
    "xargs": frozenset({"-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"}),
    "timeout": frozenset({"-s", "--signal", "-k", "--kill-after"}),
    "nice": frozenset({"-n"}),
    "stdbuf": frozenset({"-i", "-o", "-e"}),
    **dict.fromkeys(("time", "nohup", "exec", "command", "builtin", "coproc", "setsid", "doas"), frozenset[str]()),
}
"""The commands whose words are a command, each with the options that take a word."""


@dataclass(frozen=True)
class Nested:
    """A script that a command runs, with the arguments that it gets."""

    label: str
    script: str
    arguments: tuple[str, ...] = ()
    shares: bool = False
    """Whether it runs in the same shell: what it sets stays set."""


def unwrapped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Take off what only says how a command is to run, such as `sudo -E`."""
    while words and words[0] in _WRAPPERS:
        wrapper, rest = words[0], list(words[1:])
        placeholder = ""
        while rest and (rest[0].startswith("-") or (wrapper in ("env", "sudo") and re.match(r"\w+=", rest[0]))):
            option = rest.pop(0)
            value = rest.pop(0) if option in _WRAPPERS[wrapper] and rest else option[2:]
            placeholder = value if wrapper == "xargs" and option.startswith("-I") else placeholder
        if wrapper == "timeout":
            rest = rest[1:]
        if wrapper == "xargs":
            # What it reads comes in the place of a text, or at the end.
            rest = [each.replace(placeholder, ANY) for each in rest] if placeholder else [*rest, ANY]
        words = tuple(rest)
    return words


def nested(words: tuple[str, ...], stdin: str | None) -> Nested | str | None:
    """Tell which script a command runs, or the label of one that is not known. None if it runs none.

    `stdin`: what the command reads, if that is written beside it.
    """
    name, rest = words[0], words[1:]
    if found := _SYSTEM.fullmatch(name):
        name = found[3]
    if name in ("eval", "trap"):
        script = " ".join(rest) if name == "eval" else "".join(rest[:1])
        return Nested(name, script, shares=name == "eval")
    if name in _SHELLS:
        return _shell(name, rest, stdin)
    if name in ("source", ".") or "/" in name:
        return None if name.startswith("/") and is_tool(name) else A_SCRIPT
    if name in _RUNNERS or (name in _SCRIPTED and _runs_scripts(rest)) or (name in _INTERPRETERS and _runs_file(rest)):
        return name
    return None


def _shell(name: str, rest: Sequence[str], stdin: str | None) -> Nested | str:
    words = list(rest)
    while words and words[0].startswith(("-", "+")) and words[0] not in ("-", "--"):
        option = words.pop(0)
        if not option.startswith("--") and "c" in option and words:
            return Nested(f"{name} -c", words[0], tuple(words[2:]))
        if option in ("-O", "--rcfile", "--init-file") or (not option.startswith("--") and option.endswith("o")):
            words = words[1:]
        elif not option.startswith("--") and "s" in option:
            words = ["-", *words]
    if words and words[0] not in ("-", "--", "/dev/stdin"):
        return A_SCRIPT
    return A_SCRIPT if stdin is None else Nested(name, stdin, tuple(words[1:]))


def _runs_scripts(rest: Sequence[str]) -> bool:
    """Whether a package manager runs a script that is neither installation nor tests."""
    return not {"install", "ci", "i", "add", "test", "--version", "config", "login", "cache"} & set(rest[:1])


def _runs_file(rest: Sequence[str]) -> bool:
    """Whether an interpreter runs a file, and not a module or a text."""
    return bool(rest) and not rest[0].startswith("-")
