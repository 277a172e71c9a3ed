"""Between Pulumi's policy engine and the rules: the only file that knows the former."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from policy.ledger import Ledger
from policy.model import UNKNOWN, Resource, Rule
from policy.rules.sp901 import waived_findings, waivers_hold
from policy.waivers import NO_WAIVERS, Waivers

_inputs: dict[str, frozenset[str]] = {}
"""What programs give of each resource, by URN: only resource policies see inputs, and the engine runs them first."""


def as_policies(rules: Sequence[Rule], waivers: Waivers = NO_WAIVERS) -> list[Policy]:
    """Make rules into policies that Pulumi can run, and that let pass what is waived. Default: nothing is.

    For each policy of a whole stack the SDK reads all of its resources anew, which takes most of the time. So the
    rules that judge a stack and have no options share one for each level and severity, as some that have options do.
    Their findings begin with the rule's name. The SDK runs policies in this order, those of a whole stack last.
    """
    ledger = Ledger(rules, waivers)
    alone = [_policy(rule.name, rule.description, [rule], ledger) for rule in rules if _has_its_own(rule)]
    together: dict[str, list[Rule]] = {}
    for rule in [*rules, waivers_hold(ledger)] if waivers else rules:
        if not _has_its_own(rule):
            name = f"SP-{rule.level}-{rule.severity}"
            # Taken out and put back, the policy of the last rule is the last: waivers are judged when all else is.
            together[name] = [*together.pop(name, []), rule]
    shared = [_policy(name, "What the whole stack must hold to.", found, ledger) for name, found in together.items()]
    if not waivers:
        return [*alone, *shared]
    waived = waived_findings(ledger)
    return [*alone, *shared, _policy(waived.name, waived.description, [waived], ledger)]


def _has_its_own(rule: Rule) -> bool:
    return rule.alone or (bool(rule.options) and not rule.together)


def _policy(name: str, description: str, rules: Sequence[Rule], ledger: Ledger) -> Policy:
    """Make one policy of rules that see as much, and are of one level and severity."""
    first = rules[0]
    options = {option: schema for rule in rules for option, schema in rule.options.items()}

    def report(
        args: ResourceValidationArgs | StackValidationArgs,
        resources: Sequence[Resource],
        report_violation: ReportViolation,
    ) -> None:
        for rule in rules:
            judge = rule.configured(args.get_config()) if rule.configured else rule.judge
            title = "" if rule.name == name else f"{rule.name}: {rule.description}\n"
            # Pulumi hands over resources in an order that varies; the report should not.
            for finding in ledger.kept(rule, resources, sorted(judge(resources))):
                # gRPC takes no halves of characters, which JSON may hold.
                report_violation(title + finding.message.encode("utf-8", "replace").decode(), finding.urn)

    def judge_one(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
        _inputs[args.urn] = frozenset(args.props)
        report(args, [_resource(args)], report_violation)

    def judge_all(args: StackValidationArgs, report_violation: ReportViolation) -> None:
        resources = sorted((_resource(resource) for resource in args.resources), key=lambda one: one.urn)
        report(args, resources, report_violation)

    terms: dict[str, Any] = {
        "name": name,
        "description": description,
        "severity": Severity(first.severity),
        "enforcement_level": EnforcementLevel(first.level),
        "config_schema": PolicyConfigSchema(options) if options else None,
    }
    if first.alone:
        return ResourceValidationPolicy(validate=judge_one, **terms)
    return StackValidationPolicy(validate=judge_all, **terms)


def plain(value: Any) -> Any:
    """Turn what the engine hands over into plain data, with UNKNOWN where a preview cannot tell.

    The engine's own mappings raise when an unknown value is read, and Pulumi then skips the rest of the
    policy with no more than a warning: a mandatory rule would pass.
    """
    if isinstance(value, Mapping):
        return {key: _item(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_item(value, index) for index in range(len(value))]
    # Numbers come over the wire as floats.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _item(container: Any, key: Any) -> Any:
    try:
        value = container[key]
    except UnknownValueError:
        return UNKNOWN
    return plain(value)


def _resource(given: ResourceValidationArgs | PolicyResource) -> Resource:
    # Only a stack's resources say where their values come from.
    sources = getattr(given, "property_dependencies", {})
    return Resource(
        type=given.resource_type,
        name=given.name,
        urn=given.urn,
        props=plain(given.props),
        sources={prop: [source.urn for source in found] for prop, found in sources.items()},
        inputs=_inputs.get(given.urn),
        protected=given.opts.protect,
    )
