"""Releases, by the real Pulumi CLI: which image the workloads of an app run, and what changes when it does."""

import re
from typing import Any

from tests.conftest import ROOT, Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    TEST,
    TWO,
    WEB,
    configure,
    definition,
    everything,
    group,
    ports,
    recorded,
    running,
    scheduled,
    service,
    up,
    uri,
)

BOTH = {"web": {"services": {"web": WEB}, "schedules": {"nightly": NIGHTLY}}}
PARAMETER = "/split-pipelines/test/web/image"
FAILING: dict[str, Any] = {"aws:defaultTags": {"tags": {"sandbox:rollout": "fail"}}}
"""A tag of all that is made from then on: of a new task definition, too, but not of one that runs."""


def test_a_release_makes_the_workloads_and_the_next_replaces_them(this_project: Sandbox) -> None:
    """Without an image there is all but them, and the update says so. All run one image; old revisions stay."""
    configure(this_project, BOTH)
    said = up(this_project)
    assert "web has no image yet, so its workloads are not made: web, nightly. Its first release does." in said
    before = everything(this_project)
    assert {"clusters", "groups", "listeners", "load balancers", "repositories", "topics"} == before.keys()
    assert ["apps-test-load-balancer"] == before["groups"]

    assert "no image yet" not in up(this_project, web=ONE)
    assert ("web-test-web:1", uri(ONE)) == running(this_project)
    assert ("web-test-nightly:1", uri(ONE)) == scheduled(this_project)
    assert {PARAMETER: ONE} == recorded(this_project)
    workloads = ["alarms", "definitions", "logs", "parameters", "queues", "roles", "schedules", "services", "targets"]
    assert workloads == sorted(everything(this_project).keys() - before.keys())
    assert {} == this_project.planned("--stack", TEST)

    since = service(this_project)["createdAt"]
    up(this_project, web=TWO)
    assert ("web-test-web:2", uri(TWO)) == running(this_project)
    assert ("web-test-nightly:2", uri(TWO)) == scheduled(this_project)
    assert {PARAMETER: TWO} == recorded(this_project)
    assert since == service(this_project)["createdAt"]
    kept = [arn.rsplit("/", 1)[1] for arn in everything(this_project)["definitions"]]
    assert [f"web-test-{name}:{revision}" for name in ("nightly", "web") for revision in (1, 2)] == kept


def test_an_edited_service_rolls_out_with_the_same_image(this_project: Sandbox) -> None:
    """Size and variables make a revision, and so does a port: with its rules, but with the same target group."""
    configure(this_project, {"web": {"services": {"web": WEB}}})
    up(this_project, web=ONE)
    before = group(this_project)
    edited = WEB | {"cpu": 512, "memory": 1024, "variables": {"LOG_LEVEL": "debug"}}
    configure(this_project, {"web": {"services": {"web": edited}}})
    up(this_project)
    assert ("web-test-web:2", uri(ONE)) == running(this_project)
    runs = definition(this_project, "web-test-web:2")
    (container,) = runs["containerDefinitions"]
    assert ("512", "1024") == (runs["cpu"], runs["memory"])
    assert [{"name": "LOG_LEVEL", "value": "debug"}] == container["environment"]
    assert {"web-test-web-tasks": {("in", 8080)}} == ports(this_project)

    configure(this_project, {"web": {"services": {"web": edited | {"port": 9090}}}})
    up(this_project)
    assert ("web-test-web:3", uri(ONE)) == running(this_project)
    (target,) = service(this_project)["loadBalancers"]
    assert (before["TargetGroupArn"], 9090) == (target["targetGroupArn"], target["containerPort"])
    assert {"web-test-web-tasks": {("in", 9090)}} == ports(this_project)
    assert before == group(this_project)
    assert {PARAMETER: ONE} == recorded(this_project)
    assert {} == this_project.planned("--stack", TEST)


def test_a_release_that_fails_is_taken_back(this_project: Sandbox) -> None:
    """The tasks before go on, and so do schedule and record; the next update keeps to them; a good release succeeds."""
    configure(this_project, BOTH)
    up(this_project, web=ONE)
    configure(this_project, BOTH, **FAILING)
    assert "ROLLBACK_SUCCESSFUL" in up(this_project, code=1, web=TWO)
    assert ("web-test-web:1", uri(ONE)) == running(this_project)
    assert ("web-test-nightly:1", uri(ONE)) == scheduled(this_project)
    assert {PARAMETER: ONE} == recorded(this_project)

    configure(this_project, BOTH)
    up(this_project)
    assert (uri(ONE), uri(ONE)) == (running(this_project)[1], scheduled(this_project)[1])
    assert {PARAMETER: ONE} == recorded(this_project)
    up(this_project, web=TWO)
    assert (uri(TWO), uri(TWO)) == (running(this_project)[1], scheduled(this_project)[1])
    assert {PARAMETER: TWO} == recorded(this_project)
    assert {} == this_project.planned("--stack", TEST)


def test_a_first_release_that_fails_can_be_given_up(this_project: Sandbox) -> None:
    """By the documentation's commands; another app can be released meanwhile, runs on afterwards, and is protected."""
    apps: dict[str, Any] = {"shop": {"services": {"main": {}}}}
    configure(this_project, apps)
    up(this_project, shop=ONE)
    before = everything(this_project)
    configure(this_project, apps | BOTH, **FAILING)
    assert "ROLLBACK_FAILED" in up(this_project, code=1, web=ONE)
    configure(this_project, apps | BOTH)
    assert "because it is protected" in up(this_project, code=1, shop=TWO)

    told = (ROOT / "docs" / "services.md").read_text().partition("**When the first version fails**")[2]
    unprotect, update, release, *_ = re.findall(r"^\$ (.*)$", told.replace("prod", TEST), re.MULTILINE)
    without_asking = "PULUMI_SKIP_CONFIRMATIONS=true"
    this_project.run("sh", "-c", f"{without_asking} {release.replace('sha256:...', TWO)}")
    assert uri(TWO, "shop-test") == running(this_project, "shop-test-main")[1]
    this_project.run("sh", "-c", unprotect)
    assert "has no image yet" in this_project.run("sh", "-c", f"{without_asking} {update}").stdout
    kept = {kind: names for kind, names in everything(this_project, "web-test").items() if kind != "definitions"}
    assert {"repositories": ["web-test"]} == kept
    assert before["services"] == everything(this_project)["services"]
    assert {"/split-pipelines/test/shop/image": TWO} == recorded(this_project)
    stays = this_project.resources("--stack", TEST)
    assert [True, True] == [stays[f"shop-workloads-{name}"]["protect"] for name in ("main-service", "image")]
