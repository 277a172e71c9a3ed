"""Where tasks and load balancers are: a VPC and its subnets."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class Network:
    """A VPC, whoever made it. Only `assign_public_ip` decides what is made; the rest may be outputs."""

    vpc_id: pulumi.Input[str]
    task_subnets: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets that tasks run in. They pull images from there: each needs a way to ECR."""
    public_subnets: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets that the load balancer is reached in, in two availability zones or more."""
    assign_public_ip: bool
    """Whether tasks get public addresses: in a public subnet they could not pull without.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
    """
