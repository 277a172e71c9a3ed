"""The VPC that an environment is in: the same for as long as there is anything of it."""

from pulumi_aws import ec2

from components.network import Network
from naming.tags import environment_tags


def check_vpc(environment: str, network: Network | None) -> None:
    """Raise ValueError if what there is of an environment is in another VPC than `network`. None: one that is made.

    Security groups, target groups and load balancers are in one VPC for good. To make new ones Pulumi would first take
    away what lets requests in to the old ones, and only then find out that they are in use, or protected.
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
    """
    tags = environment_tags(environment)
    # Whatever runs has a security group, and so has the load balancer.
    there = set(ec2.get_security_groups(tags=tags).vpc_ids)
    if not there:
        return
    wanted = {str(network.vpc_id)} if network else set(ec2.get_vpcs(tags=tags).ids)
    if there.isdisjoint(wanted):
        raise ValueError(
            f'split-pipelines:network: what there is of "{environment}" is in {_names(there)}, and this network is '
            f"{_names(wanted) or 'a VPC of its own'}. Nothing of it can move there, so nothing was changed. Put the "
            f"network back as it was; to move, make a second environment in the other VPC: docs/services.md says how"
        )


def _names(vpcs: set[str]) -> str:
    return ", ".join(sorted(vpcs))
