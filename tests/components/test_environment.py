"""What the apps of an environment share."""

from typing import Any

import pytest

from components.environment import Environment, EnvironmentArgs
from tests.components.samples import BALANCER, CLUSTER, NETWORK, TOPIC
from tests.components.world import ACCOUNT, PLACE, World

BALANCERS = "aws:lb/loadBalancer:LoadBalancer"
CAPACITY = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
CLUSTERS = "aws:ecs/cluster:Cluster"
TOPICS = "aws:sns/topic:Topic"


def make(world: World, **changes: Any) -> dict[str, Any]:
    """Make what the apps of `staging` share, and return its outputs."""

    def program() -> dict[str, Any]:
        made = Environment("shared", EnvironmentArgs(environment="staging", place=PLACE, network=NETWORK, **changes))
        known = {"known_cluster_arn": made.known_cluster_arn}
        return known | {key: getattr(made, key) for key in Environment.__annotations__}

    return world.run(program)


def test_a_cluster_a_topic_and_a_load_balancer_are_made(world: World) -> None:
    """Of names that say what they are for, and who asks is told how they are reached."""
    assert {
        "cluster_arn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/apps-staging",
        "known_cluster_arn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/apps-staging",
        "topic_arn": f"arn:aws:sns:eu-west-1:{ACCOUNT}:apps-staging-alarms",
        "dns_name": "apps-staging-1.eu-west-1.elb.amazonaws.com",
        "listener_arn": f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:listener/shared-load-balancer-http",
    } == make(world)


def test_the_cluster_is_known_before_it_is_there(preview: World) -> None:
    """Policies can name it in the first preview, while what AWS will say of it is unknown."""
    made: list[Environment] = []
    seen: list[str] = []

    def program() -> dict[str, Any]:
        made.append(Environment("shared", EnvironmentArgs(environment="staging", place=PLACE, network=NETWORK)))
        made[0].cluster_arn.apply(seen.append)
        return {}

    preview.run(program)
    assert f"arn:aws:ecs:eu-west-1:{ACCOUNT}:cluster/apps-staging" == made[0].known_cluster_arn
    assert [] == seen


def test_the_cluster_has_fargate_and_its_spare_capacity(world: World) -> None:
    """Both are there for every service; which of them it uses, it says itself."""
    make(world)
    capacity = world.found(CAPACITY)
    assert ("apps-staging", ["FARGATE", "FARGATE_SPOT"]) == (capacity["clusterName"], capacity["capacityProviders"])


@pytest.mark.parametrize(("insights", "value"), [(False, "disabled"), (True, "enabled")])
def test_metrics_of_each_task_are_not_paid_for_unasked(world: World, *, insights: bool, value: str) -> None:
    """Said either way: the account may have another default."""
    make(world, container_insights=insights)
    assert [{"name": "containerInsights", "value": value}] == world.found(CLUSTERS)["settings"]


def test_a_cluster_that_is_there_is_used(world: World) -> None:
    """None is made, and nobody touches its capacity."""
    outputs = make(world, cluster_arn=CLUSTER)
    assert (CLUSTER, CLUSTER) == (outputs["cluster_arn"], outputs["known_cluster_arn"])
    assert {CLUSTERS, CAPACITY}.isdisjoint(world.kinds())


def test_a_topic_that_is_there_is_used(world: World) -> None:
    """And none is made."""
    assert TOPIC == make(world, topic_arn=TOPIC)["topic_arn"]
    assert TOPICS not in world.kinds()


def test_a_load_balancer_that_is_there_is_used(world: World) -> None:
    """None is made, nor a security group; its address is shown only if somebody says it."""
    outputs = make(world, load_balancer=BALANCER)
    assert (BALANCER.listener_arn, None) == (outputs["listener_arn"], outputs["dns_name"])
    assert {CLUSTERS, CAPACITY, TOPICS} == world.kinds()


def test_with_everything_there_nothing_is_made(world: World) -> None:
    """An environment may belong to somebody else altogether."""
    make(world, cluster_arn=CLUSTER, topic_arn=TOPIC, load_balancer=BALANCER)
    assert set() == world.kinds()


def test_workers_need_no_load_balancer(world: World) -> None:
    """An environment that is not public has none, and says so."""
    outputs = make(world, public=False)
    assert (None, None) == (outputs["listener_arn"], outputs["dns_name"])
    assert {CLUSTERS, CAPACITY, TOPICS} == world.kinds()


@pytest.mark.parametrize("disposable", [False, True])
def test_only_a_disposable_environment_may_lose_its_load_balancer(world: World, *, disposable: bool) -> None:
    """AWS refuses to delete any other."""
    make(world, disposable=disposable)
    assert (not disposable) == world.found(BALANCERS)["enableDeletionProtection"]
