"""aws:ecs/getClusters:getClusters."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class SomeClusters(Lookup):
    """The ARNs of all ECS clusters: of none as well.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html.
    """

    token = "aws:ecs/getClusters:getClusters"

    def answer(self, session: Session, asked: Properties) -> Properties:
        client = session.client("ecs", asked.get("region"))
        pages = client.get_paginator("list_clusters").paginate()
        return {
            "clusterArns": [arn for page in pages for arn in page["clusterArns"]],
            "region": client.meta.region_name,
        }
