"""Which repository of ECR a reference names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iam.wildcards import matches, overlaps
from policy.builds.world import ANY
from policy.environments import Environments, in_words
from policy.model import UNKNOWN, Resource
from policy.repositories import account_of, label_of, name_of, region_of

# The account and the region, by each endpoint that ECR has, with what is not known in their place:
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
_HOST = re.compile(
    rf"([0-9]{{12}}|{ANY}+)\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+|{ANY}+)\.[a-z0-9.{ANY}-]+", re.ASCII | re.IGNORECASE
)
_MAY_BE_HOST = re.compile(rf"[0-9]{{0,12}}{ANY}.*", re.DOTALL)
_ENDPOINTS = (
    "*.dkr?ecr*.amazonaws.com",
    "*.dkr?ecr*.amazonaws.com.cn",
    "*.dkr?ecr*.on.aws",
    "*.dkr?ecr*.on.amazonwebservices.com.cn",
)
_NAME = re.compile(r"[a-z0-9*._/-]+", re.ASCII)


@dataclass(frozen=True)
class Target:
    """A repository of ECR, or several, by patterns in which `*` is any text."""

    account: str
    region: str
    name: str

    def may_be(self, repository: Resource) -> bool:
        """Whether it may be this repository of the stack: as far as that is known, nothing says otherwise."""
        region, account, name = region_of(repository), account_of(repository), name_of(repository)
        return (
            isinstance(name, str)
            and matches(self.name, name)
            and (region is UNKNOWN or matches(self.region, region))
            and (account is None or matches(self.account, account))
        )


@dataclass(frozen=True, order=True)
class Place:
    """Where a push goes."""

    environment: str
    """"" if nothing tells which."""
    repository: str
    """Its name; "" if that is not known."""

    def in_words(self) -> str:
        """As a finding tells of it."""
        return in_words(self.repository, self.environment) if self.repository else "where cannot be told"


def target(reference: str) -> Target | None:
    """Read a reference, as tools take them. None if it is not of ECR, or of its public registry.

    Before the first slash is the registry, even if that is not known: an image's name alone is one of Docker Hub.
    """
    scheme, separator, address = reference.rpartition("://")
    if separator and scheme not in ("docker", "oci", ANY):
        return None
    host, slash, name = address.partition("/")
    found = _HOST.fullmatch(host)
    account, region = (each.replace(ANY, "*") for each in found.groups()) if found else ("*", "*")
    if not found and not (_MAY_BE_HOST.fullmatch(host) and _may_be_endpoint(host if slash else ANY)):
        return None
    # Without a slash all of it may be in what is not known: `$REPOSITORY-prod`.
    named = re.split("[:@]", name if slash else host, maxsplit=1)[0].replace(ANY, "*")
    return Target(account, region, named if _NAME.fullmatch(named) else "*")


def _may_be_endpoint(host: str) -> bool:
    return any(overlaps(each, host.replace(ANY, "*")) for each in _ENDPOINTS)


def place(target: Target, repositories: Sequence[Resource], environments: Environments) -> Place:
    """Tell where a push goes: for repositories of the stack by tag, else by name, and for others by name."""
    own = [each for each in repositories if target.may_be(each)]
    is_one = "*" not in target.name
    found = {environments.of_repository(each) for each in own}
    if not (own and is_one):
        found.add(environments.of_name(target.name) if is_one else environments.of_pattern(target.name))
    environment = found.pop() if len(found) == 1 else None
    label = label_of(own[0]) if is_one and own else target.name
    return Place(environment or "", label if environment or is_one else "")
