"""aws:ecs/clusterCapacityProviders:ClusterCapacityProviders."""

from typing import Any

from pulumi_aws import ecs

from splitctl.sandbox.provider.diff import Change
from splitctl.sandbox.provider.ecs_clusters import cluster
from splitctl.sandbox.provider.ecs_shapes import meaning
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Properties


class EcsClusterCapacityProviders(ResourceType):
    """What the tasks of a cluster may run on, and what they run on if they say nothing.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html.
    """

    resource, args, service = ecs.ClusterCapacityProviders, ecs.ClusterCapacityProvidersArgs, "ecs"
    missing = frozenset({"ClusterNotFoundException"})
    replaced_by = frozenset({"clusterName"})

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type. A cluster without any looks like one that nobody gave any."""
        found = super().problems(inputs)
        if not inputs.get("capacityProviders"):
            found.append(Problem("capacityProviders", "name at least one, such as FARGATE"))
        return found

    def create(self, client: Any, inputs: Properties) -> str:
        name: str = inputs["clusterName"]
        client.put_cluster_capacity_providers(
            cluster=name,
            capacityProviders=inputs.get("capacityProviders", []),
            defaultCapacityProviderStrategy=inputs.get("defaultCapacityProviderStrategies", []),
        )
        return name

    def read(self, client: Any, resource_id: str) -> Properties:
        held = cluster(client, resource_id)
        if not held.get("capacityProviders"):
            raise NotThereError("DescribeClusters", f"capacity provider of cluster {resource_id}")
        return {
            "capacityProviders": held.get("capacityProviders", []),
            "clusterName": held["clusterName"],
            "defaultCapacityProviderStrategies": held.get("defaultCapacityProviderStrategy", []),
        }

    def changes(self, old: Properties, new: Properties) -> list[Change]:
        found = super().changes(old, new)
        return [each for each in found if meaning(old.get(each.property)) != meaning(new.get(each.property))]

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        self.create(client, inputs)

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        self.create(client, {"clusterName": resource_id})
