"""One app in one environment: what comes first."""

from builds.build import Build
from builds.source import CodeCommit
from builds.trigger import BranchPush
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from tests.components.samples import workloads_args
from tests.components.world import PLACE, World, names


def test_nothing_is_made_of_an_app_before_its_repository(world: World) -> None:
    """Whoever has that name in ECR has the app: another stack's queue or alarm would be handed over without a word."""
    args = PipelineArgs(
        repository=RepositoryArgs(app="web", environment="staging", readers=("123456789012",)),
        place=PLACE,
        build=Build(source=CodeCommit("shop"), trigger=BranchPush("main")),
        workloads=workloads_args(),
    )

    def program() -> dict[str, str]:
        Pipeline("web", args)
        return {}

    world.run(program)
    waiting = {
        name: "web-repository-ecr" in names(request.dependencies)
        for (kind, name), request in world.monitor.requests.items()
        if kind.startswith("aws:")
    }
    assert not waiting.pop("web-repository-ecr")
    kinds = ("cloudwatch/eventRule:EventRule", "cloudwatch/metricAlarm:MetricAlarm", "sqs/queue:Queue")
    assert {f"aws:{kind}" for kind in kinds} <= world.kinds()
    assert [] == [name for name, waits in waiting.items() if not waits]
