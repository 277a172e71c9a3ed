"""Reports, and what Pulumi leaves behind after a preview."""

import json
from typing import Any

from hypothesis import strategies as st

from splitctl.report.finding import Finding, Place, Report

STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
NOWHERE = Place("Pulumi.yaml", 1, exact=False)


def urn(name: str) -> str:
    """The URN of a repository."""
    return f"urn:pulumi:prod::shop::aws:ecr/repository:Repository::{name}"


def violation(name: str = "web", **said: Any) -> dict[str, Any]:
    """An event of a policy that a repository violates."""
    usual = {
        "resourceUrn": urn(name),
        "message": f"Tags cannot be moved.\n{name}: tags can be moved.\n",
        "policyName": "SP202-tags-immutable",
        "enforcementLevel": "mandatory",
        "severity": "high",
    }
    return {"policyEvent": usual | said}


def error(message: str, **said: Any) -> dict[str, Any]:
    """An event of something that went wrong."""
    return {"diagnosticEvent": {"prefix": "error: ", "message": message, "severity": "error", **said}}


END = {"summaryEvent": {"PolicyPacks": {"pack|local|policy": "0.1.0"}, "result": "succeeded"}}
REFUSED = error("preview failed\n")


def log(*events: dict[str, Any]) -> list[str]:
    """An event log."""
    return [json.dumps({"sequence": number} | event) for number, event in enumerate(events)]


def step(of: str, position: str = "", *frames: str, parent: str = STACK, **more: Any) -> dict[str, Any]:
    """A step of a preview's answer: a resource by its URN, its position, and the frames of its stack trace."""
    trace = [{"sourcePosition": frame} if frame else {} for frame in frames]
    state = {"urn": of, "parent": parent, "sourcePosition": position, "stackTrace": trace}
    return {"op": "create", "urn": of, "newState": state} | more


def finding(**said: Any) -> Finding:
    """A finding that stops Pulumi."""
    usual: dict[str, Any] = {
        "rule": "SP202-tags-immutable",
        "description": "Tags cannot be moved.",
        "message": "web: tags can be moved.",
        "severity": "high",
        "mandatory": True,
        "urn": urn("web"),
        "place": Place("components/repository.py", 12),
    }
    return Finding(**usual | said)


def report(*findings: Finding, passed: tuple[str, ...] = ()) -> Report:
    """A report on the stack prod of the project shop."""
    return Report("shop", "prod", findings, passed)


text = st.text(max_size=20) | st.text("%:,\r\n|<>&\"'`*_[]\\\x00\x1b\ufffe a", max_size=20)
findings = st.builds(
    Finding,
    rule=text,
    description=text,
    message=text,
    severity=st.sampled_from(["critical", "high", "medium", "low", ""]),
    mandatory=st.booleans(),
    urn=text,
    place=st.builds(Place, file=text, line=st.integers(1, 999), exact=st.booleans()),
)
reports = st.builds(
    Report,
    project=text,
    stack=text,
    findings=st.lists(findings, max_size=4).map(tuple),
    passed=st.lists(text, max_size=3).map(tuple),
)
