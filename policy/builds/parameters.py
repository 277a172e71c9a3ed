"""What a shell makes of a variable's value: its defaults, its beginning or end taken off, parts of it replaced.

https://www.gnu.org/software/bash/manual/html_node/Shell-Parameter-Expansion.html
"""

import fnmatch
import re
from collections.abc import Callable, Sequence

from policy.builds.world import ANY, Value

# Each beginning, or end, of a value is tried: that takes time which grows with the square of its length.
_LONGEST = 512

DEFAULTS = ("-", ":-", "=", ":=")
ASSIGNING = ("=", ":=")
ALTERNATIVES = ("+", ":+")
DEMANDS = ("?", ":?")


def chosen(operator: str, value: Value | None, other: Callable[[], str]) -> Value:
    """Choose between a variable's value and the other text of its expansion.

    What is not set anywhere is taken to be not set. Whether what is empty is set, nothing tells.
    """
    if not value and value is not None and operator in ("-", "=", "+"):
        return ANY
    empty = value is None or (not value and operator.startswith(":"))
    if operator in ALTERNATIVES:
        return "" if empty else ANY if value == ANY else other()
    if operator in DEFAULTS:
        return other() if empty or value is None else value
    return ANY if value is None else value


def altered(operator: str, value: str, operands: Sequence[str]) -> str:
    """Apply one of the other operators. What is not known of the value, or not understood, makes it all unknown."""
    if ANY in value or any(ANY in each or "$" in each for each in operands):
        return ANY
    operand = operands[0] if operands else ""
    if operator in ("#", "##", "%", "%%"):
        return _without(value, operator, operand)
    if operator in ("/", "//") and operand and not set(operand) & set("*?[#%"):
        return value.replace(operand, operands[1] if len(operands) > 1 else "", -1 if operator == "//" else 1)
    if operator == ":" and all(re.fullmatch(r"[0-9]{1,4}", each, re.ASCII) for each in operands):
        start = int(operand)
        return value[start : start + int(operands[1])] if len(operands) > 1 else value[start:]
    if operator in ("^^", ",,") and not operands:
        return value.upper() if operator == "^^" else value.lower()
    return ANY


def _without(value: str, operator: str, glob: str) -> str:
    """Take off the shortest or longest beginning, or end, that a pattern matches."""
    if len(value) > _LONGEST:
        return ANY
    matching = re.compile(fnmatch.translate(glob)).match
    ends = range(len(value) + 1)
    if operator.startswith("#"):
        cuts = [cut for cut in ends if matching(value[:cut])]
        return value[(cuts[-1] if operator == "##" else cuts[0]) :] if cuts else value
    cuts = [cut for cut in ends if matching(value[cut:])]
    return value[: (cuts[0] if operator == "%%" else cuts[-1])] if cuts else value
