"""aws:ecr/pullThroughCacheRule:PullThroughCacheRule."""

from typing import Any

from pulumi_aws import ecr

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class EcrPullThroughCacheRule(ResourceType):
    """Images of another registry by way of one's own.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html.
    """

    resource, args, service = ecr.PullThroughCacheRule, ecr.PullThroughCacheRuleArgs, "ecr"
    missing = frozenset({"PullThroughCacheRuleNotFoundException"})
    replaced_by = frozenset({"ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"})
    computed = frozenset({"upstreamRepositoryPrefix"})

    def create(self, client: Any, inputs: Properties) -> str:
        asked = {name: inputs[name] for name in self.args_names() - {"region"} if name in inputs}
        made: str = client.create_pull_through_cache_rule(**asked)["ecrRepositoryPrefix"]
        return made

    def expected_id(self, inputs: Properties) -> str | None:
        return inputs.get("ecrRepositoryPrefix")

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.describe_pull_through_cache_rules(ecrRepositoryPrefixes=[resource_id])["pullThroughCacheRules"][0]
        return {
            "credentialArn": held.get("credentialArn"),
            "customRoleArn": held.get("customRoleArn"),
            "ecrRepositoryPrefix": held["ecrRepositoryPrefix"],
            "registryId": held["registryId"],
            "upstreamRegistryUrl": held["upstreamRegistryUrl"],
            "upstreamRepositoryPrefix": held.get("upstreamRepositoryPrefix"),
        }

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        # AWS cannot take either away again: as with the official provider, one that is left out stays.
        given = {name: inputs[name] for name in ("credentialArn", "customRoleArn") if name in inputs}
        client.update_pull_through_cache_rule(ecrRepositoryPrefix=resource_id, **given)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_pull_through_cache_rule(ecrRepositoryPrefix=resource_id)
