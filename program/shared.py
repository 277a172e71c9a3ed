"""What the apps of an environment share, from one stack to another."""

from collections.abc import Mapping
from typing import Any

import pulumi

import settings
from components.environment import Environment
from components.network import Network
from components.place import Place


def take(config: settings.Settings, place: Place) -> settings.Settings:
    """`config` as if it said itself what the stack `sharedFrom` shares. Default, without that: as it is.

    Raises ValueError for a stack that cannot be read, and ConfigurationError for one that shares nothing to be used
    here.
    """
    if not config.shared_from:
        return config
    stack = _full_name(config.shared_from)
    if stack == _full_name(pulumi.get_stack()):
        raise ValueError(f'split-pipelines:sharedFrom: "{stack}" is this stack itself; name the environment\'s own')
    return settings.with_shared(config, _outputs(stack), account=place.account, region=place.region)


def give(shared: Environment, network: Network) -> Mapping[str, Any]:
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
    }


def _full_name(stack: str) -> str:
    """Pulumi's backends of one's own would take a stack's bare name, too; Pulumi Cloud takes no other than this."""
    return stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"


def _outputs(stack: str) -> dict[str, Any]:
    """The outputs of a stack, as its last update left them; without secrets, which would be none here."""
    # What `pulumi.StackReference` reads, but plain values: that has them as outputs only, and neither which resources
    # there are can depend on one, nor a refusal before any is made.
    try:
        read = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": stack}).value
    except Exception as error:  # the SDK raises no other
        reason = str(error).rpartition("returned an error: ")[2]
        raise ValueError(
            f"split-pipelines:sharedFrom: stack {stack} cannot be read: {reason}; `pulumi stack ls --all` shows yours"
        ) from error
    return {name: value for name, value in read["outputs"].items() if name not in read["secretOutputNames"]}
