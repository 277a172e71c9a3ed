"""Application load balancers, where moto is more lenient than Elastic Load Balancing, or has less.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html.
"""

import re
from collections.abc import Mapping
from typing import Any

from moto.elbv2.exceptions import DuplicateLoadBalancerName, ELBClientError, ValidationError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer
from moto.moto_api._internal import mock_random

_ATTRIBUTES: Mapping[str, str] = {
    "access_logs.s3.bucket": "",
    "access_logs.s3.enabled": "false",
    "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}
_FEWEST_ZONES = 2
_NAME = re.compile(r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")


def correct() -> None:
    """Refuse what Elastic Load Balancing refuses, fill in what it fills in, and keep what is protected."""
    create, delete = ELBv2Backend.create_load_balancer, ELBv2Backend.delete_load_balancer

    def create_load_balancer(backend: Any, name: str, security_groups: list[str], *others: Any, **asked: Any) -> Any:
        _refuse(backend, name, security_groups)
        asked["scheme"] = asked.get("scheme") or "internet-facing"
        for held in backend.load_balancers.values():
            if held.name == name:
                if _is_asked_for_again(held, security_groups, asked):
                    return held
                raise DuplicateLoadBalancerName
        made = create(backend, name, security_groups, *others, **asked)
        if made.type == "application":
            _complete(backend, made)
        return made

    def delete_load_balancer(backend: Any, arn: str) -> None:
        held: FakeLoadBalancer | None = backend.load_balancers.get(arn)
        if held and held.attrs["deletion_protection.enabled"] == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
            )
        delete(backend, arn)

    for name, replacement in (
        ("create_load_balancer", create_load_balancer),
        ("delete_load_balancer", delete_load_balancer),
    ):
        setattr(ELBv2Backend, name, replacement)


def _is_asked_for_again(held: FakeLoadBalancer, security_groups: list[str], asked: Mapping[str, Any]) -> bool:
    """Whether a load balancer is asked for that is there already, just so: then it is the answer."""
    return (
        held.scheme == asked["scheme"]
        and {subnet.id for subnet in held.subnets} == set(asked.get("subnet_ids", []))
        and (not security_groups or set(held.security_groups) == set(security_groups))
    )


def _refuse(backend: Any, name: str, security_groups: list[str]) -> None:
    if not _NAME.fullmatch(name):
        raise ValidationError(
            f"The load balancer name '{name}' must have up to 32 letters, digits and hyphens, must not begin or end "
            "with a hyphen, and must not begin with 'internal-'"
        )
    for group in security_groups:
        if backend.ec2_backend.get_security_group_from_id(group) is None:
            raise ELBClientError("InvalidSecurityGroup", f"Security group '{group}' does not exist")


def _complete(backend: Any, made: FakeLoadBalancer) -> None:
    """Give it what every application load balancer has."""
    if len({subnet.availability_zone for subnet in made.subnets}) < _FEWEST_ZONES:
        del backend.load_balancers[made.arn]
        raise ValidationError("At least two subnets in two different Availability Zones must be specified")
    made.attrs = dict(_ATTRIBUTES)
    made.security_groups = made.security_groups or [backend.ec2_backend.get_default_security_group(made.vpc_id).id]
    internal = "internal-" if made.scheme == "internal" else ""
    number = mock_random.randint(10**8, 10**9)
    made.dns_name = f"{internal}{made.name}-{number}.{backend.region_name}.elb.amazonaws.com"
