"""Names that AWS takes, and that nobody else has, for the longest that apps, environments and workloads may have."""

import re
from typing import Any

import pytest

from builds.build import Build
from builds.source import CodeCommit
from builds.trigger import BranchPush
from components.environment import Environment, EnvironmentArgs
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from tests.components.samples import FULL, NETWORK, workloads_args
from tests.components.world import PLACE, World
from tests.workloads.samples import scheduled, service

LIMITS = {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    "aws:cloudwatch/metricAlarm:MetricAlarm": r".{1,255}",
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    "aws:cloudwatch/eventRule:EventRule": r"[.\w-]{1,64}",
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    "aws:cloudwatch/logGroup:LogGroup": r"(?!aws/)[.\w/#-]{1,512}",
    # https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
    "aws:codebuild/project:Project": r"[A-Za-z0-9][\w-]{1,149}",
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    "aws:ec2/securityGroup:SecurityGroup": r"(?!sg-)[\w .:/()#,@\[\]+=&;{}!$*-]{1,255}",
    # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
    "aws:ecr/repository:Repository": r"(?=.{2,256}\Z)[a-z0-9]+([._-][a-z0-9]+)*",
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
    "aws:ecs/cluster:Cluster": r"[\w-]{1,255}",
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    "aws:ecs/service:Service": r"[\w-]{1,255}",
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
    "aws:ecs/taskDefinition:TaskDefinition": r"[\w-]{1,255}",
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    "aws:iam/role:Role": r"[\w+=,.@-]{1,64}",
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    "aws:lb/loadBalancer:LoadBalancer": r"(?!internal-)(?=.{1,32}\Z)[A-Za-z0-9]+(-+[A-Za-z0-9]+)*",
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
    "aws:lb/targetGroup:TargetGroup": r"(?=.{1,32}\Z)[A-Za-z0-9]+(-+[A-Za-z0-9]+)*",
    # https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
    "aws:scheduler/schedule:Schedule": r"[.\w-]{1,64}",
    # https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    "aws:sns/topic:Topic": r"[\w-]{1,256}",
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    "aws:sqs/queue:Queue": r"[\w-]{1,80}",
    # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    "aws:ssm/parameter:Parameter": r"(?=.{1,1011}\Z)(/(?!aws|ssm)[.\w-]+){1,15}",
}
"""What the names of each type may be, as far as they must be distinct in an account and region."""
SCOPED = {
    "aws:appautoscaling/policy:Policy",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "aws:iam/rolePolicy:RolePolicy",
}
"""Types whose names are distinct in what they belong to."""
DESCRIPTIONS = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("alarmDescription", r".{0,1024}"),
    "aws:ec2/securityGroup:SecurityGroup": ("description", r"[\w .:/()#,@\[\]+=&;{}!$*-]{1,255}"),
    "aws:iam/role:Role": ("description", r"[ -~]{0,1000}"),
    "aws:scheduler/schedule:Schedule": ("description", r".{0,512}"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ("description", r"[\w .:/()#,@\[\]+=&;{}!$*-]{0,255}"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ("description", r"[\w .:/()#,@\[\]+=&;{}!$*-]{0,255}"),
}
"""What the descriptions of a type may be. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html"""
BUILD = Build(source=CodeCommit("shop"), trigger=BranchPush("main"))
LONGEST = [[f"{beginning}{end}" for end in "ab"] for beginning in (39 * "x", f"{19 * 'x-'}x")]
"""Two names of 40 characters that begin alike, and two more that have as many hyphens as can be."""


def named(inputs: Any) -> str | None:
    """What a resource is called in AWS."""
    name = inputs.get("name", inputs.get("family"))
    return None if name is None else str(name)


@pytest.fixture(params=LONGEST, ids=["plain", "hyphens"])
def everything(world: World, request: pytest.FixtureRequest) -> World:
    """Make two environments with two apps, with two services and two schedules each, all as long as can be."""

    def program() -> dict[str, Any]:
        for environment in request.param:
            args = EnvironmentArgs(environment=environment, place=PLACE, network=NETWORK)
            shared = Environment(f"shared-{environment}", args)
            for app in request.param:
                _app(app, environment, shared, request.param)
        return {}

    world.run(program)
    return world


def _app(app: str, environment: str, shared: Environment, names: list[str]) -> None:
    repository = RepositoryArgs(app=app, environment=environment, readers=("210987654321",))
    services = [service(name=name, port=80, route=FULL.route, scaling=FULL.scaling) for name in names]
    schedules = [scheduled(name=f"{name[:-2]}s{name[-1]}") for name in names]
    workloads = workloads_args(
        app=app,
        environment=environment,
        shared=shared,
        repository_name=repository.name,
        services=services,
        schedules=schedules,
    )
    Pipeline(f"{app}-{environment}", PipelineArgs(repository=repository, place=PLACE, build=BUILD, workloads=workloads))


def test_aws_takes_every_name(everything: World) -> None:
    """Whatever its type; and of each type it is known what AWS takes."""
    refused = {
        (kind, name): named(inputs)
        for (kind, name), inputs in everything.made.items()
        if kind in LIMITS and not re.fullmatch(LIMITS[kind], named(inputs) or "", re.ASCII)
    }
    assert {} == refused
    made = {kind for (kind, _), inputs in everything.made.items() if kind.startswith("aws:") and named(inputs)}
    assert made - SCOPED == set(LIMITS)


def test_no_two_have_one_name(everything: World) -> None:
    """Neither two environments, two apps, two workloads, nor two parts of one workload."""
    for kind in LIMITS:
        found = [named(inputs) for inputs in everything.each(kind).values()]
        assert len(found) == len(set(found)), kind
    assert 2 * 2 * 4 == len(everything.each("aws:ecs/taskDefinition:TaskDefinition"))


def test_aws_takes_every_description(everything: World) -> None:
    """With the whole names of app, environment and workload in it."""
    for kind, (prop, pattern) in DESCRIPTIONS.items():
        texts = {inputs[prop] for inputs in everything.each(kind).values()}
        assert texts, kind
        assert [] == [text for text in texts if not re.fullmatch(pattern, text, re.ASCII)]
    described = {kind for (kind, _), inputs in everything.made.items() if "description" in inputs}
    assert {"aws:codebuild/project:Project", "aws:cloudwatch/eventRule:EventRule", "aws:ssm/parameter:Parameter"} == (
        described - set(DESCRIPTIONS)
    )


def test_the_shortest_names_are_taken_too(world: World) -> None:
    """An app, an environment and a workload of one letter each: nothing is too short, or begins as it must not."""

    def program() -> dict[str, Any]:
        shared = Environment("shared", EnvironmentArgs(environment="s", place=PLACE, network=NETWORK))
        services = (service(name="w", port=80, route=FULL.route),)
        args = workloads_args(
            app="a", environment="s", shared=shared, services=services, schedules=(scheduled(name="n"),)
        )
        repository = RepositoryArgs(app="a", environment="s")
        Pipeline("a", PipelineArgs(repository=repository, place=PLACE, build=BUILD, workloads=args))
        return {}

    world.run(program)
    assert [] == [kind for kind in LIMITS if not world.each(kind)]
    for kind, pattern in LIMITS.items():
        assert [] == [each for each in world.each(kind).values() if not re.fullmatch(pattern, named(each) or "")]
