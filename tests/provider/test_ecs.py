"""ECS's types by the real Pulumi CLI, and what ECS holds afterwards."""

from collections.abc import Callable

from tests.conftest import Sandbox
from tests.provider.ecs_held import program, revisions, service

Project = Callable[[str], Sandbox]


def test_everything_arrives_changes_in_place_and_goes(project: Project) -> None:
    """What a program says reaches ECS, nothing is left to do, drift is mended, and a destroy leaves nothing."""
    sandbox = project("")
    ecs = sandbox.aws("ecs")
    sandbox.write(program(sandbox))
    sandbox.up()
    (cluster,) = ecs.describe_clusters(clusters=["prod"], include=["TAGS"])["clusters"]
    assert [{"name": "containerInsights", "value": "enabled"}] == cluster["settings"]
    assert [{"key": "team", "value": "blue"}] == cluster["tags"]
    assert ["FARGATE_SPOT", "FARGATE"] == cluster["capacityProviders"]
    held = service(sandbox)
    assert (2, 2, "FARGATE", "ENABLED") == tuple(
        held[name] for name in ("desiredCount", "runningCount", "launchType", "availabilityZoneRebalancing")
    )
    assert [("COMPLETED", 2)] == [(each["rolloutState"], each["runningCount"]) for each in held["deployments"]]
    state = sandbox.resources()
    assert (held["serviceArn"], "web") == (state["service"]["id"], state["task"]["id"])
    task = state["task"]["outputs"]
    assert (1, f"{task['arnWithoutRevision']}:1") == (task["revision"], task["arn"])
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")

    ecs.update_service(cluster="prod", service="web", desiredCount=5, enableExecuteCommand=True)
    ecs.tag_resource(resourceArn=held["serviceArn"], tags=[{"key": "team", "value": "red"}])
    ecs.update_cluster(cluster="prod", settings=[{"name": "containerInsights", "value": "disabled"}])
    ecs.put_cluster_capacity_providers(
        cluster="prod", capacityProviders=["FARGATE"], defaultCapacityProviderStrategy=[]
    )
    assert {"update": ["cluster", "providers", "service"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    after = service(sandbox)
    for name in ("desiredCount", "enableExecuteCommand", "tags", "taskDefinition"):
        assert held[name] == after[name]
    (mended,) = ecs.describe_clusters(clusters=["prod"], include=["TAGS"])["clusters"]
    assert cluster | {"capacityProviders": 0} == mended | {"capacityProviders": 0}
    assert {"FARGATE_SPOT", "FARGATE"} == set(mended["capacityProviders"])

    sandbox.write(program(sandbox, "NAME = 'site'"))
    assert {"service", "task"} == set(sandbox.planned()["replace"])
    sandbox.up()
    assert (["INACTIVE", "ACTIVE"], ["site:1"]) == (
        [service(sandbox, name)["status"] for name in ("web", "site")],
        revisions(sandbox),
    )
    sandbox.pulumi("destroy", "--yes", "--skip-preview")
    assert ([], "INACTIVE") == (
        revisions(sandbox),
        ecs.describe_clusters(clusters=["prod"])["clusters"][0]["status"],
    )


def test_containers_are_compared_by_what_they_mean(project: Project) -> None:
    """Order of keys and variables, nulls and ECS's defaults are no change; another image is another revision."""
    sandbox = project("")
    sandbox.write(program(sandbox))
    sandbox.up()
    same = """{"portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}], "essential": True,
        "environment": [{"value": "2", "name": "A"}, {"name": "Z", "value": "1"}], "cpu": 0, "secrets": None,
        "healthCheck": {"command": ["CMD", "true"], "retries": 3}}"""
    sandbox.write(program(sandbox, f"CONTAINER = {same}"))
    assert {} == sandbox.planned()
    sandbox.write(program(sandbox, "EXTRA = {'skip_destroy': True}; TAGS = {'team': 'red'}"))
    assert {"update": ["cluster", "service", "task"]} == sandbox.planned()
    sandbox.up()
    assert ["web:1"] == revisions(sandbox)
    sandbox.write(program(sandbox, "EXTRA = {'skip_destroy': True}; IMAGE = 'nginx:2'"))
    sandbox.up()
    assert ["web:1", "web:2"] == revisions(sandbox)
    sandbox.write(program(sandbox, "IMAGE = 'nginx:3'"))
    sandbox.up()
    assert (["web:1", "web:2", "web:3"], "web:3") == (
        revisions(sandbox),
        service(sandbox)["taskDefinition"].rpartition("/")[2],
    )
    sandbox.write(program(sandbox, "IMAGE = 'nginx:4'"))
    sandbox.up()
    assert (["web:1", "web:2", "web:4"], ["web:3"]) == (revisions(sandbox), revisions(sandbox, "INACTIVE"))
