"""Releases, by the real Pulumi CLI: which image the workloads of an app run, and what changes when it does."""

from tests.conftest import Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    REGISTRY,
    TWO,
    WEB,
    configure,
    definition,
    everything,
    group,
    ports,
    recorded,
    release,
    running,
    scheduled,
    service,
)

IMAGE = f"{REGISTRY}/web-staging@"
PARAMETER = "/split-pipelines/staging/web/image"


def test_the_first_release_makes_the_workloads(this_project: Sandbox) -> None:
    """Without an image there is all but them, and the update says so; the release adds them; then nothing changes."""
    configure(this_project, "staging", WEB | NIGHTLY)
    said = this_project.up("--stack", "staging")
    assert "web has no image yet, so its workloads are not made: web, nightly. Its first release does." in said
    before = everything(this_project)
    assert {"builds", "clusters", "groups", "listeners", "load balancers", "logs", "repositories", "roles", "topics"} == (
        before.keys()
    )
    assert ["web-staging-build", "worker-staging-build"] == before["roles"]

    assert "no image yet" not in release(this_project, "staging", web=ONE)
    assert (("web-staging-web:1", IMAGE + ONE), ("web-staging-nightly:1", IMAGE + ONE)) == (
        running(this_project),
        scheduled(this_project),
    )
    assert {PARAMETER: ONE} == recorded(this_project)
    added = {kind: set(names) - set(before.get(kind, ())) for kind, names in everything(this_project).items()}
    assert {"alarms", "definitions", "groups", "logs", "parameters", "queues", "roles", "schedules", "services"} | {
        "targets"
    } == {kind for kind, names in added.items() if names}
    assert {} == this_project.planned("--stack", "staging")


def test_another_release_replaces_what_runs(this_project: Sandbox) -> None:
    """New revisions, for service and schedule; the old ones stay registered. The record follows."""
    configure(this_project, "staging", WEB | NIGHTLY)
    release(this_project, "staging", web=ONE)
    before = service(this_project)
    release(this_project, "staging", web=TWO)
    assert (("web-staging-web:2", IMAGE + TWO), ("web-staging-nightly:2", IMAGE + TWO)) == (
        running(this_project),
        scheduled(this_project),
    )
    assert {PARAMETER: TWO} == recorded(this_project)
    assert before["createdAt"] == service(this_project)["createdAt"]
    kept = [arn.rsplit("/", 1)[1] for arn in everything(this_project)["definitions"]]
    assert [f"web-staging-{name}:{revision}" for name in ("nightly", "web") for revision in (1, 2)] == kept
    assert {} == this_project.planned("--stack", "staging")


def test_an_edited_service_rolls_out_with_the_same_image(this_project: Sandbox) -> None:
    """Size and variables make a revision, and so does a port: with its rules, but with the same target group."""
    configure(this_project, "staging", WEB)
    release(this_project, "staging", web=ONE)
    before = group(this_project)
    edited = {"cpu": "512", "memory": "1024", "variables.LOG_LEVEL": "debug"}
    configure(this_project, "staging", {f"apps.web.services.web.{key}": value for key, value in edited.items()})
    this_project.up("--stack", "staging")
    assert ("web-staging-web:2", IMAGE + ONE) == running(this_project)
    runs = definition(this_project, "web-staging-web:2")
    assert ("512", "1024", [{"name": "LOG_LEVEL", "value": "debug"}]) == (
        runs["cpu"],
        runs["memory"],
        runs["containerDefinitions"][0]["environment"],
    )
    assert {"apps-staging-load-balancer": {(True, 8080)}, "web-staging-web-tasks": {(False, 8080)}} == (
        ports(this_project)
    )
    configure(this_project, "staging", {"apps.web.services.web.port": "9090"})
    this_project.up("--stack", "staging")
    assert ("web-staging-web:3", IMAGE + ONE) == running(this_project)
    (target,) = service(this_project)["loadBalancers"]
    assert (before["TargetGroupArn"], 9090) == (target["targetGroupArn"], target["containerPort"])
    assert {"apps-staging-load-balancer": {(True, 9090)}, "web-staging-web-tasks": {(False, 9090)}} == (
        ports(this_project)
    )
    assert before == group(this_project)
    assert {PARAMETER: ONE} == recorded(this_project)
    assert {} == this_project.planned("--stack", "staging")


def test_a_release_that_fails_is_taken_back(this_project: Sandbox) -> None:
    """The tasks before go on, and so does the record; the next update keeps to it, and a good release goes through."""
    configure(this_project, "staging", WEB)
    release(this_project, "staging", web=ONE)
    # It is on the new task definition alone: the one before stays as it was registered.
    this_project.pulumi("config", "set", "--stack", "staging", "--path", "aws:defaultTags.tags.sandbox:rollout", "fail")
    assert "ROLLBACK_SUCCESSFUL" in release(this_project, "staging", code=1, web=TWO)
    assert (("web-staging-web:1", IMAGE + ONE), {PARAMETER: ONE}) == (running(this_project), recorded(this_project))
    this_project.pulumi("config", "rm", "--stack", "staging", "--path", "aws:defaultTags")
    this_project.up("--stack", "staging")
    assert (IMAGE + ONE, {PARAMETER: ONE}) == (running(this_project)[1], recorded(this_project))
    release(this_project, "staging", web=TWO)
    assert (IMAGE + TWO, {PARAMETER: TWO}) == (running(this_project)[1], recorded(this_project))
