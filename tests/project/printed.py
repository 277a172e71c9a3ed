"""What the CLI prints of a policy pack's verdict."""

import re
from dataclasses import dataclass

_VIOLATION = re.compile(
    r"- \[(?P<level>\w+)\] +\[severity: \w+\] +(?P<policy>\S+)  \(\S+ (?P<resource>[\w-]+)\)\n"
    r"[^\n]+\n +(?P<first>[^\n:]+):"
)


@dataclass(frozen=True)
class Violation:
    """A violation as people see it."""

    level: str
    rule: str
    resource: str
    """The resource's name in the program."""

    @property
    def number(self) -> str:
        """The rule's number, such as SP101."""
        return self.rule.split("-")[0]


def violations(printed: str) -> list[Violation]:
    """List the violations in what the CLI printed, in its order."""
    return [
        # In a policy of several rules the rule comes first.
        Violation(
            each["level"], each["first"] if each["policy"].startswith("SP-") else each["policy"], each["resource"]
        )
        for each in _VIOLATION.finditer(printed)
    ]
