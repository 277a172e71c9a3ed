"""ECR's pull-through cache rules in the embedded AWS."""

from typing import Any

import boto3
import pytest

from splitctl.sandbox.world import World

HUB = "registry-1.docker.io"
PUBLIC = "public.ecr.aws"
NOWHERE = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/nowhere-AbCdEf"


def client(world: World, service: str, region: str = "eu-west-1") -> Any:
    """A client of the world."""
    return boto3.client(service, region, endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x")


@pytest.fixture
def ecr(world: World) -> Any:
    """A client of a world of the test's own."""
    return client(world, "ecr")


def secret(world: World, name: str = "ecr-pullthroughcache/hub", region: str = "eu-west-1") -> str:
    """Make a secret, and return its ARN."""
    return str(client(world, "secretsmanager", region).create_secret(Name=name, SecretString="{}")["ARN"])


def test_a_rule_is_held_until_it_is_deleted(ecr: Any) -> None:
    """Each operation answers with it, and afterwards it is not found."""
    made = ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="public", upstreamRegistryUrl=PUBLIC)
    (held,) = ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["public"])["pullThroughCacheRules"]
    deleted = ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="public")
    for answer in (made, held, deleted):
        assert ("public", PUBLIC, "123456789012") == tuple(
            answer[name] for name in ("ecrRepositoryPrefix", "upstreamRegistryUrl", "registryId")
        )
    assert "ecr-public" == held["upstreamRegistry"]
    assert [] == ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]


def test_a_rule_that_is_not_there_is_said(ecr: Any) -> None:
    """By every operation that names one."""
    for operation, arguments in (
        (ecr.describe_pull_through_cache_rules, {"ecrRepositoryPrefixes": ["none"]}),
        (ecr.update_pull_through_cache_rule, {"ecrRepositoryPrefix": "none"}),
        (ecr.delete_pull_through_cache_rule, {"ecrRepositoryPrefix": "none"}),
        (ecr.validate_pull_through_cache_rule, {"ecrRepositoryPrefix": "none"}),
    ):
        with pytest.raises(ecr.exceptions.PullThroughCacheRuleNotFoundException, match="'none'"):
            operation(**arguments)


def test_rules_come_in_pages(ecr: Any) -> None:
    """All of them, each once, however small the pages are."""
    prefixes = ["alpha", "beta", "delta", "gamma"]
    for prefix in prefixes:
        ecr.create_pull_through_cache_rule(ecrRepositoryPrefix=prefix, upstreamRegistryUrl=PUBLIC)
    pages = list(ecr.get_paginator("describe_pull_through_cache_rules").paginate(PaginationConfig={"PageSize": 2}))
    found = [[rule["ecrRepositoryPrefix"] for rule in page["pullThroughCacheRules"]] for page in pages]
    assert [prefixes[:2], prefixes[2:]] == found


def test_a_prefix_is_taken_once_in_a_region(world: World, ecr: Any) -> None:
    """Another region has rules of its own."""
    rule = {"ecrRepositoryPrefix": "public", "upstreamRegistryUrl": PUBLIC}
    ecr.create_pull_through_cache_rule(**rule)
    with pytest.raises(ecr.exceptions.PullThroughCacheRuleAlreadyExistsException, match="'public'"):
        ecr.create_pull_through_cache_rule(**rule)
    client(world, "ecr", "eu-central-1").create_pull_through_cache_rule(**rule)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("quay.io", "quay"),
        ("registry.k8s.io", "k8s"),
        ("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "ecr"),
        (HUB, "docker-hub"),
        ("ghcr.io", "github-container-registry"),
        ("registry.gitlab.com", "gitlab-container-registry"),
        ("mine.azurecr.io", "azure-container-registry"),
        ("cgr.dev", "chainguard"),
    ],
)
def test_each_upstream_is_known_by_its_url(world: World, ecr: Any, url: str, name: str) -> None:
    """Some of them only with a secret."""
    rule = {"ecrRepositoryPrefix": "cache", "upstreamRegistryUrl": url}
    if name in ("quay", "k8s", "ecr"):
        ecr.create_pull_through_cache_rule(**rule)
    else:
        with pytest.raises(ecr.exceptions.UnsupportedUpstreamRegistryException, match="requires authentication"):
            ecr.create_pull_through_cache_rule(**rule)
        ecr.create_pull_through_cache_rule(**rule, credentialArn=secret(world))
    (held,) = ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
    assert name == held["upstreamRegistry"]


@pytest.mark.parametrize("url", ["harbor.example.com", "https://public.ecr.aws", "public.ecr.aws.example.com"])
def test_an_upstream_that_ecr_does_not_know_is_refused(ecr: Any, url: str) -> None:
    """By name, whole, and without a scheme."""
    with pytest.raises(ecr.exceptions.UnsupportedUpstreamRegistryException, match=f"URL {url} is invalid"):
        ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="cache", upstreamRegistryUrl=url)


def test_a_secret_must_be_there(world: World, ecr: Any) -> None:
    """In the rule's own region, for a new rule as for a change; a change that is refused changes nothing."""
    rule = {"ecrRepositoryPrefix": "hub", "upstreamRegistryUrl": HUB}
    for arn in (NOWHERE, secret(world, region="eu-central-1")):
        with pytest.raises(ecr.exceptions.SecretNotFoundException, match=arn):
            ecr.create_pull_through_cache_rule(**rule, credentialArn=arn)
    good = secret(world)
    ecr.create_pull_through_cache_rule(**rule, credentialArn=good)
    with pytest.raises(ecr.exceptions.SecretNotFoundException, match=NOWHERE):
        ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="hub", credentialArn=NOWHERE)
    (held,) = ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
    assert good == held["credentialArn"]


def test_a_secret_must_be_named_for_it(world: World, ecr: Any) -> None:
    """ECR may only read secrets whose names begin with its prefix."""
    arn = secret(world, "credentials-of-docker-hub")
    with pytest.raises(ecr.exceptions.InvalidParameterException, match=r"'credentialArn' .*ecr.*pullthroughcache"):
        ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="hub", upstreamRegistryUrl=HUB, credentialArn=arn)


def test_a_rule_whose_secret_is_gone_is_not_valid(world: World, ecr: Any) -> None:
    """And says why."""
    arn = secret(world)
    ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="hub", upstreamRegistryUrl=HUB, credentialArn=arn)
    assert ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="hub")["isValid"] is True
    client(world, "secretsmanager").delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
    answer = ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="hub")
    assert answer["isValid"] is False
    assert arn in answer["failure"]
