"""A stack for what an environment's apps share, and one for each app, by the real Pulumi CLI."""

import re
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, Sandbox
from tests.project.live import (
    NIGHTLY,
    ONE,
    TEST,
    TWO,
    configure,
    everything,
    ports,
    recorded,
    running,
    scheduled,
    service,
    up,
    uri,
)
from workloads.priority import stable_priority
from workloads.route import Route

SHARED = {"clusters", "groups", "listeners", "load balancers", "topics"}
"""The kinds of what apps share."""
APP: dict[str, Any] = {"environment": TEST, "sharedFrom": TEST}
WEB, API = "web-test", "api-test"
"""Stacks of apps."""


def configure_app(sandbox: Sandbox, app: str, priority: int | None = None, **others: Any) -> None:
    """Write the stack file of an app: a service behind the load balancer, and a nightly task."""
    services = {app: {"port": 8080, "paths": [f"/{app}/*"], "priority": priority}}
    apps = {app: {"services": services, "schedules": {"nightly": NIGHTLY}}}
    configure(sandbox, apps, f"{app}-test", **APP | others)


def rules(sandbox: Sandbox) -> dict[str, str]:
    """The service that has the requests, by the path, on the one listener."""
    elb = sandbox.aws("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    (listener,) = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    found = {}
    for rule in elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]:
        for condition in rule["Conditions"]:
            (path,) = condition["PathPatternConfig"]["Values"]
            found[path] = rule["Actions"][0]["TargetGroupArn"].split("/")[1]
    return found


def held(sandbox: Sandbox, word: str = "") -> dict[str, Any]:
    """What AWS holds of an app, or of all."""
    return {
        "names": everything(sandbox, word),
        "ports": {name: opened for name, opened in ports(sandbox).items() if word in name},
        "images": {name: digest for name, digest in recorded(sandbox).items() if word in name},
    }


def parts(sandbox: Sandbox) -> dict[str, list[str]]:
    """What apps share, as AWS holds it."""
    return {kind: names for kind, names in everything(sandbox, "apps-test").items() if kind in SHARED}


def first_up(sandbox: Sandbox, stack: str, **environ: str) -> None:
    """Bring up a stack with the policy pack: its first preview is refused if a policy could not decide."""
    update = ("up", "--yes", "--suppress-progress", "--policy-pack", "policy", "--stack", stack)
    sandbox.pulumi(*update, environ={f"SPLIT_PIPELINES_IMAGE_{app}": digest for app, digest in environ.items()})


def test_each_app_in_a_stack_of_its_own(this_project: Sandbox) -> None:
    """Both use what the environment's stack made, and make nothing of it again; nothing changes afterwards.

    What they could have in common is a rule's priority: AWS refuses the second, and another one mends it.
    One that is over leaves the other, and what is shared, as they were.
    """
    configure(this_project, {}, share=True)
    first_up(this_project, TEST)
    shared = parts(this_project)
    assert SHARED == shared.keys()
    assert shared == everything(this_project)

    configure_app(this_project, "api")
    first_up(this_project, API, API=TWO)
    configure_app(this_project, "web", disposable=True, priority=stable_priority("api/api", Route(paths=("/api/*",))))
    assert "PriorityInUse" in up(this_project, WEB, code=1, web=ONE)
    configure_app(this_project, "web", disposable=True)
    up(this_project, WEB, web=ONE)
    assert shared == parts(this_project)
    assert (uri(ONE), uri(TWO, "api-test")) == (running(this_project)[1], running(this_project, "api-test-api")[1])
    assert (uri(ONE), uri(TWO, "api-test")) == (
        scheduled(this_project)[1],
        scheduled(this_project, "api-test-nightly")[1],
    )
    assert {"/web/*": "web-test-web", "/api/*": "api-test-api"} == rules(this_project)
    assert {f"/split-pipelines/test/{app}/image": digest for app, digest in (("web", ONE), ("api", TWO))} == recorded(
        this_project
    )
    for stack in (TEST, WEB, API):
        assert {} == this_project.planned("--stack", stack)
    api = held(this_project, "api-test")
    up(this_project, WEB, web=TWO)
    assert uri(TWO) == running(this_project)[1]
    assert api == held(this_project, "api-test")

    this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", WEB)
    assert {"names": {}, "ports": {}, "images": {}} == held(this_project, "web-test")
    assert api == held(this_project, "api-test")
    assert shared == parts(this_project)
    assert {} == this_project.planned("--stack", TEST)


def test_the_documentation_s_stacks_come_up(this_project: Sandbox) -> None:
    """Both stack files as they are shown, one after the other; the app's service gets requests of its host."""
    copy = Path(this_project.run("pwd").stdout.strip())
    section = (ROOT / "docs" / "services.md").read_text().partition("## One stack per app")[2].partition("\n## ")[0]
    files = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert ["Pulumi.prod.yaml", "Pulumi.web-prod.yaml"] == [name for name, _ in files]
    for name, text in files:
        (copy / name).write_text(text)
    up(this_project, "prod")
    up(this_project, "web-prod", web=ONE)
    assert uri(ONE, "web-prod") == running(this_project, "web-prod-web")[1]
    (target,) = service(this_project, "web-prod-web")["loadBalancers"]
    (listener,) = everything(this_project)["listeners"]
    (rule, _) = this_project.aws("elbv2").describe_rules(ListenerArn=listener)["Rules"]
    assert [target["targetGroupArn"]] == [action["TargetGroupArn"] for action in rule["Actions"]]
    assert [["www.example.com"]] == [each["HostHeaderConfig"]["Values"] for each in rule["Conditions"]]


def refused(sandbox: Sandbox, said: str, **config: Any) -> str:
    """Update the stack of an app in vain, told so by one message, with nothing of it made; return what was printed."""
    configure_app(sandbox, "web", **config)
    printed = up(sandbox, WEB, code=1, web=ONE)
    assert said in printed
    assert 1 == printed.partition("Diagnostics:")[2].count("error: ")
    assert "Traceback" not in printed
    assert {} == everything(sandbox, "web")
    return printed


def test_a_stack_that_shares_nothing_makes_nothing(this_project: Sandbox) -> None:
    """One that is not there, that was never updated, that is the app's own, or that says things twice."""
    configure(this_project, {}, share=True)
    refused(
        this_project, 'stack organization/split-pipelines/other cannot be read: unknown stack "org', sharedFrom="other"
    )
    refused(this_project, '"organization/split-pipelines/web-test" is this stack itself', sharedFrom=WEB)
    assert "cluster: this is for the stack that has what is shared" in refused(
        this_project, "network: this is for", network="default", cluster="arn:aws:ecs:eu-west-1:123456789012:cluster/x"
    )
    assert "pulumi up --stack test\n" in refused(this_project, 'sharedFrom: stack "test" shares nothing yet')


def test_a_stack_with_apps_of_its_own_is_shared(this_project: Sandbox) -> None:
    """As it is, with no load balancer for its workers; a route of another stack is refused, until `share` makes one.

    Then it stays when this stack needs it no more. An app's stack that has lost its environment is told so.
    """
    mailer: dict[str, Any] = {"mailer": {"services": {"mailer": {}}}}
    configure(this_project, mailer)
    up(this_project)
    assert {"clusters", "topics"} == parts(this_project).keys()
    mend = "pulumi config set split-pipelines:environment test --stack web-test"
    assert mend in refused(this_project, 'environment: "web-test" is another environment', environment=WEB)
    assert "pulumi config set split-pipelines:share true --stack test" in refused(
        this_project, "apps.web.services.web: requests are to come to it"
    )
    configure(this_project, mailer, share=True)
    up(this_project)
    configure_app(this_project, "web")
    up(this_project, WEB, web=ONE)
    assert uri(ONE) == running(this_project)[1]

    shared, routed = parts(this_project), rules(this_project)
    assert {"/web/*": "web-test-web"} == routed
    configure(this_project, mailer)
    assert "share: other stacks may use what is here" in up(this_project, code=1)
    assert (shared, routed) == (parts(this_project), rules(this_project))


def test_what_is_there_for_others_goes_last(this_project: Sandbox) -> None:
    """The stack of an environment cannot be destroyed until it is disposable; then nothing is left."""
    destroy = ("destroy", "--yes", "--skip-preview", "--stack", TEST)
    configure(this_project, {}, share=True)
    up(this_project)
    before = everything(this_project)
    assert "protected" in this_project.pulumi(*destroy, code=None)
    assert before == everything(this_project)
    configure(this_project, {}, share=True, disposable=True)
    up(this_project)
    this_project.pulumi(*destroy)
    assert {} == everything(this_project)
