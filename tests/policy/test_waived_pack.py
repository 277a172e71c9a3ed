"""The policy pack with waivers, as Pulumi runs it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2

from policy.adapter import as_policies
from policy.model import REPOSITORY
from policy.rules import RULES
from tests.policy.packs import pack_with, served
from tests.policy.test_policy_pack import properties
from tests.policy.waived import entry, full_urn, read

NOW = datetime.now(UTC).date()
SOON, YESTERDAY = str(NOW + timedelta(days=9)), str(NOW - timedelta(days=1))
WEB = full_urn("web")
SP203 = ("SP203-images-stay", WEB)
SP201 = ("SP201-repository-has-lifecycle-policy", WEB)


def said(response: Any) -> dict[str, set[tuple[str, str]]]:
    """The findings of a level, each by the rule and the resource that it points at."""
    found: dict[str, set[tuple[str, str]]] = {"mandatory": set(), "advisory": set()}
    for each in response.diagnostics:
        level = "mandatory" if each.enforcementLevel == analyzer_pb2.MANDATORY else "advisory"
        _, first, *_ = each.message.split("\n")
        rule = first.split(":")[0] if each.policyName.startswith("SP-") else each.policyName
        found[level].add((rule, each.urn))
    return found


def run(pack: Any) -> tuple[dict[str, set[tuple[str, str]]], dict[str, set[tuple[str, str]]]]:
    """Ask of one repository that takes its images along and has no rules, alone and then as a stack."""
    common: dict[str, Any] = {
        "type": REPOSITORY,
        "name": "web",
        "urn": WEB,
        "properties": properties(name="web", imageTagMutability="IMMUTABLE", forceDelete=True),
    }
    alone = pack.Analyze(analyzer_pb2.AnalyzeRequest(**common))
    for each in alone.diagnostics:
        each.urn = WEB
    stack = analyzer_pb2.AnalyzeStackRequest(resources=[analyzer_pb2.AnalyzerResource(**common)])
    return said(alone), said(pack.AnalyzeStack(stack))


@pytest.mark.parametrize(
    ("entries", "alone", "stack", "advised"),
    [
        ([], {SP203}, {SP201}, set()),
        ([entry(expires=SOON)], set(), {SP201}, {SP203}),
        ([entry(expires=SOON, rule="SP201")], {SP203}, set(), {SP201}),
        ([entry(expires=SOON), entry(expires=SOON, rule="SP201", urn=full_urn("w*eb"))], set(), set(), {SP203, SP201}),
        ([entry(expires=YESTERDAY)], {SP203}, {SP201, ("SP901-waivers-hold", "")}, set()),
        ([entry(expires=SOON), entry(expires=SOON, rule="SP202")], set(), {SP201, ("SP901-waivers-hold", "")}, {SP203}),
        ([entry(expires=SOON, urn="web")], {SP203}, {SP201, ("SP901-waivers-hold", "")}, set()),
        ([entry(expires=SOON, urn=full_urn("web", stack="staging"))], {SP203}, {SP201}, set()),
    ],
    ids=["none", "of-a-resource", "of-a-stack", "both", "over", "not-needed", "no-urn", "elsewhere"],
)
def test_what_is_waived_is_advice(
    tmp_path: Path,
    entries: list[dict[str, Any]],
    alone: set[tuple[str, str]],
    stack: set[tuple[str, str]],
    advised: set[tuple[str, str]],
) -> None:
    """Mandatory no more, and shown when the whole stack is judged; so twice in one process, as in an update."""
    with served(pack_with(tmp_path, *entries)) as pack:
        for _ in range(2):
            first, whole = run(pack)
            assert {"mandatory": alone, "advisory": set()} == first
            assert {"mandatory": stack, "advisory": advised} == whole


def test_waivers_are_judged_when_all_else_is() -> None:
    """The policy that SP901 shares comes after all that look for something, whatever the order of their rules."""
    (high,) = (rule for rule in RULES if rule.name == "SP401-least-privilege")
    rules = [high, replace(high, severity="critical"), replace(high, severity="medium")]
    expected = ["SP-mandatory-critical", "SP-mandatory-medium", "SP-mandatory-high", "SP-waived"]
    assert expected == [each.name for each in as_policies(rules, read(entry()))]


def test_few_policies_see_the_whole_stack(tmp_path: Path) -> None:
    """At most six, with that for what is waived: for each of them the SDK reads all resources anew."""
    with served(pack_with(tmp_path, entry(expires=SOON))) as pack:
        kinds = {each.name: each.policy_type for each in pack.GetAnalyzerInfo(Empty()).policies}
    assert "SP-waived" in kinds
    assert list(kinds.values()).count(analyzer_pb2.POLICY_TYPE_STACK) <= 6


def test_a_pack_without_the_file_works(tmp_path: Path) -> None:
    """Nothing is waived."""
    folder = pack_with(tmp_path, entry(expires=SOON))
    (folder / "waivers.yaml").unlink()
    with served(folder) as pack:
        assert {SP203} == run(pack)[0]["mandatory"]
