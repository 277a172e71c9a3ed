"""Services that lose their way in, by the real Pulumi CLI: they run on, and the load balancer goes after its last."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import ONE, TEST, TWO, WEB, configure, everything, ports, running, service, up, uri

PROTECTED = "because it is protected"
WORKER: dict[str, Any] = {"port": 8080}
"""The same service as WEB, without its route."""


def configure_web(sandbox: Sandbox, service: dict[str, Any], **others: Any) -> None:
    """Write a stack file in which the app `web` has a service `web` like this, and others."""
    configure(sandbox, {"web": {"services": {"web": service, **others}}})


def test_a_service_becomes_a_worker(this_project: Sandbox) -> None:
    """Not by mistake: a preview refuses. Retired first, it runs on without a load balancer, and can be released."""
    other = {"port": 9090, "paths": ["/other/*"]}
    configure_web(this_project, WEB, other=other)
    up(this_project, web=ONE)
    before, runs = everything(this_project), service(this_project)
    configure_web(this_project, WORKER, other=other)
    assert PROTECTED in this_project.pulumi("up", "--yes", "--stack", TEST, code=1)
    assert before == everything(this_project)
    assert runs["loadBalancers"] == service(this_project)["loadBalancers"]

    configure_web(this_project, WEB | {"retire": True}, other=other)
    up(this_project)
    assert before == everything(this_project)
    configure_web(this_project, WORKER, other=other)
    this_project.pulumi("up", "--yes", "--stack", TEST)
    held = service(this_project)
    assert (runs["createdAt"], runs["taskDefinition"]) == (held["createdAt"], held["taskDefinition"])
    assert ([], 1) == (held["loadBalancers"], held["runningCount"])
    assert {"alarmNames": [], "enable": False, "rollback": False} == held["deploymentConfiguration"]["alarms"]
    assert ["web-test-other"] == everything(this_project)["targets"]
    assert {"web-test-other-tasks": {("in", 9090)}} == ports(this_project)
    assert {} == this_project.planned("--stack", TEST)

    up(this_project, web=TWO)
    assert uri(TWO) == running(this_project)[1]
    configure_web(this_project, WEB, other=other)
    up(this_project)
    assert 1 == len(service(this_project)["loadBalancers"])
    assert before["targets"] == everything(this_project)["targets"]


def test_a_worker_by_mistake_runs_on(this_project: Sandbox) -> None:
    """Without a preview it loses its load balancer before the update fails, but no task; put back, all is well."""
    configure_web(this_project, WEB)
    up(this_project, web=ONE)
    before, runs = everything(this_project), service(this_project)
    configure_web(this_project, WORKER)
    assert PROTECTED in up(this_project, code=1)
    assert ([], 1) == (service(this_project)["loadBalancers"], service(this_project)["runningCount"])
    configure_web(this_project, WEB)
    up(this_project)
    held = service(this_project)
    assert (runs["createdAt"], runs["loadBalancers"]) == (held["createdAt"], held["loadBalancers"])
    assert before == everything(this_project)
    assert {} == this_project.planned("--stack", TEST)


def test_the_load_balancer_goes_when_somebody_lets_it(this_project: Sandbox) -> None:
    """With the last route the load balancer goes; AWS refuses until its protection is off, and what runs goes on."""
    configure_web(this_project, WEB, worker={})
    up(this_project, web=ONE)
    configure_web(this_project, WEB | {"retire": True}, worker={})
    up(this_project)
    configure(this_project, {"web": {"services": {"worker": {}}}})
    for _ in range(2):
        assert "cannot be deleted because deletion protection is enabled" in up(this_project, code=1)
        (balancer,) = everything(this_project)["load balancers"]
        assert uri(ONE) == running(this_project, "web-test-worker")[1]
    this_project.run(
        *("aws", "elbv2", "modify-load-balancer-attributes", "--load-balancer-arn", balancer),
        *("--attributes", "Key=deletion_protection.enabled,Value=false"),
    )
    up(this_project)
    left = everything(this_project)
    assert {"load balancers", "listeners", "targets"}.isdisjoint(left)
    assert ["web-test-worker-tasks"] == left["groups"]
    assert uri(ONE) == running(this_project, "web-test-worker")[1]
    assert {} == this_project.planned("--stack", TEST)
