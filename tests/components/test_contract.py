"""What holds for every component."""

from collections.abc import Callable

import pulumi
import pytest

from builds.build import Build
from builds.source import CodeCommit
from builds.trigger import BranchPush
from components.build_project import BuildProject, BuildProjectArgs
from components.pipeline import Pipeline, PipelineArgs
from components.pull_through_cache import PullThroughCache, PullThroughCacheArgs
from components.repository import Repository, RepositoryArgs
from tests.components.world import PLACE, World

REPOSITORY = RepositoryArgs(app="web", environment="staging", readers=("123456789012",))
BUILD = Build(source=CodeCommit("shop"), trigger=BranchPush("main"))
BUILD_PROJECT = BuildProjectArgs(app="web", environment="staging", place=PLACE, repository_name="web", build=BUILD)


# With every option on, so that every child is there.
ALL_COMPONENTS = {
    "BuildProject": lambda opts: BuildProject("one", BUILD_PROJECT, opts),
    "Pipeline": lambda opts: Pipeline("one", PipelineArgs(repository=REPOSITORY, place=PLACE, build=BUILD), opts),
    "PullThroughCache": lambda opts: PullThroughCache("one", PullThroughCacheArgs(prefix="p", credentials="c"), opts),
    "Repository": lambda opts: Repository("one", REPOSITORY, opts),
}
STACK = "pulumi:pulumi:Stack"
Make = Callable[[pulumi.ResourceOptions | None], pulumi.ComponentResource]

# Types that AWS has tags for, as far as this project uses them.
TAGGED = {
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:codebuild/project:Project",
    "aws:ecr/repository:Repository",
    "aws:iam/role:Role",
}
UNTAGGED = {"PullThroughCache"}
"""Components whose parts AWS has no tags for."""

every_component = pytest.mark.parametrize(("kind", "make"), ALL_COMPONENTS.items(), ids=ALL_COMPONENTS)


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
    """App and environment are on everything that AWS has tags for."""
    run(world, make)
    tagged = {token: inputs.get("tags") for (token, _), inputs in world.made.items() if token in TAGGED}
    assert bool(tagged) == (kind not in UNTAGGED)
    expected = {"split-pipelines:app": "web", "split-pipelines:environment": "staging"}
    assert all(tags == expected for tags in tagged.values())


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
