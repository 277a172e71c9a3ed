"""A report in the formats that other programs read, read back."""

import json
import re
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from hypothesis import given

from splitctl.report.finding import Place, Report
from splitctl.report.github import as_annotations
from splitctl.report.junit import as_junit
from splitctl.report.markdown import as_markdown
from splitctl.report.sarif import as_sarif
from tests.report.samples import NOWHERE, finding, report, reports, urn

ADVICE = finding(rule="SP304-update-waits", severity="medium", mandatory=False, place=NOWHERE)


def run_of(given_report: Report) -> dict[str, Any]:
    """The one run of a report's SARIF log."""
    log = json.loads(as_sarif(given_report))
    assert {"$schema", "version", "runs"} == log.keys()
    assert "2.1.0" == log["version"]
    (run,) = log["runs"]
    return dict(run)


def test_sarif_shows_a_finding_at_its_line() -> None:
    """With rule, level, message, resource, and the number that GitHub takes for its severity."""
    run = run_of(report(finding(), ADVICE))
    refused, advised = run["results"]
    assert "SP202-tags-immutable" == refused["ruleId"]
    assert ("error", "warning") == (refused["level"], advised["level"])
    assert "web: tags can be moved." == refused["message"]["text"]
    (location,) = refused["locations"]
    assert "components/repository.py" == location["physicalLocation"]["artifactLocation"]["uri"]
    assert {"startLine": 12} == location["physicalLocation"]["region"]
    assert urn("web") == location["logicalLocations"][0]["fullyQualifiedName"]
    (rule,) = (each for each in run["tool"]["driver"]["rules"] if each["id"] == refused["ruleId"])
    assert "8.0" == rule["properties"]["security-severity"]
    assert "Tags cannot be moved." == rule["shortDescription"]["text"]


def test_sarif_of_two_stacks_lies_side_by_side() -> None:
    """Each has a category of its own, and one without findings has an empty list, not none: that closes alerts."""
    ids = [run_of(Report("shop", stack, (), ()))["automationDetails"]["id"] for stack in ("staging", "prod")]
    assert ["shop/staging/", "shop/prod/"] == ids
    assert [] == run_of(report())["results"]


def test_sarif_knows_a_finding_again() -> None:
    """When its line or its wording changes; not when rule or resource does."""
    before, moved, other, resource = (
        each["partialFingerprints"]
        for each in run_of(
            report(
                finding(),
                finding(message="web: said otherwise.", place=Place("new.py", 1)),
                finding(rule="SP203-images-stay"),
                finding(urn=urn("worker")),
            )
        )["results"]
    )
    assert before == moved
    assert before not in (other, resource)


@given(reports)
def test_sarif_has_what_its_standard_requires(given_report: Report) -> None:
    """A named tool, rules listed once and found by index, a text, a relative URI and a line from 1 for every result."""
    run = run_of(given_report)
    driver = run["tool"]["driver"]
    assert driver["name"]
    rules = [each["id"] for each in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert len(given_report.findings) == len(run["results"])
    for found, result in zip(given_report.findings, run["results"], strict=True):
        assert found.rule == rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"].startswith(found.message)
        place = result["locations"][0]["physicalLocation"]
        assert found.place.file == unquote(place["artifactLocation"]["uri"])
        assert re.fullmatch(r"[\w.~/%-]*", place["artifactLocation"]["uri"], re.ASCII)
        assert place["region"]["startLine"] >= 1
        assert result["level"] in {"error", "warning"}


def test_junit_has_a_test_for_each_finding_and_each_policy_that_passed() -> None:
    """Failures stop Pulumi; advice is said by a test that passes."""
    root = ET.fromstring(as_junit(report(finding(), ADVICE, passed=("SP101-no-shared-push",))))  # noqa: S314 - ours
    (suite,) = root
    assert ("shop/prod", "3", "1") == (suite.get("name"), suite.get("tests"), suite.get("failures"))
    passed, refused, advised = suite
    assert ("SP101-no-shared-push", []) == (passed.get("classname"), list(passed))
    assert ("SP202-tags-immutable", "web", "components/repository.py", "12") == tuple(
        map(refused.get, ("classname", "name", "file", "line"))
    )
    (failure,) = refused
    assert ("failure", "high", "web: tags can be moved.") == (failure.tag, failure.get("type"), failure.text)
    assert ["system-out"] == [each.tag for each in advised]
    assert "is not known" in (advised[0].text or "")


@given(reports)
def test_junit_is_always_well_formed(given_report: Report) -> None:
    """Whatever is in names and messages; and the counts are those of the tests."""
    root = ET.fromstring(as_junit(given_report))  # noqa: S314 - ours
    assert len(root.findall(".//testcase")) == int(root.get("tests", ""))
    assert given_report.refused == len(root.findall(".//failure")) == int(root.get("failures", ""))


def test_an_annotation_stands_at_its_line() -> None:
    """One line for each finding, and what would end it early is escaped."""
    odd = finding(message="100%:\na, b", place=Place("a,b:c.py", 3))
    assert "::error file=a%2Cb%3Ac.py,line=3,title=SP202-tags-immutable::100%25:%0Aa, b\n" == as_annotations(
        report(odd)
    )
    assert as_annotations(report(ADVICE)).startswith("::warning file=Pulumi.yaml,line=1,title=SP304-update-waits::")
    assert "" == as_annotations(report())


def unescaped(text: str) -> str:
    """Text as GitHub reads it."""
    for escape, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@given(reports)
def test_annotations_can_be_read_back(given_report: Report) -> None:
    """As many lines as findings, and each gives file, line, rule and text as they were."""
    read = []
    for line in as_annotations(given_report).split("\n")[:-1]:
        _, command, text = line.split("::", 2)
        level, _, written = command.partition(" ")
        properties = dict(each.split("=", 1) for each in written.split(","))
        read.append((level, *map(unescaped, (properties["file"], properties["line"], properties["title"], text))))
    expected = [
        (each.level, each.place.file, str(each.place.line), each.rule, each.text) for each in given_report.findings
    ]
    assert expected == read


def test_markdown_is_a_table() -> None:
    """Refused ones and advice are counted; without findings there is no table."""
    shown = as_markdown(report(finding(), ADVICE))
    assert "### Policies of shop, stack prod\n\n1 refused, 1 advised against.\n\n| |" in shown
    row = "| refused | SP202-tags-immutable | high | web | components/repository.py:12 | web: tags can be moved. |\n"
    assert row in shown
    assert "| advice | SP304-update-waits | medium |" in shown
    assert "### Policies of shop, stack prod\n\nNothing was found.\n" == as_markdown(report())


@given(reports)
def test_nothing_leaves_its_cell(given_report: Report) -> None:
    """A row for each finding with six cells, and no HTML but line breaks."""
    rows = as_markdown(given_report).split("\n")[6:-1]
    assert len(given_report.findings) == len(rows)
    for row in rows:
        bare = re.sub(r"\\.", "", row)
        assert 7 == bare.count("|")
        assert "<" not in bare.replace("<br>", "")
