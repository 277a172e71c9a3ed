"""A report as JUnit XML, which most build servers read."""

import re
from xml.etree import ElementTree as ET

from splitctl.report.finding import Finding, Report

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold: https://www.w3.org/TR/xml/#charsets"""


def as_junit(report: Report) -> str:
    """Render a report as one suite: a test for each policy that found nothing, and one for each finding.

    Findings that stop Pulumi are failures. Advice is what a test that passed has to say.
    """
    tests = len(report.findings) + len(report.passed)
    counts = {"tests": str(tests), "failures": str(report.refused), "errors": "0", "skipped": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": _clean(f"{report.project}/{report.stack}"), **counts})
    for policy in report.passed:
        ET.SubElement(suite, "testcase", {"classname": _clean(policy), "name": "the stack"})
    for finding in report.findings:
        _test(suite, finding)
    ET.indent(suites)
    return f"{ET.tostring(suites, encoding='us-ascii', xml_declaration=True).decode()}\n"


def _test(suite: ET.Element, finding: Finding) -> None:
    place = {"file": _clean(finding.place.file), "line": str(finding.place.line)}
    test = ET.SubElement(
        suite, "testcase", {"classname": _clean(finding.rule), "name": _clean(finding.resource), **place}
    )
    if not finding.mandatory:
        ET.SubElement(test, "system-out").text = _clean(finding.text)
        return
    said = {"message": _clean(finding.description), "type": _clean(finding.severity or "mandatory")}
    ET.SubElement(test, "failure", said).text = _clean(finding.text)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
