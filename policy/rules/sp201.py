"""SP201: every repository has a lifecycle policy, and it leaves pinned images alone."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from policy.model import (
    LIFECYCLE_POLICY,
    REPOSITORY,
    UNKNOWN,
    Finding,
    Resource,
    Rule,
    Unknown,
    undetermined,
)
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
        owner = _owner(policy, repositories)
        if isinstance(owner, Resource):
            owned[owner.urn].append(policy.name)
        elif owner is UNKNOWN:
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


def _owner(policy: Resource, repositories: Sequence[Resource]) -> Resource | Unknown | None:
    """Return the repository that `policy` is for; None if it is in no part of this stack."""
    name, region = policy.props.get("repository", UNKNOWN), _region(policy)
    possible = [
        each
        for each in repositories
        if name in (_name(each), UNKNOWN) or _name(each) is UNKNOWN
        if region in (_region(each), UNKNOWN) or _region(each) is UNKNOWN
    ]
    # The program says where a name comes from, known or not. Else name and region must tell which one: the same
    # region, or for both the one that the provider has.
    linked = [each for each in possible if each.urn in policy.sources.get("repository", ())]
    named = [each for each in possible if name is not UNKNOWN and (_name(each), _region(each)) == (name, region)]
    for candidates in (linked, named):
        if len(candidates) == 1:
            return candidates[0]
    return UNKNOWN if possible else None


def _name(repository: Resource) -> Any:
    return repository.props.get("name", UNKNOWN)


def _region(resource: Resource) -> Any:
    """Where a resource is. UNKNOWN if that is left to the provider, and not said yet."""
    return resource.props.get("region") or UNKNOWN
