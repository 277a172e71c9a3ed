"""aws:ecr/repository:Repository."""

from typing import Any

from pulumi_aws import ecr

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Plain, Properties


class EcrRepository(ResourceType):
    """An image repository.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html.
    """

    resource, args, service = ecr.Repository, ecr.RepositoryArgs, "ecr"
    missing = frozenset({"RepositoryNotFoundException"})
    replaced_by = frozenset({"name", "encryptionConfigurations"})
    defaults = {"imageTagMutability": "MUTABLE"}  # noqa: RUF012
    computed = frozenset(
        {"name", "encryptionConfigurations", "encryptionConfigurations.kmsKey", "imageScanningConfiguration"}
    )
    carried = frozenset({"forceDelete"})
    allowed = {  # noqa: RUF012
        "imageTagMutability": ("MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION")
    }
    auto_name = AutoName(lower=True)

    def create(self, client: Any, inputs: Properties) -> str:
        asked: dict[str, Any] = {
            "repositoryName": inputs["name"],
            "imageTagMutability": inputs["imageTagMutability"],
            "tags": tags.pairs(inputs.get("tags", {})),
        }
        for encryption in inputs.get("encryptionConfigurations", []):
            asked["encryptionConfiguration"] = {"encryptionType": "AES256"} | encryption
        if scanning := inputs.get("imageScanningConfiguration"):
            asked["imageScanningConfiguration"] = scanning
        if filters := inputs.get("imageTagMutabilityExclusionFilters"):
            asked["imageTagMutabilityExclusionFilters"] = filters
        made: str = client.create_repository(**asked)["repository"]["repositoryName"]
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.describe_repositories(repositoryNames=[resource_id])["repositories"][0]
        tagged = client.list_tags_for_resource(resourceArn=held["repositoryArn"])["tags"]
        encryption: dict[str, Plain] = held["encryptionConfiguration"]
        return {
            "arn": held["repositoryArn"],
            "encryptionConfigurations": [{"kmsKey": ""} | encryption],
            "imageScanningConfiguration": held["imageScanningConfiguration"],
            "imageTagMutability": held["imageTagMutability"],
            "imageTagMutabilityExclusionFilters": held.get("imageTagMutabilityExclusionFilters", []),
            "name": held["repositoryName"],
            "registryId": held["registryId"],
            "repositoryUrl": held["repositoryUri"],
            "tags": tags.mapping(tagged),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if changed & {"imageTagMutability", "imageTagMutabilityExclusionFilters"}:
            filters = inputs.get("imageTagMutabilityExclusionFilters")
            client.put_image_tag_mutability(
                repositoryName=resource_id,
                imageTagMutability=inputs["imageTagMutability"],
                **({"imageTagMutabilityExclusionFilters": filters} if filters else {}),
            )
        if "imageScanningConfiguration" in changed:
            scanning = inputs.get("imageScanningConfiguration", {"scanOnPush": False})
            client.put_image_scanning_configuration(repositoryName=resource_id, imageScanningConfiguration=scanning)
        if "tags" in changed:
            self._put_tags(client, resource_id, inputs.get("tags", {}))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_repository(repositoryName=resource_id, force=state.get("forceDelete", False))

    def _put_tags(self, client: Any, resource_id: str, wanted: dict[str, str]) -> None:
        arn = client.describe_repositories(repositoryNames=[resource_id])["repositories"][0]["repositoryArn"]
        held = tags.mapping(client.list_tags_for_resource(resourceArn=arn)["tags"])
        gone, added = tags.changes(held, wanted)
        if gone:
            client.untag_resource(resourceArn=arn, tagKeys=gone)
        if added:
            client.tag_resource(resourceArn=arn, tags=tags.pairs(added))
