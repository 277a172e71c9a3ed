"""All that runs an app's image, and the record of which that is."""

import json
from typing import Any

import pytest

from components.environment import Environment, EnvironmentArgs
from components.pipeline import Pipeline, PipelineArgs
from components.repository import RepositoryArgs
from components.workloads import Workloads, WorkloadsArgs, image_parameter, image_parameters
from tests.components.samples import CLUSTER, IMAGE, NETWORK, NIGHTLY, ROUTED, workloads_args
from tests.components.world import PLACE, World, names
from tests.workloads.samples import DIGEST, scheduled, service
from workloads.route import Route

CAPACITY = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
PARAMETER = "aws:ssm/parameter:Parameter"
RULE = "aws:lb/listenerRule:ListenerRule"
SCHEDULE = "aws:scheduler/schedule:Schedule"
SERVICE = "aws:ecs/service:Service"
SERVICES = (service(**ROUTED), service(name="worker"))


def make(world: World, **changes: Any) -> dict[str, Any]:
    """Make the workloads of `web` in `staging`: two services and a nightly task. Return the outputs."""

    def program() -> dict[str, Any]:
        made = Workloads("web", workloads_args(**{"services": SERVICES} | changes))
        return {"image_parameter": made.image_parameter, "task_roles": made.task_roles}

    return world.run(program)


def protected(world: World) -> dict[str, bool]:
    """Whether each service, schedule and parameter is protected, by its name."""
    return {
        name: request.protect
        for (kind, name), request in world.monitor.requests.items()
        if kind in (SERVICE, SCHEDULE, PARAMETER)
    }


def test_all_of_them_run_one_image(world: World) -> None:
    """By its digest, from the app's own repository."""
    make(world)
    assert {"web-api", "web-worker", "web-report"} == {
        name.removesuffix("-task-definition") for name in world.each(DEFINITION)
    }
    for definition in world.each(DEFINITION).values():
        assert [IMAGE] == [each["image"] for each in json.loads(definition["containerDefinitions"])]


def test_the_parameter_says_which_image_runs(world: World) -> None:
    """Its digest and nothing else, where whoever looks can read it: it is no secret."""
    outputs = make(world)
    parameter = world.found(PARAMETER)
    assert ("/split-pipelines/staging/web/image", "String") == (parameter["name"], parameter["type"])
    assert DIGEST == parameter["insecureValue"]
    assert "value" not in parameter
    assert parameter["name"] == outputs["image_parameter"]


def test_the_parameter_is_written_last(world: World) -> None:
    """After each service runs the image, and each schedule will: what it says is what was live."""
    make(world)
    waits = names(world.request(PARAMETER).dependencies)
    assert {"web-api-service", "web-worker-service", "web-report-schedule"} <= waits


def test_schedules_wait_for_the_services(world: World) -> None:
    """For each to run the image: of one that does not come up, no schedule starts anything."""
    make(world)
    assert {"web-api-service", "web-worker-service"} <= names(world.request(SCHEDULE).dependencies)


def test_nothing_waits_for_the_parameter(world: World) -> None:
    """So that nothing can be live after it says so."""
    make(world)
    assert not [
        name for (_, name), request in world.monitor.requests.items() if "web-image" in names(request.dependencies)
    ]


def test_who_reads_parameters_finds_them_by_their_names() -> None:
    """All of an environment's begin alike, and another environment's do not."""
    assert "/split-pipelines/staging" == image_parameters("staging")
    assert "/split-pipelines/staging/web/image" == image_parameter("staging", "web")


def test_each_workload_has_a_role_of_its_own(world: World) -> None:
    """Told by its name, for policies that the app needs."""
    roles = {name: f"web-staging-{name}-task" for name in ("api", "worker", "report")}
    assert roles == make(world)["task_roles"]


def test_what_is_lost_from_the_configuration_stays(world: World) -> None:
    """Services, schedules, and the parameter, without which an app would pass for one that never had an image."""
    make(world)
    everything = {"web-api-service", "web-worker-service", "web-report-schedule", "web-image"}
    assert dict.fromkeys(everything, True) == protected(world)


@pytest.mark.parametrize("change", ["disposable", "retire"])
def test_nothing_stays_of_what_may_go(world: World, change: str) -> None:
    """A disposable environment, or an app that is said to go."""
    make(world, **{change: True})
    assert {False} == set(protected(world).values())


def test_one_workload_may_go_alone(world: World) -> None:
    """The rest stays protected, and so does the parameter."""
    make(world, services=(SERVICES[0], service(name="worker", retire=True)), schedules=(scheduled(retire=True),))
    assert {"web-worker-service", "web-report-schedule"} == {
        name for name, stays in protected(world).items() if not stays
    }


def test_priorities_are_the_environments_unless_a_route_says_one(world: World) -> None:
    """By the names of the services."""
    own = service(name="admin", port=80, route=Route(paths=("/admin",), priority=3))
    make(world, services=(SERVICES[0], own), priorities={"api": 41, "admin": 42})
    assert {"web-api-rule": 41, "web-admin-rule": 3} == {
        name: rule["priority"] for name, rule in world.each(RULE).items()
    }


@pytest.mark.parametrize("digest", ["", "latest", f"web@{DIGEST}", DIGEST[:-1], DIGEST.upper()])
def test_an_image_is_a_digest(digest: str) -> None:
    """Nothing else runs, whoever makes it."""
    with pytest.raises(ValueError, match="is not the digest of an image"):
        workloads_args(digest=digest)


def test_services_wait_for_the_capacity_of_a_new_cluster(world: World) -> None:
    """One that comes too early finds no spare capacity."""

    def program() -> dict[str, Any]:
        shared = Environment("shared", EnvironmentArgs(environment="staging", place=PLACE, network=NETWORK))
        Workloads("web", workloads_args(shared=shared, services=(service(**ROUTED),)))
        return {}

    world.run(program)
    assert "shared-capacity" in names(world.request(SERVICE).propertyDependencies["cluster"].urns)
    assert "shared-capacity" in names(world.request(SCHEDULE).propertyDependencies["target"].urns)


def test_a_role_names_the_cluster_before_it_is_there(preview: World) -> None:
    """The policy of a schedule is plain text at the first preview of a new environment."""

    def program() -> dict[str, Any]:
        shared = Environment("shared", EnvironmentArgs(environment="staging", place=PLACE, network=NETWORK))
        Workloads("web", workloads_args(shared=shared, services=()))
        return {}

    preview.run(program)
    policy = preview.made["aws:iam/rolePolicy:RolePolicy", "web-report-permissions"]["policy"]
    run = next(each for each in json.loads(policy)["Statement"] if each["Sid"] == "Run")
    assert CLUSTER.replace("there", "apps-staging") == run["Condition"]["ArnEquals"]["ecs:cluster"]


def pipeline(world: World, workloads: WorkloadsArgs | None) -> dict[str, Any]:
    """Make the pipeline of `web` in `staging`, and return the roles that its workloads have."""
    repository = RepositoryArgs(app="web", environment="staging")

    def program() -> dict[str, Any]:
        made = Pipeline("web", PipelineArgs(repository=repository, place=PLACE, workloads=workloads))
        return {"task_roles": made.task_roles}

    return world.run(program)


def test_a_pipeline_has_its_workloads(world: World) -> None:
    """And tells their roles."""
    outputs = pipeline(world, workloads_args(services=(), schedules=(NIGHTLY,)))
    assert {"task_roles": {"report": "web-staging-report-task"}} == outputs
    assert DIGEST == world.found(PARAMETER)["insecureValue"]


def test_a_pipeline_without_an_image_runs_nothing(world: World) -> None:
    """And claims no image either: there is no parameter."""
    assert {"task_roles": {}} == pipeline(world, None)
    assert {"aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"} == world.kinds()
