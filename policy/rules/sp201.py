"""SP201: every repository has a lifecycle policy, and it leaves pinned images alone."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from policy.model import (
    LIFECYCLE_POLICY,
    REPOSITORY,
    UNKNOWN,
    Finding,
    Resource,
    Rule,
    undetermined,
)
from policy.repositories import owner
from retention.pins import NEVER_FIRES, Answer, claims_pins

_FIRST_RULE = f'tagPatternList ["pin-*"], countType imageCountMoreThan, countNumber {NEVER_FIRES}'


def unprotected_pins(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find lifecycle policies whose first rule does not keep every pinned image."""
    for policy in _of_type(LIFECYCLE_POLICY, resources):
        # The SDK takes the document as an object, too.
        document = policy.props.get("policy", "")
        try:
            text = document if isinstance(document, str) else json.dumps(document)
        except TypeError:
            yield undetermined(policy, "policy")
            continue
        verdict = claims_pins(text)
        if verdict.answer is not Answer.SAFE:
            yield Finding(
                policy.urn,
                f"{policy.name}: {verdict.reason}. Give the rule with the lowest rulePriority {_FIRST_RULE}.",
            )


def unruled_repositories(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find repositories that have no lifecycle policy, or more than the one that ECR keeps."""
    repositories = _of_type(REPOSITORY, resources)
    owned: defaultdict[str, list[str]] = defaultdict(list)
    for policy in _of_type(LIFECYCLE_POLICY, resources):
        found = owner(policy, repositories)
        if isinstance(found, Resource):
            owned[found.urn].append(policy.name)
        elif found is UNKNOWN:
            yield Finding(
                policy.urn,
                f"{policy.name}: which repository it is for cannot be told. Set its repository to the name "
                "output of one aws.ecr.Repository.",
            )
    for repository in repositories:
        policies = sorted(owned[repository.urn])
        if not policies:
            yield Finding(
                repository.urn,
                f"{repository.name}: no lifecycle policy is for this repository. Add an "
                f"aws.ecr.LifecyclePolicy with its name, and as first rule {_FIRST_RULE}.",
            )
        elif len(policies) > 1:
            yield Finding(
                repository.urn,
                f"{repository.name}: {' and '.join(policies)} are for this repository, and ECR keeps only "
                "the one written last. Remove all but one.",
            )


RULES = (
    Rule(
        name="SP201-lifecycle-protects-pins",
        description="The first rule of a lifecycle policy claims every image tagged pin-* and never fires.",
        severity="critical",
        alone=True,
        judge=unprotected_pins,
    ),
    Rule(
        name="SP201-repository-has-lifecycle-policy",
        description="Every repository has exactly one lifecycle policy.",
        severity="critical",
        alone=False,
        judge=unruled_repositories,
    ),
)


def _of_type(kind: str, resources: Sequence[Resource]) -> list[Resource]:
    return [resource for resource in resources if resource.type == kind]
