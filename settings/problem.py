"""One thing that is wrong, and what a person is told of all of them."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass


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
        lines += [f"    {_of_stack(command, stack)}" for command in problem.commands]
    return "\n".join(lines)


def _of_stack(command: str, stack: str) -> str:
    # The stack's name, since the one that is selected may be another. A shell's own commands know no stacks.
    known = not command.startswith("pulumi ") or " --stack " in command
    return command if known else f"{command} --stack {shlex.quote(stack)}"
