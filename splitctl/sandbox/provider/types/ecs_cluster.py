"""aws:ecs/cluster:Cluster."""

from typing import Any

from pulumi_aws import ecs

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.ecs_clusters import cluster
from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.values import Properties


class EcsCluster(ResourceType):
    """Where tasks and services live. The id is the ARN; an import names it.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html.
    """

    resource, args, service = ecs.Cluster, ecs.ClusterArgs, "ecs"
    missing = frozenset({"ClusterNotFoundException"})
    replaced_by = frozenset({"name"})
    computed = frozenset({"settings"})
    refused = frozenset({"configuration", "serviceConnectDefaults"})
    auto_name = AutoName()

    def create(self, client: Any, inputs: Properties) -> str:
        asked: dict[str, Any] = {"settings": inputs["settings"]} if inputs.get("settings") else {}
        if labels := inputs.get("tags"):
            asked["tags"] = tags.pairs(labels, ("key", "value"))
        return str(client.create_cluster(clusterName=inputs["name"], **asked)["cluster"]["clusterArn"])

    def find(self, client: Any, inputs: Properties) -> str | None:
        held = self.read_if_there(client, inputs["name"])
        return str(held["arn"]) if held else None

    def read(self, client: Any, resource_id: str) -> Properties:
        held = cluster(client, resource_id)
        return {
            **dict.fromkeys(self.refused),
            "arn": held["clusterArn"],
            "name": held["clusterName"],
            "settings": held["settings"],
            "tags": tags.mapping(held.get("tags", [])),
        }

    def proper_id(self, resource_id: str, state: Properties) -> str:
        return str(state["arn"])

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        if "settings" in changed and inputs.get("settings"):
            client.update_cluster(cluster=resource_id, settings=inputs["settings"])
        if "tags" in changed:
            held = cluster(client, resource_id)
            gone, added = tags.changes(tags.mapping(held.get("tags", [])), inputs.get("tags", {}))
            if gone:
                client.untag_resource(resourceArn=held["clusterArn"], tagKeys=gone)
            if added:
                client.tag_resource(resourceArn=held["clusterArn"], tags=tags.pairs(added, ("key", "value")))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_cluster(cluster=resource_id)
