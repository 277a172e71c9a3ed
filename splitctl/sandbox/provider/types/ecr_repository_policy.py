"""aws:ecr/repositoryPolicy:RepositoryPolicy."""

from typing import Any

from pulumi_aws import ecr

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class EcrRepositoryPolicy(ResourceType):
    """Who may use it.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html.
    """

    resource, args, service = ecr.RepositoryPolicy, ecr.RepositoryPolicyArgs, "ecr"
    missing = frozenset({"RepositoryPolicyNotFoundException", "RepositoryNotFoundException"})
    replaced_by = frozenset({"repository"})
    documents = frozenset({"policy"})

    def create(self, client: Any, inputs: Properties) -> str:
        put = client.set_repository_policy(repositoryName=inputs["repository"], policyText=inputs["policy"])
        made: str = put["repositoryName"]
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_repository_policy(repositoryName=resource_id)
        return {
            "policy": held["policyText"],
            "registryId": held["registryId"],
            "repository": held["repositoryName"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs | {"repository": resource_id})

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_repository_policy(repositoryName=resource_id)
