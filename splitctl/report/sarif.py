"""A report as SARIF, which code scanning reads."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from splitctl.report.finding import Finding, Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.0", "low": "2.0"}
"""GitHub shows a number as one of these words."""


def as_sarif(report: Report) -> str:
    """Render a report as a SARIF 2.1.0 log with one run, whose category is the stack.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    """
    rules = {each.rule: _rule(each) for each in sorted(report.findings, key=lambda one: one.rule)}
    order = list(rules)
    run = {
        "tool": {"driver": {"name": "split-pipelines", "rules": list(rules.values())}},
        # GitHub lets a later upload of a category replace an earlier one: another stack's must not.
        "automationDetails": {"id": f"{report.project}/{report.stack}/"},
        "results": [_result(each, order.index(each.rule)) for each in report.findings],
    }
    return f"{json.dumps({'$schema': _SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": finding.rule, "shortDescription": {"text": finding.description or finding.rule}}
    if score := _SCORES.get(finding.severity):
        rule["properties"] = {"tags": ["security"], "security-severity": score}
    return rule


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": finding.text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.place.file, errors="replace"), "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": finding.place.line},
                },
                "logicalLocations": [{"name": finding.resource, "fullyQualifiedName": finding.urn, "kind": "resource"}],
            }
        ],
        # The line may move, and the message may be worded anew.
        "partialFingerprints": {"ruleAndResource/v1": _fingerprint(finding)},
    }


def _fingerprint(finding: Finding) -> str:
    return hashlib.sha256(f"{finding.rule} {finding.urn}".encode("utf-8", "replace")).hexdigest()
