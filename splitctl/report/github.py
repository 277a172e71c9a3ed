"""A report as annotations, which GitHub shows beside the lines of a pull request."""

from collections.abc import Mapping

from splitctl.report.finding import Finding, Report

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = _IN_TEXT | {":": "%3A", ",": "%2C"}


def as_annotations(report: Report) -> str:
    """Render a report as workflow commands, one line for each finding; nothing if there is none.

    https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
    """
    return "".join(f"{_annotation(each)}\n" for each in report.findings)


def _annotation(finding: Finding) -> str:
    properties = {"file": finding.place.file, "line": str(finding.place.line), "title": finding.rule}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items())
    return f"::{finding.level} {written}::{_escaped(finding.text, _IN_TEXT)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(each, each) for each in text)
