"""What is read from Pulumi's event log."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from splitctl.report.events import read_events
from splitctl.report.finding import Finding, Place
from tests.report.samples import END, NOWHERE, REFUSED, error, log, urn, violation


def nowhere(_: str) -> Place:
    """Know no lines."""
    return NOWHERE


def test_a_violation_is_a_finding() -> None:
    """With what the rule demands apart from what is wrong, and its place."""
    read = read_events(log(violation("web"), REFUSED, END), {urn("web"): Place("__main__.py", 7)}.__getitem__)
    assert (
        Finding(
            rule="SP202-tags-immutable",
            description="Tags cannot be moved.",
            message="web: tags can be moved.",
            severity="high",
            mandatory=True,
            urn=urn("web"),
            place=Place("__main__.py", 7),
        ),
    ) == read.findings
    assert ((), True) == (read.errors, read.complete)


def test_rules_that_share_a_policy_are_told_apart() -> None:
    """The finding carries the rule's own name and words, over all lines; a policy of another pack is left as it is."""
    message = "The whole stack.\nSP203-images-stay: Images stay.\nweb: goes.\nGive it a tag."
    shared = violation(message=message, policyName="SP-mandatory-high")
    (found,) = read_events(log(shared), nowhere).findings
    assert ("SP203-images-stay", "Images stay.", "web: goes.\nGive it a tag.") == (
        found.rule,
        found.description,
        found.message,
    )
    (other,) = read_events(log(violation(message=message, policyName="no-slips")), nowhere).findings
    assert ("no-slips", "The whole stack.") == (other.rule, other.description)


@pytest.mark.parametrize(
    ("level", "expected"), [("mandatory", True), ("remediate", True), ("new", True), ("advisory", False)]
)
def test_only_advice_stops_nothing(level: str, expected: bool) -> None:  # noqa: FBT001 - pytest's own
    """A level that nobody knows yet is taken for mandatory."""
    (found,) = read_events(log(violation(enforcementLevel=level)), nowhere).findings
    assert expected == found.mandatory


def test_policies_that_found_nothing_have_passed() -> None:
    """Those that passed for every resource, and for the stack."""
    summaries: list[dict[str, Any]] = [
        {"policyAnalyzeSummaryEvent": {"resourceUrn": urn("web"), "passed": ["a", "b"]}},
        {"policyAnalyzeSummaryEvent": {"resourceUrn": urn("other"), "passed": ["a"], "failed": ["b"]}},
        {"policyAnalyzeStackSummaryEvent": {"passed": ["c"], "failed": ["d"]}},
    ]
    assert ("a", "c") == read_events(log(*summaries), nowhere).passed


def test_what_went_wrong_besides_policies_is_told() -> None:
    """Errors of the program and of resources, but neither warnings nor that the preview failed as policies wanted."""
    warning = error("old") | {"diagnosticEvent": {"severity": "warning", "message": "old"}}
    of_resource = error("preview failed", urn=urn("web"))
    read = read_events(log(error("boom\n"), warning, of_resource, REFUSED, END), nowhere)
    assert ("error: boom", "error: preview failed") == read.errors


@pytest.mark.parametrize(
    "lines",
    [
        [],
        log(violation()),
        log(violation(), {"summaryEvent": {"PolicyPacks": {}}}),
        log(violation(), {"summaryEvent": {}}),
        [*log(violation()), '{"summaryEvent": {"Poli'],
        ["no JSON", *log(END)],
    ],
    ids=["empty", "no-end", "no-pack", "no-packs", "broken-off", "broken"],
)
def test_a_log_that_may_lack_something_is_not_complete(lines: Sequence[str]) -> None:
    """Without its end, and without a pack that was run."""
    assert not read_events(lines, nowhere).complete
    assert read_events([*log(violation()), *log(END)], nowhere).complete


@given(st.permutations([violation("a"), violation("b"), violation("b", enforcementLevel="advisory"), violation("a")]))
def test_the_order_is_always_the_same(events: Sequence[dict[str, Any]]) -> None:
    """Mandatory first, then by place and resource, each finding once; in whatever order Pulumi tells them."""
    lines = {urn("a"): Place("z.py", 1), urn("b"): Place("a.py", 2)}
    read = read_events(log(*events), lines.__getitem__)
    assert [("b", True), ("a", True), ("b", False)] == [(each.resource, each.mandatory) for each in read.findings]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["policyEvent", "policyAnalyzeSummaryEvent", "passed", "diagnosticEvent", "severity", "message"]
            ),
            inner,
            max_size=3,
        )
    ),
)


@given(st.lists(json_values.map(json.dumps) | st.text(max_size=9), max_size=5))
def test_nothing_in_a_log_crashes_the_reader(lines: Sequence[str]) -> None:
    """Whatever JSON, or none; and no pack was run, so it is never complete."""
    assert not read_events(lines, nowhere).complete
