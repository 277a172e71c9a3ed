"""A stack's repositories, and which of them a resource is about."""

from collections.abc import Sequence
from typing import Any

from policy.model import UNKNOWN, Resource, Unknown


def owner(about: Resource, repositories: Sequence[Resource]) -> Resource | Unknown | None:
    """Return the repository that `about` names by its `repository`; None if it is in no part of this stack."""
    name, region = about.props.get("repository", UNKNOWN), region_of(about)
    possible = [
        each
        for each in repositories
        if name in (name_of(each), UNKNOWN) or name_of(each) is UNKNOWN
        if region in (region_of(each), UNKNOWN) or region_of(each) is UNKNOWN
    ]
    # The program says where a name comes from, known or not. Else name and region must tell which one: the same
    # region, or for both the one that the provider has.
    linked = [each for each in possible if each.urn in about.sources.get("repository", ())]
    named = [each for each in possible if name is not UNKNOWN and (name_of(each), region_of(each)) == (name, region)]
    for candidates in (linked, named):
        if len(candidates) == 1:
            return candidates[0]
    return UNKNOWN if possible else None


def name_of(repository: Resource) -> Any:
    """A repository's name in ECR."""
    return repository.props.get("name", UNKNOWN)


def label_of(repository: Resource) -> str:
    """What people know it by: its name in ECR, or where that is not known yet, in the program."""
    name = name_of(repository)
    return name if isinstance(name, str) else repository.name


def arn_of(repository: Resource) -> str:
    """A repository's ARN, with wildcards for what is not known yet."""
    arn = repository.props.get("arn", UNKNOWN)
    if isinstance(arn, str):
        return arn
    name, region = (value if isinstance(value, str) else "*" for value in (name_of(repository), region_of(repository)))
    return f"arn:*:ecr:{region}:*:repository/{name}"


def account_of(repository: Resource) -> str | None:
    """The account that a repository is in. None before it is made."""
    account = repository.props.get("registryId", UNKNOWN)
    return account if isinstance(account, str) else None


def region_of(resource: Resource) -> Any:
    """Where a resource is. UNKNOWN if that is left to the provider, and not said yet."""
    return resource.props.get("region") or UNKNOWN
