"""Inputs on their way to AWS, by the real Pulumi CLI: objects, unknowns, what is left out, and what is wrong."""

import json
from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.held import REPOSITORY, names, repository

Project = Callable[[str], Sandbox]

OBJECTS = """
from pulumi_aws import ecr
chosen = {"tagStatus": "tagged", "tagPrefixList": ["v"], "countType": "imageCountMoreThan", "countNumber": 3}
rule = {"rulePriority": 1, "selection": chosen, "action": {"type": "expire"}}
web = ecr.Repository("web", name="web", tags={"kept": "1", "left-out": None})
ecr.LifecyclePolicy("rules", repository=web.name, policy={"rules": [rule]})
ecr.RepositoryPolicy("readers", repository=web.name, policy={"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}]})
"""


def test_documents_may_be_objects(project: Project) -> None:
    """The SDK takes a policy as an object, too: ECR gets its JSON text, and the next preview shows no change."""
    sandbox = project(OBJECTS)
    sandbox.up()
    ecr = sandbox.aws("ecr")
    text = ecr.get_lifecycle_policy(repositoryName="web")["lifecyclePolicyText"]
    assert ["v"] == json.loads(text)["rules"][0]["selection"]["tagPrefixList"]
    assert "2012-10-17" == json.loads(ecr.get_repository_policy(repositoryName="web")["policyText"])["Version"]
    assert {"kept": "1"} == repository(sandbox)["tags"]
    assert {} == sandbox.planned("--refresh")


UNKNOWNS = """
import pulumi
from pulumi_aws import ecr
first = ecr.Repository("first", name="first")
arn = first.arn
ecr.Repository("second", name=arn.apply(lambda a: a.rsplit("/")[-1] + "-2"), tags=arn.apply(lambda a: {"of": a}))
ecr.RepositoryPolicy("readers", repository=first.name, policy={"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": first.registry_id}, "Action": "ecr:BatchGetImage"}]})
"""


def test_unknowns_may_be_anywhere(project: Project) -> None:
    """Whole inputs, parts of a document, all tags: a preview takes them, the update fills them in."""
    sandbox = project(UNKNOWNS)
    assert {"first", "readers", "second", "small-test"} == set(sandbox.planned()["create"])
    assert [] == names(sandbox)
    sandbox.up()
    assert {"of": repository(sandbox, "first")["repositoryArn"]} == repository(sandbox, "first-2")["tags"]
    policy = json.loads(sandbox.aws("ecr").get_repository_policy(repositoryName="first")["policyText"])
    assert {"AWS": "123456789012"} == policy["Statement"][0]["Principal"]
    assert {} == sandbox.planned("--refresh")


def test_a_block_that_is_left_out_stays_as_it_is(project: Project) -> None:
    """To say nothing of encryption or scanning any more is not to ask for another repository, or for no scanning."""
    sandbox = project(REPOSITORY)
    sandbox.up()
    sandbox.write(REPOSITORY.replace('image_scanning_configuration={"scan_on_push": True}, ', ""))
    assert {} == sandbox.planned("--refresh")
    sandbox.write(REPOSITORY.replace('name="web"', 'name="web", region="eu-west-1"'))  # where it is anyway
    assert {} == sandbox.planned("--refresh")
    assert {"scanOnPush": True} == repository(sandbox)["imageScanningConfiguration"]


WRONG = {
    "ecr.Repository('web', name=3)": "expected a string, got a whole number",
    "ecr.Repository('web', tags={'a': 1})": 'tags["a"]',
    "ecr.Repository('web', encryption_configurations=[{'kmsKeyy': 'x'}])": "encryptionConfigurations[0].kmsKeyy",
    "ecr.RepositoryPolicy('p', repository='x', policy={'Version': '2013-01-01', 'Statement': []})": "'2012-10-17'",
    "ecr.Repository('web', image_tag_mutability_exclusion_filters=[None])": "expected an object, got nothing",
    "ecr.Repository('web', image_tag_mutability='FROZEN')": "'FROZEN' is none of: MUTABLE, IMMUTABLE",
    "from pulumi_aws import kinesis; kinesis.Stream('s')": "does not know the type aws:kinesis/stream:Stream",
}


def test_a_wrong_program_is_told_where(project: Project) -> None:
    """A wrong input is named by its path, an unknown type as unknown, and nothing is made."""
    sandbox = project("")
    for program, message in WRONG.items():
        sandbox.write(f"from pulumi_aws import ecr\n{program}\n")
        assert message in sandbox.up(code=1)
    assert [] == names(sandbox)
