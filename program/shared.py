"""What the apps of an environment share, from one stack to another."""

from collections.abc import Mapping
from typing import Any

import pulumi

import settings
from components.environment import Environment
from components.network import Network
from components.place import Place
from program.stack import full_name, outputs


def take(config: settings.Settings, place: Place) -> settings.Settings:
    """`config` as if it said itself what the stack `sharedFrom` shares. Default, without that: as it is.

    Raises ValueError for a stack that cannot be read, and ConfigurationError for one that shares nothing to be used
    here.
    """
    if not config.shared_from:
        return config
    stack = full_name(config.shared_from)
    if stack == full_name(pulumi.get_stack()):
        raise ValueError(f'split-pipelines:sharedFrom: "{stack}" is this stack itself; name the environment\'s own')
    try:
        given = outputs(stack)
    except ValueError as error:
        raise ValueError(f"split-pipelines:sharedFrom: {error}") from error
    return settings.with_shared(config, given, account=place.account, region=place.region)


def give(shared: Environment, network: Network, *, disposable: bool) -> Mapping[str, Any]:
    """What a stack exports for others to take: in the words of a configuration, so that it can be read as one."""
    balancer = shared.load_balancer
    return {
        "network": {
            "vpc": network.vpc_id,
            "subnets": network.task_subnets,
            "publicSubnets": network.public_subnets,
            "publicIp": network.assign_public_ip,
        },
        "cluster": shared.cluster_arn,
        "loadBalancer": {"listener": balancer.listener_arn, "securityGroup": balancer.security_group_id}
        if balancer
        else None,
        "alarmsTopic": shared.topic_arn,
        "disposable": disposable,
    }
