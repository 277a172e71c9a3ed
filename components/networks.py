"""Networks that are there, looked up and checked before anything is made in them; and one that is made."""

from collections.abc import Sequence

import pulumi
import pulumi_awsx as awsx
from pulumi_aws import ec2

from components.network import Network
from naming.tags import environment_tags

_LEAST_ZONES = 2
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"""


def default_network() -> Network:
    """The region's default VPC. Its subnets are public, and tasks without a public address could not pull there.

    https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
    """
    vpc = ec2.get_vpc(default=True)
    subnets = ec2.get_subnets(
        filters=[
            ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc.id]),
            ec2.GetSubnetsFilterArgs(name="default-for-az", values=["true"]),
        ]
    )
    found = sorted(subnets.ids)
    return Network(vpc_id=vpc.id, task_subnets=found, public_subnets=found, assign_public_ip=True)


def existing_network(
    vpc_id: str, *, subnets: Sequence[str], public_subnets: Sequence[str], assign_public_ip: bool
) -> Network:
    """A VPC and subnets of it, by their ids.

    Raises ValueError for a subnet of another VPC, and for public subnets in fewer than two availability zones, which
    are too few for a load balancer.
    """
    zones = set()
    for each in dict.fromkeys([*subnets, *public_subnets]):
        subnet = ec2.get_subnet(id=each)
        if subnet.vpc_id != vpc_id:
            raise ValueError(f"{each} is a subnet of {subnet.vpc_id}, and not of {vpc_id}; name subnets of one VPC")
        if each in public_subnets:
            zones.add(subnet.availability_zone)
    if len(zones) < _LEAST_ZONES:
        raise ValueError(
            f"the public subnets are in {len(zones)} availability zone{'' if len(zones) == 1 else 's'}, and a load "
            f"balancer needs {_LEAST_ZONES}; name subnets in more"
        )
    return Network(
        vpc_id=vpc_id,
        task_subnets=list(subnets),
        public_subnets=list(public_subnets),
        assign_public_ip=assign_public_ip,
    )


def created_network(
    name: str, environment: str, opts: pulumi.ResourceOptions | None = None, *, disposable: bool = False
) -> Network:
    """A VPC of the environment's own: public and private subnets in three zones, one NAT gateway for each zone.

    `disposable` says that it may be lost with the stack. Default: it may not.

    Tasks run in the private ones. A NAT gateway costs by the hour, and so do three.
    """
    vpc = awsx.ec2.Vpc(name, tags=environment_tags(environment, disposable=disposable), opts=opts)
    return Network(
        vpc_id=vpc.vpc_id,
        task_subnets=vpc.private_subnet_ids,
        public_subnets=vpc.public_subnet_ids,
        assign_public_ip=False,
    )
