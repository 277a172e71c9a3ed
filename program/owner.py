"""Which stack has what the apps of an environment share."""

import pulumi
from pulumi_aws import ecs

from components.place import Place
from naming.names import cluster_name
from naming.tags import STACK
from settings import ConfigurationError
from settings.commands import NAMESPACE
from settings.problem import Problem, message


def this_stack() -> str:
    """How tags call this stack: without its organization, which is another in another backend."""
    return f"{pulumi.get_project()}/{pulumi.get_stack()}"


def check_owner(environment: str, place: Place) -> None:
    """Raise ConfigurationError if the cluster that is to be made for an environment is there, and another stack's.

    ECS answers with the one that is there, and Pulumi would take it for this stack's: to empty it, and to delete the
    topic beside it, as soon as this stack needs them no more.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
    """
    name = cluster_name(environment)
    # To ask for one that is not there would be an error.
    if place.cluster_arn(name) not in ecs.get_clusters().cluster_arns:
        return
    cluster = ecs.get_cluster(cluster_name=name)
    owner, this = (cluster.tags or {}).get(STACK), this_stack()
    # Without the tag it is this stack's own most likely, made by an earlier version of the program.
    if cluster.status == "ACTIVE" and owner not in (None, this):
        problem = Problem("environment", _told(cluster, owner, this), (_taking(owner),))
        raise ConfigurationError(message([problem], pulumi.get_stack()))


def _told(cluster: ecs.GetClusterResult, owner: str, this: str) -> str:
    tag = f"--resource-arn {cluster.arn} --tags key={STACK},value={this}"
    return (
        f'cluster {cluster.cluster_name} belongs to stack "{owner}", as does all that apps of this environment share; '
        f"take it from there, or use another environment (if {owner} was the name of this stack, tell the cluster the "
        f"new one: aws ecs tag-resource {tag})"
    )


def _taking(owner: str) -> str:
    project, _, stack = owner.rpartition("/")
    of = stack if project == pulumi.get_project() else f"{pulumi.get_organization()}/{owner}"
    return f"pulumi config set {NAMESPACE}:sharedFrom {of}"
