"""Which repository, and of which environment, a reference names."""

import pytest

from policy.builds.reference import Place, Target, place, target
from policy.builds.world import ANY
from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN
from tests.policy.buildspecs import REGISTRY
from tests.policy.identities import ACCOUNT
from tests.policy.resources import repository

USUAL = Environments(DEFAULT)
# A reference with * for what is not known, and the account, the region and the name that it tells.
REFERENCES: dict[str, tuple[str, str, str] | None] = {
    f"{REGISTRY}/shop-prod:1": (ACCOUNT, "eu-west-1", "shop-prod"),
    f"docker://{REGISTRY}/team/shop@sha256:0": (ACCOUNT, "eu-west-1", "team/shop"),
    f"{ACCOUNT}.dkr-ecr.eu-west-1.on.aws/shop": (ACCOUNT, "eu-west-1", "shop"),
    f"{ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com/shop:1": (ACCOUNT, "us-east-1", "shop"),
    "*.dkr.ecr.*.amazonaws.com/shop:1": ("*", "*", "shop"),
    f"{ACCOUNT}.dkr.ecr.*.amazonaws.com/shop:1": (ACCOUNT, "*", "shop"),
    "*.amazonaws.com/shop:1": ("*", "*", "shop"),
    "*/shop-prod:1": ("*", "*", "shop-prod"),
    "*/*-prod:1": ("*", "*", "*-prod"),
    f"{REGISTRY}/shop-*:1": (ACCOUNT, "eu-west-1", "shop-*"),
    "*": ("*", "*", "*"),
    "*:1": ("*", "*", "*"),
    "*-prod:1": ("*", "*", "*-prod"),
    f"{REGISTRY}/$SHOP": (ACCOUNT, "eu-west-1", "*"),
    "shop:1": None,
    "shop-*:1": None,
    "team/shop:1": None,
    "docker.io/team/shop:1": None,
    "ghcr.io/*/shop:1": None,
    "*.gcr.io/shop": None,
    "public.ecr.aws/team/shop:1": None,
    "localhost:5000/shop": None,
    "oci-archive:shop.tar": None,
    "dir:///tmp/shop": None,
    "": None,
}


@pytest.mark.parametrize(("reference", "expected"), REFERENCES.items(), ids=REFERENCES)
def test_what_a_reference_tells(reference: str, expected: tuple[str, str, str] | None) -> None:
    """Account, region and name, as far as they are known; nothing of what is not in ECR."""
    assert (Target(*expected) if expected else None) == target(reference.replace("*", ANY))


def test_a_repository_of_the_stack_is_of_its_tag() -> None:
    """Whatever its name looks like; and one that is not known to be elsewhere is the one of that name."""
    blue = repository("shop-prod", tagsAll={TAG: "blue"}, region="eu-west-1", registryId=ACCOUNT)
    assert Place("blue", "shop-prod") == place(Target("*", "*", "shop-prod"), [blue], USUAL)
    assert Place("blue", "shop-prod") == place(Target(ACCOUNT, "eu-west-1", "shop-prod"), [blue], USUAL)
    for elsewhere in (Target(ACCOUNT, "us-east-1", "shop-prod"), Target("999999999999", "*", "shop-prod")):
        assert Place("prod", "shop-prod") == place(elsewhere, [blue], USUAL)
    late = repository("shop-prod", tagsAll={TAG: "blue"}, region=UNKNOWN, registryId=UNKNOWN)
    assert Place("blue", "shop-prod") == place(Target("999999999999", "us-east-1", "shop-prod"), [late], USUAL)


def test_a_name_of_which_not_all_is_known() -> None:
    """It is of an environment only if all are that it may be, those of the stack as well."""
    assert Place("prod", "*-prod") == place(Target("*", "*", "*-prod"), [repository("shop-prod")], USUAL)
    blue = repository("shop-prod", tagsAll={TAG: "blue"})
    assert Place("", "") == place(Target("*", "*", "*-prod"), [blue], USUAL)
    assert Place("", "") == place(Target("*", "*", "shop-*"), [], USUAL)
    assert Place("", "") == place(Target("*", "*", "*"), [], USUAL)


def test_a_name_that_tells_no_environment() -> None:
    """It is known which repository it is, and not of which environment."""
    assert Place("", "shop") == place(Target("*", "*", "shop"), [], USUAL)
    assert Place("", "shop") == place(Target("*", "*", "shop"), [repository("shop")], USUAL)
    ambiguous = [repository("shop", tagsAll={TAG: each}, region=UNKNOWN) for each in ("blue", "green")]
    assert Place("", "shop") == place(Target("*", "*", "shop"), ambiguous, USUAL)
