"""Between Pulumi's policy engine and the rules: the only file that knows the former."""

from collections import defaultdict
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

from policy.model import UNKNOWN, Resource, Rule

_inputs: dict[str, frozenset[str]] = {}
"""What programs give of each resource, by URN: only resource policies see inputs, and the engine runs them first."""


def as_policies(rules: Sequence[Rule]) -> list[Policy]:
    """Make rules into policies that Pulumi can run.

    For each policy of a whole stack the SDK reads all of its resources anew, which takes most of the time. So the
    rules that judge a stack and have no options share one for each level and severity, and their findings begin with
    the rule's name.
    """
    alone = [_policy(rule.name, rule.description, [rule]) for rule in rules if rule.alone or rule.options]
    together: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if not (rule.alone or rule.options):
            together[f"SP-{rule.level}-{rule.severity}"].append(rule)
    return [*alone, *(_policy(name, "What the whole stack must hold to.", found) for name, found in together.items())]


def _policy(name: str, description: str, rules: Sequence[Rule]) -> Policy:
    """Make one policy of rules that see as much, and are of one level and severity."""
    first = rules[0]

    def report(
        args: ResourceValidationArgs | StackValidationArgs,
        resources: Sequence[Resource],
        report_violation: ReportViolation,
    ) -> None:
        for rule in rules:
            judge = rule.configured(args.get_config()) if rule.configured else rule.judge
            title = "" if rule.name == name else f"{rule.name}: {rule.description}\n"
            # Pulumi hands over resources in an order that varies; the report should not.
            for finding in sorted(judge(resources)):
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
        "config_schema": PolicyConfigSchema(dict(first.options)) if first.options else None,
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
