"""What the configuration may say of what an environment's services share: network, load balancer, certificate."""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator

from settings.text import Model, matching

_LISTENER = re.compile(
    r"arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener/(app/[A-Za-z0-9-]{1,32}/[0-9a-f]{16})/[0-9a-f]{16}",
    re.ASCII,
)
_ID = r"-([0-9a-f]{17}|[0-9a-f]{8})"

Stack = Annotated[
    str,
    matching(
        # https://www.pulumi.com/docs/iac/concepts/stacks/
        re.compile(r"([\w.-]+/[\w.-]+/)?[\w.-]{1,100}", re.ASCII),
        "{} cannot be a stack; use the name of one of this project, or organization/project/stack",
    ),
]
Vpc = Annotated[
    str, matching(re.compile(f"vpc{_ID}"), "{} is not the id of a VPC; use one such as vpc-0123456789abcdef0")
]
Subnet = Annotated[
    str, matching(re.compile(f"subnet{_ID}"), "{} is not the id of a subnet; use one such as subnet-0123456789abcdef0")
]
SecurityGroup = Annotated[
    str,
    matching(re.compile(f"sg{_ID}"), "{} is not the id of a security group; use one such as sg-0123456789abcdef0"),
]
Listener = Annotated[
    str,
    matching(_LISTENER, "{} is not the ARN of a listener of an application load balancer; it has :listener/app/ in it"),
]
Cluster = Annotated[
    str,
    matching(
        re.compile(r"arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:cluster/[\w-]{1,255}", re.ASCII),
        "{} is not the ARN of an ECS cluster; `aws ecs list-clusters` shows yours",
    ),
]
Certificate = Annotated[
    str,
    matching(
        re.compile(r"arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate/[\w-]+", re.ASCII),
        "{} is not the ARN of a certificate; `aws acm list-certificates` shows yours",
    ),
]
Topic = Annotated[
    str,
    matching(
        # CloudWatch sends nothing to the ordered ones, whose names end in .fifo.
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
        re.compile(r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", re.ASCII),
        "{} is not the ARN of a standard SNS topic; `aws sns list-topics` shows yours",
    ),
]


def _some(subnets: tuple[str, ...]) -> tuple[str, ...]:
    if not subnets:
        raise ValueError("there is no subnet in it; name one at least")
    return subnets


_Subnets = Annotated[tuple[Subnet, ...], Field(strict=False), AfterValidator(_some)]


class ExistingNetwork(Model):
    """A VPC that somebody else made."""

    vpc: Vpc
    """Its id."""
    subnets: _Subnets
    """The subnets that tasks run in. They pull images from there: each needs a way to ECR."""
    public_subnets: _Subnets | None = None
    """The subnets that the load balancer is reached in, in two availability zones or more. Default: `subnets`."""
    public_ip: bool = False
    """Whether tasks get public addresses; in a public subnet they cannot pull without. Default: they get none."""


def _network(value: Any) -> Any:
    if isinstance(value, dict):
        return ExistingNetwork.model_validate(value)
    if value not in ("default", "create"):
        given = json.dumps(value)
        raise ValueError(f"{given} is no network; use default, create, or a mapping with vpc and subnets")
    return value


# A union of its own would name each of its members in every message.
Network = Annotated[Literal["default", "create"] | ExistingNetwork, PlainValidator(_network)]


class ExistingLoadBalancer(Model):
    """An application load balancer that somebody else made."""

    listener: Listener
    """ARN of the listener that services add their rules to."""
    security_group: SecurityGroup
    """The security group that its requests come from."""


def balancer_suffix(listener: str) -> str:
    """How CloudWatch names the load balancer of a listener's ARN: `app/NAME/ID`. Raises ValueError for no such ARN.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    """
    found = _LISTENER.fullmatch(listener)
    if not found:
        raise ValueError(f'"{listener}" is not the ARN of a listener of an application load balancer')
    return found[1]
