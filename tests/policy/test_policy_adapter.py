"""What Pulumi's policy engine hands over, as plain data."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy, Severity, StackValidationPolicy
from pulumi_policy.proxy import (
    UNKNOWN_ARRAY_VALUE,
    UNKNOWN_BOOLEAN_VALUE,
    UNKNOWN_NUMBER_VALUE,
    UNKNOWN_OBJECT_VALUE,
    UNKNOWN_STRING_VALUE,
    unknown_checking_proxy,
)

from policy.adapter import as_policies, plain
from policy.model import UNKNOWN, Finding, Judge, Resource, Rule
from policy.rules import RULES

SENTINELS = [
    UNKNOWN_ARRAY_VALUE,
    UNKNOWN_BOOLEAN_VALUE,
    UNKNOWN_NUMBER_VALUE,
    UNKNOWN_OBJECT_VALUE,
    UNKNOWN_STRING_VALUE,
]

known = st.none() | st.booleans() | st.text(max_size=5) | st.integers(0, 9)
data = st.recursive(
    known, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(st.dictionaries(st.text(max_size=3), data))
def test_what_is_known_arrives_as_it_was(props: dict[str, Any]) -> None:
    """Mappings, lists and values are what they were before Pulumi wrapped them."""
    assert plain(unknown_checking_proxy(props)) == props


def test_unknowns_are_found_at_any_depth() -> None:
    """UNKNOWN stands where a value is not known; all around it is there."""
    for sentinel in SENTINELS:
        props = {"a": sentinel, "b": [1, sentinel, {"c": sentinel, "d": 2}], "e": "known"}
        expected = {"a": UNKNOWN, "b": [1, UNKNOWN, {"c": UNKNOWN, "d": 2}], "e": "known"}
        assert plain(unknown_checking_proxy(props)) == expected


def test_whole_numbers_are_whole() -> None:
    """30.0 is 30, since all numbers arrive as floats; 0.5 and true stay what they are."""
    numbers = plain([30.0, 0.5, True])
    assert numbers == [30, 0.5, True]
    assert [type(number) for number in numbers] == [int, float, bool]


def resource(urn: str) -> Any:
    """Make a resource as Pulumi hands it over."""
    opts = SimpleNamespace(protect=urn == "two")
    return SimpleNamespace(resource_type="t", name="n", urn=urn, props={}, property_dependencies={}, opts=opts)


def rule(judge: Judge, **others: Any) -> Rule:
    """Make a rule that sees the whole stack."""
    said: dict[str, Any] = {"name": "test", "description": "Finds fault.", "severity": "low", "alone": False}
    return Rule(**said | {"judge": judge} | others)


def reports(*rules: Rule) -> dict[str, list[tuple[str, str | None]]]:
    """What the policies that are made of these rules report of a stack of two resources, by their names."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for policy in as_policies(rules):
        args = cast("Any", SimpleNamespace(resources=[resource("two"), resource("one")], get_config=dict))
        reported = found.setdefault(policy.name, [])
        cast("StackValidationPolicy", policy).validate(args, lambda *said, to=reported: to.append(said))
    return found


def twice(resources: Sequence[Resource]) -> list[Finding]:
    """Find fault with everything, twice."""
    return [Finding(each.urn, said) for each in resources for said in ("z", "a")]


def test_findings_come_in_one_order() -> None:
    """Sorted by resource and message, whatever the order in which Pulumi hands over or a rule finds."""
    made = rule(twice, options={"x": {}}, configured=lambda _: twice)
    assert {"test": [("a", "one"), ("z", "one"), ("a", "two"), ("z", "two")]} == reports(made)


def test_rules_of_one_level_and_severity_share_a_policy() -> None:
    """Their names come first in the messages; a rule with options has a policy of its own, which takes them."""
    one, other = (rule(lambda found: [Finding(found[0].urn, "said")], name=name) for name in ("one", "other"))
    graver, milder = replace(one, severity="high"), replace(one, level="advisory")
    assert {
        "own": [("a", "one"), ("z", "one"), ("a", "two"), ("z", "two")],
        "SP-mandatory-low": [("one: Finds fault.\nsaid", "one"), ("other: Finds fault.\nsaid", "one")],
        "SP-mandatory-high": [("one: Finds fault.\nsaid", "one")],
        "SP-advisory-low": [("one: Finds fault.\nsaid", "one")],
    } == reports(one, rule(twice, name="own", options={"x": {}}, configured=lambda _: twice), other, graver, milder)


def test_a_rule_with_options_may_share_a_policy() -> None:
    """Then that takes them: what the configuration says of the policy is each such rule's."""
    named = (
        rule(twice, name=name, options={name: {}}, configured=lambda config: lambda _: [Finding("one", str(config))])
        for name in ("one", "other")
    )
    shared = [replace(each, together=True) for each in named]
    assert {
        "SP-mandatory-low": [("one: Finds fault.\n{}", "one"), ("other: Finds fault.\n{}", "one")],
    } == reports(*shared)
    (policy,) = as_policies(shared)
    assert policy.config_schema
    assert {"one": {}, "other": {}} == policy.config_schema.properties


def test_it_is_seen_what_pulumi_protects() -> None:
    """A resource is protected if its options say so, and not otherwise."""
    made = rule(lambda found: [Finding(each.urn, str(each.protected)) for each in found])
    assert {"SP-mandatory-low": [("test: Finds fault.\nFalse", "one"), ("test: Finds fault.\nTrue", "two")]} == reports(
        made
    )


def test_a_policy_is_what_its_rule_says() -> None:
    """Its level, its severity, and whether it is asked before creation."""
    (alone,) = as_policies([rule(twice, level="advisory", severity="medium", alone=True)])
    assert (EnforcementLevel.ADVISORY, Severity.MEDIUM) == (alone.enforcement_level, alone.severity)
    assert isinstance(alone, ResourceValidationPolicy)
    (whole,) = as_policies([rule(twice)])
    assert (EnforcementLevel.MANDATORY, Severity.LOW) == (whole.enforcement_level, whole.severity)
    assert isinstance(whole, StackValidationPolicy)


def test_what_each_rule_is() -> None:
    """Mandatory but for advice, and judged before creation where that is possible."""
    assert [
        ("SP101-no-shared-push", "mandatory", "critical", "stack"),
        ("SP102-no-shared-project", "mandatory", "critical", "stack"),
        ("SP103-no-shared-buildspec", "mandatory", "high", "stack"),
        ("SP104-no-indirect-push", "mandatory", "high", "stack"),
        ("SP201-lifecycle-protects-pins", "mandatory", "critical", "alone"),
        ("SP201-repository-has-lifecycle-policy", "mandatory", "critical", "stack"),
        ("SP202-tags-immutable", "mandatory", "high", "alone"),
        ("SP203-images-stay", "mandatory", "high", "alone"),
        ("SP203-live-repository-protected", "mandatory", "high", "stack"),
        ("SP301-image-by-digest", "mandatory", "critical", "alone"),
        ("SP302-own-repository", "mandatory", "high", "stack"),
        ("SP303-circuit-breaker", "mandatory", "critical", "alone"),
        ("SP303-deployment-group-is-known", "mandatory", "critical", "stack"),
        ("SP304-update-waits", "advisory", "medium", "alone"),
        ("SP401-least-privilege", "mandatory", "high", "stack"),
        ("SP402-roles-not-confused", "advisory", "medium", "alone"),
        ("SP403-no-plain-secrets", "mandatory", "medium", "alone"),
        ("SP403-privileged-to-push", "mandatory", "medium", "stack"),
    ] == [(each.name, each.level, each.severity, "alone" if each.alone else "stack") for each in RULES]


def test_few_policies_see_the_whole_stack() -> None:
    """At most six: for each of them the SDK reads all resources anew."""
    assert sum(isinstance(policy, StackValidationPolicy) for policy in as_policies(RULES)) <= 6
