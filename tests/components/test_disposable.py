"""What may be lost says so, and the policy pack lets it go."""

from typing import Any

import pytest

from builds.build import Build
from builds.source import CodeCommit
from builds.trigger import BranchPush
from components.environment import Environment, EnvironmentArgs
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from tests.components.judged import findings
from tests.components.samples import NETWORK, workloads_args
from tests.components.world import PLACE, World

DISPOSABLE, RETIRED = "split-pipelines:disposable", "split-pipelines:retired"
REPOSITORY = "aws:ecr/repository:Repository"


def make(world: World, *, disposable: bool = False, retire: bool = False) -> None:
    """Make everything that an environment with one app can have, its repository unprotected."""

    def program() -> dict[str, Any]:
        shared = Environment(
            "shared",
            EnvironmentArgs(environment="staging", place=PLACE, network=NETWORK, public=True, disposable=disposable),
        )
        repository = RepositoryArgs(app="web", environment="staging", disposable=disposable, retire=retire)
        workloads = workloads_args(shared=shared, disposable=disposable, retire=retire)
        build = Build(source=CodeCommit("shop"), trigger=BranchPush("main"))
        Pipeline("web", PipelineArgs(repository=repository, place=PLACE, build=build, workloads=workloads))
        return {}

    world.run(program)


@pytest.mark.parametrize("disposable", [True, False])
def test_all_that_may_be_lost_is_tagged(world: World, disposable: bool) -> None:  # noqa: FBT001
    """Everything that has tags, in a disposable stack; nothing in another."""
    make(world, disposable=disposable)
    tags = {key: each["tags"] for key, each in world.made.items() if "tags" in each}
    assert {REPOSITORY, "aws:codebuild/project:Project", "aws:lb/loadBalancer:LoadBalancer"} <= {
        kind for kind, _ in tags
    }
    assert {"true" if disposable else None} == {each.get(DISPOSABLE) for each in tags.values()}


def test_what_may_be_lost_may_be_deleted(world: World) -> None:
    """With its images, and unprotected: SP203 has nothing to say, and would without the tag."""
    make(world, disposable=True)
    assert world.found(REPOSITORY)["forceDelete"]
    assert [] == findings(world, "SP203")


def test_what_retires_goes_unprotected_and_keeps_its_images(world: World) -> None:
    """The repository says that it is about to go, so its images may run still; ECR refuses to delete them."""
    make(world, retire=True)
    assert ("true", None) == tuple(world.found(REPOSITORY)["tags"].get(each) for each in (RETIRED, DISPOSABLE))
    assert not world.found(REPOSITORY)["forceDelete"]
    assert [] == findings(world, "SP203")


def test_what_runs_and_neither_retires_nor_may_be_lost_is_found(world: World) -> None:
    """An unprotected repository without either tag: the two tests before would see it."""
    make(world)
    assert ["web-repository-ecr"] == [each.urn.rsplit("::", 1)[-1] for each in findings(world, "SP203")]
