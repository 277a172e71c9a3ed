"""aws:ecs/getCluster:getCluster."""

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.ecs_clusters import cluster
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class OneCluster(Lookup):
    """The ECS cluster of a name. One that does not exist, or was deleted, is an error.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html.
    """

    token = "aws:ecs/getCluster:getCluster"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ecs", asked.get("region"))
        held = cluster(client, asked["clusterName"])
        connect = held.get("serviceConnectDefaults")
        return {
            "arn": held["clusterArn"],
            "clusterName": held["clusterName"],
            "id": held["clusterArn"],
            "pendingTasksCount": held["pendingTasksCount"],
            "region": client.meta.region_name,
            "registeredContainerInstancesCount": held["registeredContainerInstancesCount"],
            "runningTasksCount": held["runningTasksCount"],
            "serviceConnectDefaults": [connect] if connect else [],
            "settings": held["settings"],
            "status": held["status"],
            "tags": tags.mapping(held.get("tags", [])),
        }
