"""What Pulumi's policy engine hands over, as plain data."""

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

from policy.adapter import as_policy, plain
from policy.model import UNKNOWN, Finding, Rule
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
    return SimpleNamespace(resource_type="t", name="n", urn=urn, props={}, property_dependencies={})


def test_findings_come_in_one_order() -> None:
    """Sorted by resource and message, whatever the order in which Pulumi hands over or a rule finds."""
    reported = []

    def report(message: str, urn: str | None) -> None:
        reported.append((message, urn))

    rule = Rule(
        name="test",
        description="Finds fault with everything, twice.",
        severity="low",
        alone=False,
        judge=lambda resources: [Finding(each.urn, said) for each in resources for said in ("z", "a")],
    )
    policy = cast("StackValidationPolicy", as_policy(rule))
    args = cast("Any", SimpleNamespace(resources=[resource("two"), resource("one")]))
    policy.validate(args, report)
    assert reported == [("a", "one"), ("z", "one"), ("a", "two"), ("z", "two")]


def test_every_rule_is_mandatory() -> None:
    """Mandatory, at the severity of the rule, and judged before creation where that is possible."""
    policies = [as_policy(rule) for rule in RULES]
    assert {policy.enforcement_level for policy in policies} == {EnforcementLevel.MANDATORY}
    assert [(policy.name, type(policy), policy.severity) for policy in policies] == [
        ("SP101-no-shared-push", StackValidationPolicy, Severity.CRITICAL),
        ("SP201-lifecycle-protects-pins", ResourceValidationPolicy, Severity.CRITICAL),
        ("SP201-repository-has-lifecycle-policy", StackValidationPolicy, Severity.CRITICAL),
        ("SP202-tags-immutable", ResourceValidationPolicy, Severity.HIGH),
        ("SP301-image-by-digest", ResourceValidationPolicy, Severity.CRITICAL),
        ("SP302-own-repository", StackValidationPolicy, Severity.HIGH),
        ("SP303-circuit-breaker", ResourceValidationPolicy, Severity.CRITICAL),
        ("SP303-deployment-group-is-known", StackValidationPolicy, Severity.CRITICAL),
    ]
