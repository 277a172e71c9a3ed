"""SP901: waivers are in force, and needed."""

from policy.ledger import Ledger
from policy.model import Rule


def waivers_hold(ledger: Ledger) -> Rule:
    """Make the rule that judges the waivers, when all others have written down what they found."""
    return Rule(
        name="SP901-waivers-hold",
        description="Waivers say what they are for, are not over, and are needed.",
        severity="high",
        alone=False,
        judge=ledger.problems,
    )


def waived_findings(ledger: Ledger) -> Rule:
    """Make what shows the findings that are waived: nobody should forget them."""
    return Rule(
        name="SP-waived",
        description="This may pass for a while, since somebody answers for it.",
        severity="low",
        alone=False,
        judge=ledger.waived,
        level="advisory",
    )
