"""SP201: every repository has a lifecycle policy, and it can never take a pinned image."""

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
from retention.build import PINNED
from retention.contract import MOST_IMAGES
from retention.documents import parse_policy
from retention.fate import doing
from retention.history import History
from retention.problems import InvalidDocument
from retention.verify import Safe, Undecided, Unsafe, verify

_FIRST_RULE = f'tagPatternList ["pin-*"], countType imageCountMoreThan, countNumber {MOST_IMAGES}'

_REMEDY = f"Give the rule with the lowest rulePriority {_FIRST_RULE}"
_TOLD_BY = "`splitctl explain POLICY.json --in-use 'pin-*'`"


def unprotected_pins(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find lifecycle policies by which ECR could come to expire or archive an image that carries a pin."""
    for policy in _of_type(LIFECYCLE_POLICY, resources):
        # The SDK takes the document as an object, too.
        document = policy.props.get("policy", "")
        try:
            text = (
                document
                if isinstance(document, str)
                else json.dumps(document, separators=(",", ":"), ensure_ascii=False)
            )
        except TypeError:
            yield undetermined(policy, "policy")
            continue
        flaw = _flaw(text)
        if flaw:
            yield Finding(policy.urn, f"{policy.name}: {flaw}")


def _flaw(text: str) -> str | None:
    """Say what is wrong with a lifecycle policy, and quote nothing of it: it may be secret."""
    try:
        verdict = verify(parse_policy(text), PINNED)
    except InvalidDocument as error:
        count = len(error.problems)
        told = "it" if count == 1 else "them"
        return f"ECR would refuse this policy, for {_counted(count, 'reason')}; {_TOLD_BY} tells {told}."
    match verdict:
        case Safe():
            return None
        case Undecided(rule):
            open_question = f"whether rule {rule.priority} ever takes a pinned image cannot be told"
            return f"{open_question}. {_REMEDY}; {_TOLD_BY} tells why."
        case Unsafe(history):
            return f"{_loss(history)}. {_REMEDY}; {_TOLD_BY} tells how it happens."


def _loss(history: History) -> str:
    """Say how a pinned image is lost, without its tags: they may be made of what the policy says."""
    when = [
        *([_counted(history.further_pushes, "further push", "es")] if history.further_pushes else []),
        *([_counted(history.days, "day")] if history.days else []),
    ]
    what = f"rule {history.rule.priority} {doing(history.rule)}s an image that is pinned, and so in use"
    return f"{what}, after {' and '.join(when)}"


def _counted(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}{'' if number == 1 else plural}"


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
                f"{repository.name}: no lifecycle policy is for this repository, so images pile up until "
                "somebody adds one in haste. Add an "
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
        description="No rule of a lifecycle policy can ever expire or archive an image tagged pin-*.",
        why=(
            "An image with a pin is in use. Once it is gone, the next task that ECS starts cannot pull it, and "
            "the service is down."
        ),
        fails=(
            "A lifecycle policy by which a pinned image could ever be expired or archived, after however many "
            "pushes and days; one that ECR would refuse; and one that is not known before the update."
        ),
        fix=f"{_REMEDY}.",
        pages=("https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",),
        severity="critical",
        alone=True,
        judge=unprotected_pins,
    ),
    Rule(
        name="SP201-repository-has-lifecycle-policy",
        description="Every repository has exactly one lifecycle policy.",
        why=(
            "Without one, images pile up until somebody adds one in haste; and of two, ECR keeps the one that was "
            "written last."
        ),
        fails=(
            "A repository that no lifecycle policy of the stack is for, or more than one; and a policy of which "
            "it cannot be told which repository it is for."
        ),
        fix=f"Give each repository one aws.ecr.LifecyclePolicy with its name, and as first rule {_FIRST_RULE}.",
        pages=("https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html",),
        severity="critical",
        alone=False,
        judge=unruled_repositories,
    ),
)


def _of_type(kind: str, resources: Sequence[Resource]) -> list[Resource]:
    return [resource for resource in resources if resource.type == kind]
