"""Pulumi's event log: what the policies found, and whether the preview came to its end."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from splitctl.report.finding import Finding, Place, in_order

_VERDICT = "preview failed"
"""What Pulumi adds in the end if a mandatory policy was violated."""
_SEVERAL = re.compile(r"(?P<rule>SP\d+-[\w-]+): (?P<description>[^\n]*)\n(?P<message>.*)", re.DOTALL)
"""How this project's pack begins a finding of a policy that several of its rules share."""


@dataclass(frozen=True)
class Events:
    """What an event log says."""

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    errors: tuple[str, ...]
    """What went wrong besides policies, in Pulumi's words."""
    complete: bool
    """Whether a policy pack was run, and Pulumi came to the end. Else there may be more to find."""


def read_events(lines: Iterable[str], locate: Callable[[str], Place]) -> Events:
    """Read an event log, one event on each line. `locate` says where the program makes the resource of a URN.

    A log that breaks off, or has none of the events that a preview has, is not complete.
    """
    findings: set[Finding] = set()
    passed: set[str] = set()
    failed: set[str] = set()
    errors: list[str] = []
    complete = False
    for event in _events(lines):
        match event:
            case {"policyEvent": {} as said}:
                findings.add(_finding(said, locate))
            case {"policyAnalyzeSummaryEvent": {} as summary} | {"policyAnalyzeStackSummaryEvent": {} as summary}:
                passed.update(_names(summary, "passed"))
                failed.update(_names(summary, "failed"))
            case {"diagnosticEvent": {"severity": "error", "message": str(message)} as told}:
                if told.get("urn") or message.strip() != _VERDICT:
                    errors.append(f"{told.get('prefix', '')}{message}".strip())
            case {"summaryEvent": {} as summary}:
                complete = bool(summary.get("PolicyPacks"))
    return Events(tuple(sorted(findings, key=in_order)), tuple(sorted(passed - failed)), tuple(errors), complete)


def _events(lines: Iterable[str]) -> Iterable[Any]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            # Pulumi was ended while it wrote.
            return


def _names(summary: Mapping[str, Any], key: str) -> list[str]:
    names = summary.get(key)
    return list(map(str, names)) if isinstance(names, list) else []


def _finding(said: Mapping[str, Any], locate: Callable[[str], Place]) -> Finding:
    # Pulumi's SDKs put the policy's description on the first line.
    description, _, message = str(said.get("message", "")).strip().partition("\n")
    rule, urn = str(said.get("policyName", "")), str(said.get("resourceUrn", ""))
    if rule.startswith("SP-") and (one := _SEVERAL.fullmatch(message)):
        rule, description, message = one["rule"], one["description"], one["message"]
    return Finding(
        rule=rule,
        description=description,
        message=message or description,
        severity=str(said.get("severity", "")),
        mandatory=said.get("enforcementLevel") != "advisory",
        urn=urn,
        place=locate(urn),
    )
