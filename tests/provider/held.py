"""What ECR holds, and the program that most tests begin with."""

from typing import Any

from tests.conftest import Sandbox

REPOSITORY = """
from pulumi_aws import ecr
ecr.Repository("web", name="web", image_tag_mutability="IMMUTABLE",
    image_scanning_configuration={"scan_on_push": True}, tags={"team": "blue"})
"""


def repository(sandbox: Sandbox, name: str = "web") -> dict[str, Any]:
    """What ECR holds of a repository, tags included."""
    ecr = sandbox.aws("ecr")
    (held,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
    tags = ecr.list_tags_for_resource(resourceArn=held["repositoryArn"])["tags"]
    return {**held, "tags": {tag["Key"]: tag["Value"] for tag in tags}}


def names(sandbox: Sandbox) -> list[str]:
    """The repositories that ECR holds."""
    return sorted(each["repositoryName"] for each in sandbox.aws("ecr").describe_repositories()["repositories"])
