"""What lets the world in to the services of an environment."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, lb, vpc

from components.network import Network
from naming.names import shared_name
from naming.tags import environment_tags

_NAME_LIMIT = 32
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"""
_GROUP_LIMIT = 255
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"""
_TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.2 and 1.3: what ELB recommends.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""
_EVERYWHERE = "0.0.0.0/0"
_LAST_PORT = 65_535


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs:
    """What a load balancer is made from."""

    environment: str
    network: Network
    certificate_arn: str | None = None
    """The certificate for HTTPS, of the same region. Default: plain HTTP, for which only tests are a good place."""
    stack: str | None = None
    """The stack that it is of, for a tag: its project's name and its own. Default: there is no such tag."""
    disposable: bool = False
    """Whether it may be deleted with the stack. Default: AWS refuses to delete it."""


class LoadBalancer(pulumi.ComponentResource):
    """An application load balancer that answers 404 to whatever no service has a rule for.

    With a certificate it speaks HTTPS, and redirects HTTP to it.
    """

    arn_suffix: pulumi.Output[str]
    """How CloudWatch names it."""
    dns_name: pulumi.Output[str]
    listener_arn: pulumi.Output[str]
    """The listener that services add their rules to."""
    security_group_id: pulumi.Output[str]
    """The security group that its requests to services come from."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:LoadBalancer", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        tags = environment_tags(args.environment, stack=args.stack, disposable=args.disposable)

        group = ec2.SecurityGroup(
            f"{name}-security-group",
            name=shared_name(args.environment, "load", "balancer", limit=_GROUP_LIMIT),
            description=f"The load balancer of {args.environment}",
            vpc_id=args.network.vpc_id,
            tags=tags,
            opts=mine,
        )
        for port in (80, 443) if args.certificate_arn else (80,):
            vpc.SecurityGroupIngressRule(
                f"{name}-in-{port}",
                security_group_id=group.id,
                description="Requests from everywhere",
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                cidr_ipv4=_EVERYWHERE,
                tags=tags,
                opts=mine,
            )
        # One for all services: it speaks to its own targets only, and a group has room for 60 rules.
        # https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
        way_out = vpc.SecurityGroupEgressRule(
            f"{name}-out",
            security_group_id=group.id,
            description="Requests to services",
            ip_protocol="tcp",
            from_port=0,
            to_port=_LAST_PORT,
            cidr_ipv4=_EVERYWHERE,
            tags=tags,
            opts=mine,
        )
        # What comes behind a listener is healthy only once requests get out.
        ready = pulumi.ResourceOptions(parent=self, depends_on=[way_out])
        balancer = lb.LoadBalancer(
            f"{name}-balancer",
            name=shared_name(args.environment, limit=_NAME_LIMIT),
            load_balancer_type="application",
            subnets=args.network.public_subnets,
            security_groups=[group.id],
            drop_invalid_header_fields=True,
            enable_deletion_protection=not args.disposable,
            tags=tags,
            opts=mine,
        )
        nothing = lb.ListenerDefaultActionArgs(
            type="fixed-response",
            fixed_response=lb.ListenerDefaultActionFixedResponseArgs(
                content_type="application/json", message_body=json.dumps({"error": "not found"}), status_code="404"
            ),
        )
        to_https = lb.ListenerDefaultActionArgs(
            type="redirect",
            redirect=lb.ListenerDefaultActionRedirectArgs(protocol="HTTPS", port="443", status_code="HTTP_301"),
        )
        listener = lb.Listener(
            f"{name}-http",
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[to_https if args.certificate_arn else nothing],
            tags=tags,
            opts=ready,
        )
        if args.certificate_arn:
            listener = lb.Listener(
                f"{name}-https",
                load_balancer_arn=balancer.arn,
                port=443,
                protocol="HTTPS",
                ssl_policy=_TLS,
                certificate_arn=args.certificate_arn,
                default_actions=[nothing],
                tags=tags,
                opts=ready,
            )

        self.arn_suffix, self.dns_name = balancer.arn_suffix, balancer.dns_name
        self.listener_arn, self.security_group_id = listener.arn, group.id
        self.register_outputs(
            {
                "arn_suffix": self.arn_suffix,
                "dns_name": self.dns_name,
                "listener_arn": self.listener_arn,
                "security_group_id": self.security_group_id,
            }
        )
