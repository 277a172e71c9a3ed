"""What the rules find in one run of Pulumi, and what waivers make of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from policy.model import UNKNOWN, Finding, Resource, Rule
from policy.waiver import Waiver, stack_of
from policy.waivers import Waivers


@dataclass(frozen=True)
class Ledger:
    """What has been judged so far, by rule and resource.

    Resources that are judged again are written down anew: a preview and its update may share a process.
    """

    rules: Sequence[Rule]
    waivers: Waivers
    _judged: dict[tuple[str, str], list[Finding] | None] = field(default_factory=dict)
    """None for what may still be found."""

    def kept(self, rule: Rule, resources: Sequence[Resource], findings: Sequence[Finding]) -> list[Finding]:
        """Write down what a rule finds in these resources, and return what is not waived of it."""
        if not self.waivers:
            return list(findings)
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            found[finding.urn].append(finding)
        for each in resources:
            # What judges one resource may wait for `pulumi up` with what a preview does not know.
            waits = rule.alone and not _is_known(each.props)
            self._judged[rule.name, each.urn] = found[each.urn] or (None if waits else [])
        return [each for each in findings if not self.waivers.waiving(rule.name, each.urn)]

    def waived(self, resources: Sequence[Resource]) -> Iterator[Finding]:
        """What is waived of all that was found in these resources: still worth knowing."""
        for rule, resource in product(self.rules, resources):
            for finding in self._judged.get((rule.name, resource.urn)) or ():
                if waiver := self.waivers.waiving(rule.name, finding.urn):
                    answer = f"Waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"
                    yield Finding(finding.urn, f"{rule.name}: {rule.description}\n{finding.message}\n{answer}")

    def problems(self, resources: Sequence[Resource]) -> Iterator[Finding]:
        """What is wrong with the waivers, when every rule has judged the stack of these resources.

        A waiver of another stack is left alone, unless it cannot even be read.
        """
        for flaw in self.waivers.flaws:
            yield _problem(flaw)
        here = {stack_of(each.urn) for each in resources}
        for waiver in self.waivers.over:
            if waiver.stack in here:
                yield _problem(
                    f"entry {waiver.number}, expires: the waiver is over since {waiver.expires}. Mend what "
                    f"{waiver.rule} finds, and remove the entry; {waiver.owner} was to see to it."
                )
        for waiver in self.waivers.in_force:
            if waiver.stack in here and self._is_unused(waiver, resources):
                yield _problem(
                    f"entry {waiver.number}, urn: {waiver.rule} finds nothing in {waiver.urn}. Remove the entry, or "
                    "correct its URN."
                )

    def _is_unused(self, waiver: Waiver, resources: Sequence[Resource]) -> bool:
        """Whether each rule that it names has looked at all that it is for, and found nothing."""
        # What no rule has looked at is not told to be sound: --target leaves resources out, a configuration rules.
        return all(
            self._judged.get((rule.name, each.urn)) == []
            for each in resources
            if waiver.is_for(each.urn)
            for rule in self.rules
            if waiver.names(rule.name)
        )


def _is_known(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_is_known(each) for each in value.values())
    return all(_is_known(each) for each in value) if isinstance(value, list) else value is not UNKNOWN


def _problem(what: str) -> Finding:
    # Of no resource: Pulumi then points at the stack.
    return Finding("", f"waivers.yaml: {what}")
