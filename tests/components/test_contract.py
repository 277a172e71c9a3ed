"""What holds for every component."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pytest

from builds.build import Build
from builds.source import CodeCommit, GitHub
from builds.trigger import BranchPush
from components.build_project import BuildProject, BuildProjectArgs
from components.environment import Environment, EnvironmentArgs
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from components.pipeline import Pipeline, PipelineArgs
from components.pull_through_cache import PullThroughCache, PullThroughCacheArgs
from components.repository import Repository, RepositoryArgs
from components.scheduled_task import ScheduledTask
from components.service import Service
from components.task import Task
from components.workloads import Workloads
from tests.components.samples import FULL, NETWORK, schedule_args, service_args, task_args, workloads_args
from tests.components.world import PLACE, World

REPOSITORY = RepositoryArgs(app="web", environment="staging", readers=("123456789012",))
BUILD = Build(source=CodeCommit("shop"), trigger=BranchPush("main"))
OF_GITHUB = Build(source=GitHub("acme", "shop"), trigger=BranchPush("main"))
BUILD_PROJECT = BuildProjectArgs(app="web", environment="staging", place=PLACE, repository_name="web", build=BUILD)
PIPELINE = PipelineArgs(repository=REPOSITORY, place=PLACE, build=BUILD, workloads=workloads_args())
OF: dict[str, Any] = {"environment": "staging", "stack": "shop/staging", "network": NETWORK, "certificate_arn": "c"}
ENVIRONMENT = EnvironmentArgs(place=PLACE, **OF)
LOAD_BALANCER = LoadBalancerArgs(**OF)

# With every option on, so that every child is there.
ALL_COMPONENTS = {
    "BuildProject": lambda opts: BuildProject("one", BUILD_PROJECT, opts),
    "BuildProject of GitHub": lambda opts: BuildProject("one", replace(BUILD_PROJECT, build=OF_GITHUB), opts),
    "Environment": lambda opts: Environment("one", ENVIRONMENT, opts),
    "LoadBalancer": lambda opts: LoadBalancer("one", LOAD_BALANCER, opts),
    "Pipeline": lambda opts: Pipeline("one", PIPELINE, opts),
    "PullThroughCache": lambda opts: PullThroughCache("one", PullThroughCacheArgs(prefix="p", credentials="c"), opts),
    "Repository": lambda opts: Repository("one", REPOSITORY, opts),
    "ScheduledTask": lambda opts: ScheduledTask("one", schedule_args(), opts),
    "Service": lambda opts: Service("one", service_args(FULL), opts),
    "Task": lambda opts: Task("one", task_args(FULL), opts),
    "Workloads": lambda opts: Workloads("one", workloads_args(), opts),
}
STACK = "pulumi:pulumi:Stack"
Make = Callable[[pulumi.ResourceOptions | None], pulumi.ComponentResource]

_ROOT = Path(__file__).parents[2]
SOURCES = sorted((_ROOT / "components").glob("*.py"))
ARGUMENTS = [*SOURCES, *sorted((_ROOT / "workloads").glob("*.py"))]
"""What components are made from: their own arguments, and what runs in the words of the pure room."""

# Types that AWS has tags for, as far as this project uses them.
TAGGED = {
    "aws:appautoscaling/target:Target",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:codebuild/project:Project",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ecr/repository:Repository",
    "aws:ecs/cluster:Cluster",
    "aws:ecs/service:Service",
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws:iam/role:Role",
    "aws:lb/listener:Listener",
    "aws:lb/listenerRule:ListenerRule",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/targetGroup:TargetGroup",
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
    "aws:ssm/parameter:Parameter",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
}
TAGLESS = {
    "aws:appautoscaling/policy:Policy",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:codebuild/webhook:Webhook",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:scheduler/schedule:Schedule",
}
"""Types that AWS has none for."""
UNTAGGED = {"PullThroughCache"}
"""Components whose parts AWS has no tags for."""
SHARED = {"Environment", "LoadBalancer"}
"""Components that no app has to itself."""

every_component = pytest.mark.parametrize(
    ("kind", "make"), [(name.partition(" ")[0], make) for name, make in ALL_COMPONENTS.items()], ids=ALL_COMPONENTS
)


def run(world: World, make: Make) -> pulumi.ComponentResource:
    """Make a component, and wait until all its children are there."""
    made = []

    def program() -> dict[str, str]:
        made.append(make(None))
        return {}

    world.run(program)
    return made[0]


@every_component
def test_token(world: World, kind: str, make: Make) -> None:
    """split-pipelines:index:<class>: a plugin host takes no other module than index."""
    run(world, make)
    assert (f"split-pipelines:index:{kind}", "one") in world.made


@every_component
def test_children_belong_to_the_component(world: World, kind: str, make: Make) -> None:
    """Every resource but the component has a component of ours for its parent."""
    run(world, make)
    parents = world.parents()
    assert parents.pop((f"split-pipelines:index:{kind}", "one")) == STACK
    assert parents
    assert all(parent.startswith("split-pipelines:index:") for parent in parents.values())


@every_component
def test_children_are_named_after_the_component(world: World, kind: str, make: Make) -> None:
    """one-...: aliases of a renamed component reach only children whose names begin with its own."""
    run(world, make)
    names = {name for token, name in world.made if token != f"split-pipelines:index:{kind}"}
    assert names
    assert all(name.startswith("one-") for name in names)


@every_component
def test_what_can_be_tagged_is(world: World, kind: str, make: Make) -> None:
    """The environment is on everything that AWS has tags for; on an app's is the app, on the rest whose stack it is."""
    run(world, make)
    tagged = {key: inputs.get("tags") for key, inputs in world.made.items() if key[0] in TAGGED}
    assert bool(tagged) == (kind not in UNTAGGED)
    whose = {"split-pipelines:stack": "shop/staging"} if kind in SHARED else {"split-pipelines:app": "web"}
    expected = {"split-pipelines:environment": "staging"} | whose
    assert {} == {key: tags for key, tags in tagged.items() if tags != expected}


@every_component
def test_of_each_type_it_is_known_whether_it_has_tags(world: World, kind: str, make: Make) -> None:
    """A new type is put where it belongs, and none is left untagged by oversight."""
    del kind
    run(world, make)
    assert set() == world.kinds() - TAGGED - TAGLESS


@every_component
def test_outputs_are_registered_once(world: World, kind: str, make: Make) -> None:
    """Each public attribute that the class declares is an output under its own name, registered once."""
    del kind
    component = run(world, make)
    (registered,) = world.registered["one"]
    assert set(registered) == set(type(component).__annotations__)
    assert all(getattr(component, name) is output for name, output in registered.items())


@every_component
def test_a_parent_of_the_component_does_not_adopt_its_children(world: World, kind: str, make: Make) -> None:
    """With another parent given, the component moves below it and its children stay its own."""

    def program() -> dict[str, str]:
        parent = pulumi.ComponentResource("test:index:Parent", "parent")
        make(pulumi.ResourceOptions(parent=parent))
        return {}

    world.run(program)
    parents = world.parents()
    assert parents.pop(("test:index:Parent", "parent")) == STACK
    assert parents.pop((f"split-pipelines:index:{kind}", "one")) == "test:index:Parent"
    assert "test:index:Parent" not in parents.values()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_no_component_reads_the_configuration(source: Path) -> None:
    """What it is made from is said in its arguments, so that any program may use it: not even the stack's name."""
    asked = {"Config", "get_config", "get_organization", "get_project", "get_stack"}
    names = {
        name
        for node in ast.walk(ast.parse(source.read_text()))
        for name in [*getattr(node, "names", []), getattr(node, "attr", None), getattr(node, "id", None)]
    }
    assert set() == {getattr(name, "name", name) for name in names} & asked


@pytest.mark.parametrize("source", ARGUMENTS, ids=lambda source: f"{source.parent.stem}-{source.stem}")
def test_every_default_is_explained(source: Path) -> None:
    """Below each argument that may be left out stands what then happens."""
    assert [] == list(_unexplained(ast.parse(source.read_text())))


def test_what_is_not_explained_is_found() -> None:
    """A text that says no default, and none at all; what must be given needs none."""
    text = "class Task:\n  a: int\n  b: int = 1\n  'How many.'\n  c: int = 2\n  d: int = 3\n  'Default: 3.'\n"
    assert ["Task.b", "Task.c"] == list(_unexplained(ast.parse(text)))


def _unexplained(module: ast.Module) -> Iterator[str]:
    """List the arguments whose defaults no text below them tells."""
    for each in module.body:
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            for field, below in zip(each.body, [*each.body[1:], None], strict=True):
                if isinstance(field, ast.AnnAssign) and field.value and "Default" not in _text(below):
                    yield f"{each.name}.{ast.unparse(field.target)}"


def _text(node: ast.stmt | None) -> str:
    literal = node.value if isinstance(node, ast.Expr) else None
    return str(literal.value) if isinstance(literal, ast.Constant) else ""
