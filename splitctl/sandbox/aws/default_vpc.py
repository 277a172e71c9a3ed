"""A region's default VPC, whose subnets reach the internet: moto's has no gateway.

https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html.
"""

from typing import Any

from moto.ec2.models import EC2Backend

_EVERYWHERE = "0.0.0.0/0"


def correct() -> None:
    """Give the default VPC an internet gateway, and its main route table a route to it."""
    create = EC2Backend.create_default_vpc

    def create_default_vpc(backend: Any) -> Any:
        vpc = create(backend)
        gateway = backend.create_internet_gateway()
        backend.attach_internet_gateway(gateway.id, vpc.id)
        (main,) = backend.describe_route_tables(filters={"vpc-id": [vpc.id], "association.main": ["true"]})
        backend.create_route(main.id, _EVERYWHERE, gateway_id=gateway.id)
        return vpc

    setattr(EC2Backend, "create_default_vpc", create_default_vpc)  # noqa: B010 - mypy knows no method to assign to
