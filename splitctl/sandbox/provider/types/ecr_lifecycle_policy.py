"""aws:ecr/lifecyclePolicy:LifecyclePolicy."""

from typing import Any

from pulumi_aws import ecr

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class EcrLifecyclePolicy(ResourceType):
    """What ECR expires.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html.
    """

    resource, args, service = ecr.LifecyclePolicy, ecr.LifecyclePolicyArgs, "ecr"
    missing = frozenset({"LifecyclePolicyNotFoundException", "RepositoryNotFoundException"})
    # As with the official provider, another text is another policy: it has no update, and it deletes the old one
    # first, since a repository has only one (pulumi/pulumi-aws#2075, hashicorp/terraform-provider-aws#49624).
    replaced_by = frozenset({"repository", "policy"})
    documents = frozenset({"policy"})

    def create(self, client: Any, inputs: Properties) -> str:
        put = client.put_lifecycle_policy(repositoryName=inputs["repository"], lifecyclePolicyText=inputs["policy"])
        made: str = put["repositoryName"]
        return made

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_lifecycle_policy(repositoryName=resource_id)
        return {
            "policy": held["lifecyclePolicyText"],
            "registryId": held["registryId"],
            "repository": held["repositoryName"],
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        raise AssertionError(f"a lifecycle policy is replaced, never updated: {sorted(changed)}")

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_lifecycle_policy(repositoryName=resource_id)

    def deleted_before_replaced(self, old: Properties, new: Properties) -> bool:
        return True
