"""Networks that are there, looked up and checked before anything is made in them; and one that is made."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import pulumi
import pulumi_awsx as awsx
from pulumi_aws import ec2

from components.network import Network
from naming.tags import environment_tags

_Found = TypeVar("_Found")
_LEAST_ZONES = 2
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"""


def default_network() -> Network:
    """The region's default VPC. Its subnets are public, and tasks without a public address could not pull there.

    Raises ValueError if it has none. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
    """
    vpc = _found("the region's default VPC cannot be looked up", partial(ec2.get_vpc, default=True))
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

    Raises ValueError for a subnet that is not there, or of another VPC, and for public subnets in fewer than two
    availability zones, which are too few for a load balancer.
    """
    zones = set()
    for each in dict.fromkeys([*subnets, *public_subnets]):
        subnet = _found(f"{each} cannot be looked up", partial(ec2.get_subnet, id=each))
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
    name: str,
    environment: str,
    opts: pulumi.ResourceOptions | None = None,
    *,
    stack: str | None = None,
    disposable: bool = False,
) -> Network:
    """A VPC of the environment's own: public and private subnets in three zones, one NAT gateway for each zone.

    `stack` is the one that it is of, for a tag. Default: there is no such tag. `disposable` says that it may be lost
    with the stack. Default: it may not, and is protected.

    Tasks run in the private ones. A NAT gateway costs by the hour, and so do three.
    """
    # Pulumi would take away the NAT gateways and routes of all that runs there before AWS refuses to delete the rest.
    kept = pulumi.ResourceOptions(protect=not disposable)
    vpc = awsx.ec2.Vpc(
        name,
        tags=environment_tags(environment, stack=stack, disposable=disposable),
        opts=pulumi.ResourceOptions.merge(kept, opts),
    )
    return Network(
        vpc_id=vpc.vpc_id,
        task_subnets=vpc.private_subnet_ids,
        public_subnets=vpc.public_subnet_ids,
        assign_public_ip=False,
    )


def _found(lost: str, look: Callable[[], _Found]) -> _Found:
    """What AWS says. Raises ValueError with AWS's reason if it is `lost`."""
    try:
        return look()
    except Exception as error:  # the SDK raises no other
        reason = str(error).rpartition("returned an error: ")[2]
        raise ValueError(f"{lost}: {reason}; name a network that is there") from error
