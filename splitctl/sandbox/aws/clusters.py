"""ECS's clusters: what ends, and what stays while it is in use.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html,
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html and
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html.
"""

from typing import Any

from moto.ecs.exceptions import ClusterNotFoundException, ECSException, InvalidParameterException
from moto.ecs.models import Cluster, EC2ContainerServiceBackend


class ClusterInUseError(ECSException):
    """Something still runs in the cluster."""

    def __init__(self) -> None:
        super().__init__("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")


def correct() -> None:
    """Make no cluster twice, take a deleted one for gone, and delete none that has services."""
    create, get = EC2ContainerServiceBackend.create_cluster, EC2ContainerServiceBackend._get_cluster  # noqa: SLF001
    delete, provide = (
        EC2ContainerServiceBackend.delete_cluster,
        EC2ContainerServiceBackend.put_cluster_capacity_providers,
    )

    def create_cluster(backend: EC2ContainerServiceBackend, cluster_name: str, *others: Any, **named: Any) -> Cluster:
        held = backend.clusters.get(cluster_name)
        if held and held.status == "ACTIVE":
            return held
        made: Cluster = create(backend, cluster_name, *others, **named)
        made.tags = made.tags or []
        return made

    def get_active_cluster(backend: EC2ContainerServiceBackend, name: str) -> Cluster:
        cluster: Cluster = get(backend, name)
        if cluster.status != "ACTIVE":
            raise ClusterNotFoundException
        return cluster

    def delete_cluster(backend: EC2ContainerServiceBackend, cluster_str: str) -> Cluster:
        cluster = get_active_cluster(backend, cluster_str)
        if any(each.cluster_name == cluster.name and each.status == "ACTIVE" for each in backend.services.values()):
            raise ClusterInUseError
        ended: Cluster = delete(backend, cluster_str)
        return ended

    def put_cluster_capacity_providers(
        backend: EC2ContainerServiceBackend,
        cluster_name: str,
        capacity_providers: list[str] | None,
        default_capacity_provider_strategy: list[dict[str, Any]] | None,
    ) -> Cluster:
        providers, strategy = capacity_providers or [], default_capacity_provider_strategy or []
        if {each["capacityProvider"] for each in strategy} - set(providers):
            raise InvalidParameterException(
                "The default capacity provider strategy cannot contain a capacity provider that is not associated "
                "with the cluster."
            )
        whole = [{"base": 0, "weight": 0} | each for each in strategy]
        changed: Cluster = provide(backend, cluster_name, providers, whole)
        return changed

    for original, replacement in (
        (create, create_cluster),
        (get, get_active_cluster),
        (delete, delete_cluster),
        (EC2ContainerServiceBackend.list_clusters, _active),
        (provide, put_cluster_capacity_providers),
    ):
        setattr(EC2ContainerServiceBackend, original.__name__, replacement)


def _active(backend: EC2ContainerServiceBackend) -> list[str]:
    return [str(each.arn) for each in backend.clusters.values() if each.status == "ACTIVE"]
