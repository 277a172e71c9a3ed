"""What the apps of an environment share."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecs, sns

from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.network import Network
from components.place import Place
from naming.names import cluster_name, shared_name
from naming.tags import environment_tags

_TOPIC_LIMIT = 256
"""https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"""


@dataclass(frozen=True, kw_only=True)
class ExistingLoadBalancer:
    """A load balancer that somebody else made: what services need to know of it."""

    arn_suffix: pulumi.Input[str]
    """How CloudWatch names it."""
    listener_arn: pulumi.Input[str]
    security_group_id: pulumi.Input[str]
    dns_name: pulumi.Input[str] | None = None
    """Its address, only to be shown. Default: it is not."""


@dataclass(frozen=True, kw_only=True)
class EnvironmentArgs:
    """What an environment is made from."""

    environment: str
    place: Place
    network: Network
    cluster_arn: str | None = None
    """An ECS cluster that is there. Default: one is made, with Fargate and Fargate Spot."""
    container_insights: bool = False
    """Whether the cluster that is made reports metrics of each task, which CloudWatch charges for. Default: no."""
    load_balancer: ExistingLoadBalancer | None = None
    """One that is there. Default: one is made, if `public`."""
    public: bool = True
    """Whether any service is to be reached through a load balancer. Default: yes."""
    certificate_arn: str | None = None
    """The certificate for HTTPS of the load balancer that is made. Default: plain HTTP."""
    topic_arn: pulumi.Input[str] | None = None
    """An SNS topic that hears of alarms. Default: one is made, which nobody has subscribed to yet."""
    stack: str | None = None
    """The stack that it is of, for a tag: its project's name and its own. Default: there is no such tag."""
    disposable: bool = False
    """Whether the load balancer may be deleted with the stack. Default: AWS refuses to delete it."""


class Environment(pulumi.ComponentResource):
    """Cluster, load balancer and alarm topic of one environment: each made, or one that is there.

    Services of different apps share them; nothing here is shared with another environment.
    """

    cluster_arn: pulumi.Output[str]
    """The cluster, once it has its capacity."""
    topic_arn: pulumi.Output[str]
    """Where alarms go."""
    dns_name: pulumi.Output[str | None]
    """The load balancer's address. None if there is no load balancer."""
    listener_arn: pulumi.Output[str | None]
    """The listener that services add their rules to. None if there is no load balancer."""

    def __init__(self, name: str, args: EnvironmentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:Environment", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        tags = environment_tags(args.environment, stack=args.stack, disposable=args.disposable)

        self.known_cluster_arn = args.cluster_arn or args.place.cluster_arn(cluster_name(args.environment))
        """The cluster's ARN before there is a cluster: policies that name it can be judged at the first preview."""
        self.cluster_arn = pulumi.Output.from_input(args.cluster_arn or self._cluster(name, args, tags))
        self.topic_arn = pulumi.Output.from_input(
            args.topic_arn
            or sns.Topic(
                f"{name}-alarms",
                name=shared_name(args.environment, "alarms", limit=_TOPIC_LIMIT),
                tags=tags,
                opts=mine,
            ).arn
        )
        self.load_balancer: ExistingLoadBalancer | LoadBalancer | None = args.load_balancer
        if args.public and not self.load_balancer:
            self.load_balancer = LoadBalancer(
                f"{name}-load-balancer",
                LoadBalancerArgs(
                    environment=args.environment,
                    network=args.network,
                    certificate_arn=args.certificate_arn,
                    stack=args.stack,
                    disposable=args.disposable,
                ),
                mine,
            )
        balancer = self.load_balancer
        self.dns_name = pulumi.Output.from_input(balancer.dns_name if balancer else None)
        self.listener_arn = pulumi.Output.from_input(balancer.listener_arn if balancer else None)
        self.register_outputs(
            {
                "cluster_arn": self.cluster_arn,
                "topic_arn": self.topic_arn,
                "dns_name": self.dns_name,
                "listener_arn": self.listener_arn,
            }
        )

    def _cluster(self, name: str, args: EnvironmentArgs, tags: dict[str, str]) -> pulumi.Output[str]:
        mine = pulumi.ResourceOptions(parent=self)
        cluster = ecs.Cluster(
            f"{name}-cluster",
            name=cluster_name(args.environment),
            settings=[
                ecs.ClusterSettingArgs(
                    name="containerInsights", value="enabled" if args.container_insights else "disabled"
                )
            ],
            tags=tags,
            opts=mine,
        )
        providers = ecs.ClusterCapacityProviders(
            f"{name}-capacity",
            cluster_name=cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            opts=mine,
        )
        # A service that comes too early finds no Fargate Spot.
        return pulumi.Output.all(cluster.arn, providers.id).apply(lambda made: str(made[0]))
