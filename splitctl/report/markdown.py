"""A report in Markdown, for the summary of a build or a comment."""

import re

from splitctl.report.finding import Finding, Report

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&!#]")


def as_markdown(report: Report) -> str:
    """Render a report as a heading, a sentence, and a table with a row for each finding."""
    lines = [f"### Policies of {_cell(report.project)}, stack {_cell(report.stack)}", "", _summary(report)]
    if report.findings:
        lines += ["", "| | rule | severity | resource | where | what |", "|---|---|---|---|---|---|"]
        lines += [_row(each) for each in report.findings]
    return "\n".join([*lines, ""])


def _summary(report: Report) -> str:
    advice = len(report.findings) - report.refused
    if not report.findings:
        return "Nothing was found."
    return f"{report.refused} refused, {advice} advised against."


def _row(finding: Finding) -> str:
    cells = (
        "refused" if finding.mandatory else "advice",
        finding.rule,
        finding.severity,
        finding.resource,
        f"{finding.place.file}:{finding.place.line}",
        finding.text,
    )
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Write text so that it is shown as it is, in one cell."""
    return "<br>".join(_SPECIAL.sub(r"\\\g<0>", line) for line in text.splitlines())
