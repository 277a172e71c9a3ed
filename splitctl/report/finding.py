"""What a policy found, where the program says it, and all of it for one stack."""

from dataclasses import dataclass

_NO_LINE = "The line of the program that makes this resource is not known."


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, named from the root of the checkout."""

    file: str
    line: int
    exact: bool = True
    """Whether it is the line that makes the resource, and not the project as a whole."""


@dataclass(frozen=True)
class Finding:
    """A violation of a policy."""

    rule: str
    description: str
    """What the rule demands."""
    message: str
    """What is wrong, and what to do."""
    severity: str
    """critical, high, medium, low, or nothing: not every pack says it."""
    mandatory: bool
    """Whether it stops Pulumi. Else it is advice."""
    urn: str
    place: Place

    @property
    def resource(self) -> str:
        """The name of the resource in the program."""
        return self.urn.rsplit("::", 1)[-1] or "the stack"

    @property
    def level(self) -> str:
        """What annotations call it: an error stops Pulumi, a warning does not."""
        return "error" if self.mandatory else "warning"

    @property
    def text(self) -> str:
        """The message; and that the place says nothing, if so."""
        return self.message if self.place.exact else f"{self.message}\n{_NO_LINE}"


@dataclass(frozen=True)
class Report:
    """What the policies say of a stack."""

    project: str
    stack: str
    findings: tuple[Finding, ...]
    """Each once, mandatory ones first, in an order that is the same on every run."""
    passed: tuple[str, ...]
    """The policies that found nothing."""

    @property
    def refused(self) -> int:
        """How many findings stop Pulumi."""
        return sum(each.mandatory for each in self.findings)


def in_order(finding: Finding) -> tuple[bool, Place, str, str, str]:
    """Sort findings by this: what stops Pulumi first, then by place. Pulumi's own order varies from run to run."""
    return not finding.mandatory, finding.place, finding.rule, finding.urn, finding.message
