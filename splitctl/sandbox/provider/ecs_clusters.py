"""ECS's clusters, for types and lookups alike: without the classes of pulumi_aws, which a lookup need not load."""

from typing import Any

from splitctl.sandbox.provider.resource import NotThereError
from splitctl.sandbox.provider.values import Properties


def cluster(client: Any, name_or_arn: str) -> Properties:
    """What ECS holds of a cluster. Raises NotThereError if there is none, or it has been deleted."""
    found = client.describe_clusters(clusters=[name_or_arn], include=["SETTINGS", "TAGS"])["clusters"]
    if not found or found[0]["status"] == "INACTIVE":
        raise NotThereError("DescribeClusters", f"cluster {name_or_arn}")
    held: Properties = found[0]
    return held
