"""Many apps in one stack, by the real Pulumi CLI: as many as one load balancer has room for."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.conftest import Sandbox
from tests.project.live import NIGHTLY, TEST, configure, image, uri

NAMES = [f"app{number:02}" for number in range(100)]
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html: 100 target groups."""
DIGESTS = {name: f"sha256:{hashlib.sha256(name.encode()).hexdigest()}" for name in NAMES}
RELEASED = {f"SPLIT_PIPELINES_IMAGE_{name.upper()}": digest for name, digest in DIGESTS.items()}
ONE_STATE = {"PULUMI_SKIP_CHECKPOINTS": "true"}
"""Pulumi's own backend writes the whole state twice for each resource: here that would take most of the time."""


def an_app(number: int) -> dict[str, Any]:
    """A service behind the load balancer; every fourth app is built here, every tenth has a schedule, too."""
    app: dict[str, Any] = {"services": {"web": {"port": 8080, "paths": [f"/{number}/*"]}}}
    if number % 4 == 0:
        app["build"] = {"source": "https://github.com/your-org/shop", "context": f"apps/{number}", "branch": "main"}
    if number % 10 == 0:
        app["schedules"] = {"nightly": NIGHTLY}
    return app


def running(sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """The services that have as many tasks as they should, with the image that they run."""
    ecs = sandbox.aws("ecs")
    # ECS describes ten at once: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
    for page in ecs.get_paginator("list_services").paginate(cluster="apps-test", PaginationConfig={"PageSize": 10}):
        for held in ecs.describe_services(cluster="apps-test", services=page["serviceArns"])["services"]:
            if held["desiredCount"] == held["runningCount"]:
                yield held["serviceName"], image(sandbox, held["taskDefinition"])


def priorities(sandbox: Sandbox) -> list[str]:
    """When each rule of the listener is tried."""
    elb = sandbox.aws("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    (listener,) = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    pages = elb.get_paginator("describe_rules").paginate(ListenerArn=listener["ListenerArn"])
    return [rule["Priority"] for page in pages for rule in page["Rules"] if not rule["IsDefault"]]


def recorded(sandbox: Sandbox) -> dict[str, str]:
    """The images that are live, as the parameters say."""
    pages = sandbox.aws("ssm").get_paginator("get_parameters_by_path").paginate(Path="/split-pipelines", Recursive=True)
    return {each["Name"]: each["Value"] for page in pages for each in page["Parameters"]}


def test_a_hundred_apps(this_project: Sandbox) -> None:
    """The policies hold; each app runs its own image, by a rule of its own; and a preview finds nothing left to do."""
    sandbox = replace(this_project, timeout_seconds=600)
    configure(sandbox, {name: an_app(number) for number, name in enumerate(NAMES)})
    sandbox.pulumi("preview", "--stack", TEST, "--policy-pack", "policy", environ=RELEASED)
    assert [] == sandbox.aws("ecr").describe_repositories()["repositories"]

    sandbox.up("--stack", TEST, environ=RELEASED | ONE_STATE)
    assert {f"{name}-test-web": uri(digest, f"{name}-test") for name, digest in DIGESTS.items()} == dict(
        running(sandbox)
    )
    found = priorities(sandbox)
    assert (100, 100) == (len(found), len(set(found)))
    assert {f"/split-pipelines/test/{name}/image": digest for name, digest in DIGESTS.items()} == recorded(sandbox)
    assert {} == sandbox.planned("--stack", TEST)
