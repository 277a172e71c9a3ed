"""The provider behind the real Pulumi CLI: what a program says, and what AWS holds afterwards."""

import json
from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.held import REPOSITORY, names, repository

Project = Callable[[str], Sandbox]

WITH_POLICY = """
import json, pulumi
from pulumi_aws import ecr
count = pulumi.Config().get_int("count") or 3
web = ecr.Repository("web", name=pulumi.Config().get("name") or "web", force_delete=True)
rule = {"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count},
        "action": {"type": "expire"}}
ecr.LifecyclePolicy("rules", repository=web.name, policy=json.dumps({"rules": [rule]}))
ecr.RepositoryPolicy("readers", repository=web.name, policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "ecr:BatchGetImage"}]}))
pulumi.export("url", web.repository_url)
"""


def test_an_update_makes_what_the_program_says(project: Project) -> None:
    """Inputs, nested ones and tags arrive in ECR, the second update has nothing to do, and a destroy leaves nothing."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    held = repository(sandbox)
    assert "IMMUTABLE" == held["imageTagMutability"]
    assert {"scanOnPush": True} == held["imageScanningConfiguration"]
    assert {"team": "blue"} == held["tags"]
    assert {} == sandbox.planned("--refresh")
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert [] == names(sandbox)


def test_a_preview_knows_what_can_be_known_and_makes_nothing(project: Project) -> None:
    """What AWS will choose is unknown in a preview, and so is what depends on it; the program runs all the same."""
    sandbox = project(WITH_POLICY)
    printed = sandbox.pulumi("preview")
    assert "url: [unknown]" in printed
    assert [] == names(sandbox)


def test_drift_is_found_and_mended(project: Project) -> None:
    """What somebody changed behind Pulumi's back shows in a refreshed preview, and the update puts it back."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    ecr = sandbox.aws("ecr")
    ecr.put_image_tag_mutability(repositoryName="web", imageTagMutability="MUTABLE")
    ecr.put_image_scanning_configuration(repositoryName="web", imageScanningConfiguration={"scanOnPush": False})
    ecr.tag_resource(resourceArn=repository(sandbox)["repositoryArn"], tags=[{"Key": "team", "Value": "red"}])
    ecr.tag_resource(resourceArn=repository(sandbox)["repositoryArn"], tags=[{"Key": "other", "Value": "x"}])
    assert {"update": ["web"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    held = repository(sandbox)
    assert "IMMUTABLE" == held["imageTagMutability"]
    assert {"scanOnPush": True} == held["imageScanningConfiguration"]
    assert {"team": "blue"} == held["tags"]


def test_what_was_deleted_is_made_again(project: Project) -> None:
    """A refresh notices that a repository is gone."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    sandbox.aws("ecr").delete_repository(repositoryName="web")
    assert {"create": ["web"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    assert ["web"] == names(sandbox)


def test_another_name_is_another_repository(project: Project) -> None:
    """A change that AWS cannot make in place replaces the resource and what hangs on it."""
    sandbox = project(WITH_POLICY)
    sandbox.up()
    sandbox.pulumi("config", "set", "name", "site")
    assert {"rules", "readers", "web"} == set(sandbox.planned()["replace"])
    sandbox.up()
    assert ["site"] == names(sandbox)
    assert sandbox.aws("ecr").get_lifecycle_policy(repositoryName="site")["lifecyclePolicyText"]
    assert sandbox.aws("ecr").get_repository_policy(repositoryName="site")["policyText"]


def test_a_replaced_lifecycle_policy_is_still_there(project: Project) -> None:
    """A repository has one policy: the old one goes before the new one comes, or the new one would go with it."""
    sandbox = project(WITH_POLICY)
    sandbox.up()
    sandbox.pulumi("config", "set", "count", "7")
    assert ["rules"] == sandbox.planned()["replace"]
    sandbox.up()
    text = sandbox.aws("ecr").get_lifecycle_policy(repositoryName="web")["lifecyclePolicyText"]
    assert 7 == json.loads(text)["rules"][0]["selection"]["countNumber"]


def test_another_spacing_of_a_policy_is_no_change(project: Project) -> None:
    """A policy that was written anew with the same meaning, by hand or by the program, is not touched."""
    sandbox = project(WITH_POLICY)
    sandbox.up()
    ecr = sandbox.aws("ecr")
    policy = json.loads(ecr.get_lifecycle_policy(repositoryName="web")["lifecyclePolicyText"])
    ecr.put_lifecycle_policy(repositoryName="web", lifecyclePolicyText=json.dumps(policy, indent=4))
    sandbox.write(WITH_POLICY.replace('"rules": [rule]})', '"rules": [rule]}, indent=1)'))
    assert {} == sandbox.planned("--refresh")


def test_a_provider_of_ones_own(project: Project) -> None:
    """An explicit provider has a region and default tags of its own; what its resources hold is where it says."""
    sandbox = project(
        "import pulumi, pulumi_aws as aws\n"
        "there = aws.Provider('there', region='eu-west-3', default_tags={'tags': {'by': 'there'}})\n"
        "aws.ecr.Repository('web', name='web', opts=pulumi.ResourceOptions(provider=there))\n"
    )
    sandbox.up()
    assert [] == names(sandbox)
    (held,) = sandbox.aws("ecr", "eu-west-3").describe_repositories()["repositories"]
    tags = sandbox.aws("ecr", "eu-west-3").list_tags_for_resource(resourceArn=held["repositoryArn"])["tags"]
    assert [{"Key": "by", "Value": "there"}] == tags
    assert {} == sandbox.planned("--refresh")


def test_a_resource_without_a_name_gets_one_and_keeps_it(project: Project) -> None:
    """The name is made once: later updates do not replace the repository for another name."""
    sandbox = project('from pulumi_aws import ecr\necr.Repository("Web")\n')
    sandbox.up()
    (name,) = names(sandbox)
    assert name.startswith("web-")
    sandbox.write('from pulumi_aws import ecr\necr.Repository("Web", image_tag_mutability="IMMUTABLE")\n')
    sandbox.up()
    assert [name] == names(sandbox)
    assert "IMMUTABLE" == repository(sandbox, name)["imageTagMutability"]


def test_default_tags_reach_every_resource(project: Project) -> None:
    """Tags of the provider's configuration are there beneath the resource's own, and a change of them is a change."""
    sandbox = project(REPOSITORY)
    sandbox.pulumi("config", "set", "--path", "aws:defaultTags.tags.owner", "ops")
    sandbox.pulumi("config", "set", "--path", "aws:defaultTags.tags.team", "none")
    sandbox.up()
    assert {"owner": "ops", "team": "blue"} == repository(sandbox)["tags"]
    assert {} == sandbox.planned("--refresh")
    assert {"team": "blue"} == sandbox.resources()["web"]["outputs"]["tags"]
    sandbox.pulumi("config", "set", "--path", "aws:defaultTags.tags.owner", "dev")
    sandbox.up()
    assert {"owner": "dev", "team": "blue"} == repository(sandbox)["tags"]


def test_another_region_is_another_place(project: Project) -> None:
    """A stack that moves has its resources made in the new region and removed from the old one."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    sandbox.pulumi("config", "set", "aws:region", "eu-central-1")
    sandbox.up()
    assert [] == names(sandbox)
    (moved,) = sandbox.aws("ecr", "eu-central-1").describe_repositories()["repositories"]
    assert "web" == moved["repositoryName"]


def test_what_aws_refuses_is_said_in_its_words(project: Project) -> None:
    """An error of AWS's reaches the user as it is, and fails the update."""
    sandbox = project("from pulumi_aws import ecr\necr.Repository('web', name='NOT lower')\n")
    assert "InvalidParameterException" in sandbox.up(code=1)
    assert [] == names(sandbox)


def test_a_repository_with_images_is_not_deleted(project: Project) -> None:
    """ECR's own protection holds: without force_delete the images stay, and the update says why."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []})
    sandbox.aws("ecr").put_image(repositoryName="web", imageManifest=manifest, imageTag="build-1")
    assert "RepositoryNotEmptyException" in sandbox.pulumi("destroy", "--yes", "--skip-preview", code=1)
    assert ["web"] == names(sandbox)
