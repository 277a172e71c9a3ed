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

from policy.model import UNKNOWN, Resource, Rule

_inputs: dict[str, frozenset[str]] = {}
"""What programs give of each resource, by URN: only resource policies see inputs, and the engine runs them first."""


def as_policy(rule: Rule) -> Policy:
    """Make a rule into a policy that Pulumi can run."""

    def report(
        args: ResourceValidationArgs | StackValidationArgs,
        resources: Sequence[Resource],
        report_violation: ReportViolation,
    ) -> None:
        judge = rule.configured(args.get_config()) if rule.configured else rule.judge
        # Pulumi hands over resources in an order that varies; the report should not.
        for finding in sorted(judge(resources)):
            # gRPC takes no halves of characters, which JSON may hold.
            report_violation(finding.message.encode("utf-8", "replace").decode(), finding.urn)

    def judge_one(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
        _inputs[args.urn] = frozenset(args.props)
        report(args, [_resource(args)], report_violation)

    def judge_all(args: StackValidationArgs, report_violation: ReportViolation) -> None:
        resources = sorted((_resource(resource) for resource in args.resources), key=lambda one: one.urn)
        report(args, resources, report_violation)

    terms: dict[str, Any] = {
        "name": rule.name,
        "description": rule.description,
        "severity": Severity(rule.severity),
        "enforcement_level": EnforcementLevel.MANDATORY,
        "config_schema": PolicyConfigSchema(dict(rule.options)) if rule.options else None,
    }
    if rule.alone:
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
    )
