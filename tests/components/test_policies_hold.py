"""What the components make passes the policy pack, before anything is made and afterwards."""

from typing import Any

import pytest

from builds.build import Build
from builds.source import CodeCommit
from builds.trigger import BranchPush
from components.environment import Environment, EnvironmentArgs
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from policy.model import REPOSITORY, UNKNOWN
from policy.rules import RULES
from tests.components.judged import findings, resources
from tests.components.samples import FULL, NETWORK, workloads_args
from tests.components.world import PLACE, World

DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
NUMBERS = sorted({rule.name.split("-")[0] for rule in RULES})
ENVIRONMENTS = ("staging", "prod", "eu-prod")
"""One whose names end in hashes, too: only tags tell which environment it is."""
TAG = "split-pipelines:environment"


@pytest.fixture(params=["world", "preview"])
def made(request: pytest.FixtureRequest) -> World:
    """Make three environments, with everything in them, in one program: once for certain, once as a preview."""
    world: World = request.getfixturevalue(request.param)

    def program() -> dict[str, Any]:
        for environment in ENVIRONMENTS:
            _environment(environment)
        return {}

    world.run(program)
    return world


def _environment(environment: str) -> None:
    shared = Environment(
        f"{environment}-shared", EnvironmentArgs(environment=environment, place=PLACE, network=NETWORK)
    )
    repository = RepositoryArgs(app="web", environment=environment, protect=True)
    workloads = workloads_args(environment=environment, shared=shared, repository_name=repository.name)
    build = Build(source=CodeCommit("shop"), trigger=BranchPush("main"))
    Pipeline(f"{environment}-web", PipelineArgs(repository=repository, place=PLACE, build=build, workloads=workloads))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_rule_holds(made: World, number: str) -> None:
    """Nobody pushes to two environments, images are by digest and stay, failures are rolled back, and so on."""
    assert [] == findings(made, number)


def test_there_was_something_to_judge(made: World) -> None:
    """Three repositories, and for each environment a service and a nightly task: no rule holds for want of them."""
    kinds = [each.type for each in resources(made)]
    assert (3, 6, 3) == (kinds.count(REPOSITORY), kinds.count(DEFINITION), kinds.count(SERVICE))


def test_a_preview_leaves_something_unknown(preview: World) -> None:
    """Else it would prove no more than an update does."""

    def program() -> dict[str, Any]:
        _environment("staging")
        return {}

    preview.run(program)
    cluster = next(each for each in resources(preview) if each.type == SERVICE).props["cluster"]
    assert UNKNOWN is cluster


def test_an_image_of_another_environment_is_found(world: World) -> None:
    """The same task with prod's repository breaks SP302 and nothing else: the rule sees what ECS gets."""

    def program() -> dict[str, Any]:
        repository = RepositoryArgs(app="web", environment="staging", protect=True)
        workloads = workloads_args(repository_name="web-prod", services=(FULL,), schedules=())
        Pipeline("web", PipelineArgs(repository=repository, place=PLACE, workloads=workloads))
        return {}

    world.run(program)
    found = findings(world, *NUMBERS)
    assert ["web-workloads-api-task-definition"] == [each.urn.rsplit("::", 1)[-1] for each in found]
    assert [True] == ["comes from a repository of prod, and the task is for staging" in each.message for each in found]
