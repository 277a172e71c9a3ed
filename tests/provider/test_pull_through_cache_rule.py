"""ECR's pull-through cache rules behind the real Pulumi CLI."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]


def program(more: str) -> str:
    """A program with one rule."""
    return f"import pulumi\nfrom pulumi_aws import ecr\necr.PullThroughCacheRule('cache', {more})\n"


PUBLIC = program("ecr_repository_prefix='public', upstream_registry_url='public.ecr.aws'")


def held(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The rules that ECR holds."""
    return list(sandbox.aws("ecr").describe_pull_through_cache_rules()["pullThroughCacheRules"])


def secret(sandbox: Sandbox, name: str) -> str:
    """Make a secret, and return its ARN."""
    secrets = sandbox.aws("secretsmanager")
    return str(secrets.create_secret(Name=f"ecr-pullthroughcache/{name}", SecretString="{}")["ARN"])


def test_a_rule_arrives_and_goes(project: Project) -> None:
    """It reaches ECR, nothing is left to do, and a destroy leaves nothing."""
    sandbox = project(PUBLIC)
    sandbox.up()
    (rule,) = held(sandbox)
    assert ("public", "public.ecr.aws") == (rule["ecrRepositoryPrefix"], rule["upstreamRegistryUrl"])
    assert "123456789012" == sandbox.resources()["cache"]["outputs"]["registryId"]
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == held(sandbox)


def test_another_prefix_is_another_rule(project: Project) -> None:
    """ECR cannot rename."""
    sandbox = project(PUBLIC)
    sandbox.up()
    sandbox.write(PUBLIC.replace("'public'", "'mirror'"))
    assert ["cache"] == sandbox.planned()["replace"]
    sandbox.up()
    assert ["mirror"] == [rule["ecrRepositoryPrefix"] for rule in held(sandbox)]


def test_another_secret_is_taken_in_place(project: Project) -> None:
    """A rule for Docker Hub takes new credentials without being made anew."""
    sandbox = project("")
    first, second = secret(sandbox, "first"), secret(sandbox, "second")
    hub = "ecr_repository_prefix='hub', upstream_registry_url='registry-1.docker.io', credential_arn="
    sandbox.write(program(f"{hub}'{first}'"))
    sandbox.up()
    (before,) = held(sandbox)
    sandbox.write(program(f"{hub}'{second}'"))
    assert {"update": ["cache"]} == sandbox.planned()
    sandbox.up()
    (after,) = held(sandbox)
    assert (first, second) == (before["credentialArn"], after["credentialArn"])
    assert before["createdAt"] == after["createdAt"]


def test_an_existing_rule_is_imported(project: Project) -> None:
    """By its prefix; a program that says the same then has nothing to change."""
    arguments = "ecr_repository_prefix='public', upstream_registry_url='public.ecr.aws'"
    sandbox = project(program(f"{arguments}, opts=pulumi.ResourceOptions(import_='public')"))
    sandbox.aws("ecr").create_pull_through_cache_rule(
        ecrRepositoryPrefix="public", upstreamRegistryUrl="public.ecr.aws"
    )
    sandbox.up()
    sandbox.write(PUBLIC)
    assert {} == sandbox.planned()
    assert "public" == sandbox.resources()["cache"]["id"]


def test_a_rule_from_a_private_registry_matches_everything_there(project: Project) -> None:
    """ECR fills in ROOT as the upstream's prefix: no difference to a program that leaves it out."""
    url = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
    sandbox = project(program(f"ecr_repository_prefix='far', upstream_registry_url='{url}'"))
    sandbox.up()
    assert "ROOT" == sandbox.resources()["cache"]["outputs"]["upstreamRepositoryPrefix"]
    assert {} == sandbox.planned("--refresh")


def test_docker_hub_without_credentials_is_refused(project: Project) -> None:
    """In AWS's words."""
    sandbox = project(program("ecr_repository_prefix='hub', upstream_registry_url='registry-1.docker.io'"))
    assert "The specified upstream registry requires authentication" in sandbox.up(code=1)
    assert [] == held(sandbox)
