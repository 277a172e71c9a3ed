"""Configurations that would take from a stack what it has made, by the real Pulumi CLI: refused, with a way round."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import NIGHTLY, ONE, TEST, WEB, configure, everything, running, service, up, uri

APPS: dict[str, Any] = {"web": {"services": {"web": WEB}}}
RETIRING: dict[str, Any] = {"web": {"services": {"web": WEB | {"retire": True}}}}
HTTP, HTTPS = 80, 443


def refused(sandbox: Sandbox, said: str, apps: dict[str, Any] = APPS, **config: Any) -> None:
    """Update the stack in vain, told so by one message before anything is changed, with or without a preview before."""
    before, runs = everything(sandbox), service(sandbox)
    configure(sandbox, apps, **config)
    printed = up(sandbox, code=1)
    assert said in printed
    assert 1 == printed.partition("Diagnostics:")[2].count("error: ")
    assert before == everything(sandbox)
    assert (runs["deployments"], runs["loadBalancers"]) == (
        service(sandbox)["deployments"],
        service(sandbox)["loadBalancers"],
    )


def routes(sandbox: Sandbox) -> dict[int, list[str]]:
    """The target groups that requests go to, by the listener's port."""
    elb = sandbox.aws("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    return {
        each["Port"]: [
            action["TargetGroupArn"].split("/")[1]
            for rule in elb.describe_rules(ListenerArn=each["ListenerArn"])["Rules"]
            for action in rule["Actions"]
            if action["Type"] == "forward"
        ]
        for each in elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    }


def own_parts(sandbox: Sandbox) -> dict[str, Any]:
    """How a configuration names what the stack made itself."""
    held = everything(sandbox)
    (listener,), (cluster,), (topic,) = held["listeners"], held["clusters"], held["topics"]
    groups = sandbox.aws("ec2").describe_security_groups()["SecurityGroups"]
    (group,) = [each["GroupId"] for each in groups if each["GroupName"] == "apps-test-load-balancer"]
    return {
        "alarmsTopic": topic,
        "cluster": cluster,
        "loadBalancer": {"listener": listener, "securityGroup": group},
    }


def test_a_stack_keeps_what_it_has(this_project: Sandbox) -> None:
    """Its own parts are not named as others', nor is its environment renamed; a refusal does not make it forget."""
    configure(this_project, APPS)
    up(this_project, web=ONE)
    own = own_parts(this_project)
    refused(
        this_project, "loadBalancer: it names the one that this stack made itself", loadBalancer=own["loadBalancer"]
    )
    refused(this_project, "cluster: it names the one that this stack made itself", **own)
    refused(this_project, f'environment: "live" is another environment than "{TEST}"', environment="live")
    configure(this_project, APPS)
    assert {} == this_project.planned("--stack", TEST)


def test_https_comes_to_what_runs(this_project: Sandbox) -> None:
    """Not at once: its rule is protected where it is. Retired first, it goes to the other listener, and runs on."""
    certificate = this_project.aws("acm").request_certificate(DomainName="www.example.com")["CertificateArn"]
    configure(this_project, APPS)
    up(this_project, web=ONE)
    runs = service(this_project)
    refused(this_project, "certificate: web/web cannot go to another listener", certificate=certificate)
    refused(this_project, "certificate: web/web cannot go", RETIRING, certificate=certificate)
    configure(this_project, RETIRING)
    up(this_project)
    configure(this_project, APPS, certificate=certificate)
    this_project.pulumi("up", "--yes", "--stack", TEST)
    assert {HTTP: [], HTTPS: ["web-test-web"]} == routes(this_project)
    held = service(this_project)
    assert (runs["createdAt"], runs["loadBalancers"]) == (held["createdAt"], held["loadBalancers"])
    assert uri(ONE) == running(this_project)[1]
    refused(this_project, f"pulumi config set split-pipelines:certificate {certificate}")


def test_an_app_goes_to_a_stack_of_its_own(this_project: Sandbox) -> None:
    """By Pulumi's state alone, as the page says: in AWS nothing changes, and neither stack has anything left to do."""
    stack = f"web-{TEST}"
    apps = {"web": {"services": {"web": WEB}, "schedules": {"nightly": NIGHTLY}}}
    configure(this_project, apps, share=True)
    configure(this_project, apps, stack, environment=TEST, sharedFrom=TEST)
    up(this_project, web=ONE)
    before, runs = everything(this_project), service(this_project)
    source, dest = (f"organization/split-pipelines/{each}" for each in (TEST, stack))
    pipeline = f"urn:pulumi:{TEST}::split-pipelines::split-pipelines:index:Pipeline::web"
    this_project.pulumi("state", "move", "--yes", "--source", source, "--dest", dest, pipeline)
    configure(this_project, {}, share=True)
    for each in (TEST, stack):
        up(this_project, each)
        assert {} == this_project.planned("--stack", each)
    assert before == everything(this_project)
    assert runs == service(this_project)
