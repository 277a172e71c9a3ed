"""Environments with services, by the real Pulumi CLI: what is one's own, and what is left of one that is over."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import (
    LIVE,
    NIGHTLY,
    ONE,
    TEST,
    TWO,
    WEB,
    configure,
    everything,
    ports,
    recorded,
    running,
    up,
    uri,
)


def seen(sandbox: Sandbox, stack: str) -> dict[str, Any]:
    """What AWS holds of an environment."""
    return {
        "names": everything(sandbox, stack),
        "runs": running(sandbox, f"web-{stack}-web"),
        "ports": {name: opened for name, opened in ports(sandbox).items() if stack in name},
        "image": {name: digest for name, digest in recorded(sandbox).items() if stack in name},
    }


def test_environments_do_not_touch_each_other(this_project: Sandbox) -> None:
    """One account, two digests: an update of either changes nothing of the other, nor does the end of one.

    One that is disposable leaves nothing behind, after more than one release.
    """
    apps = {"web": {"services": {"web": WEB}, "schedules": {"nightly": NIGHTLY}}}
    configure(this_project, apps, disposable=True)
    configure(this_project, apps, LIVE)
    up(this_project, web=ONE)
    test = seen(this_project, TEST)
    up(this_project, LIVE, web=TWO)
    live = seen(this_project, LIVE)
    assert (uri(ONE), uri(TWO, "web-live")) == (test["runs"][1], live["runs"][1])
    assert test == seen(this_project, TEST)
    assert everything(this_project) == {
        kind: sorted(names + live["names"][kind]) for kind, names in test["names"].items()
    }

    up(this_project, web=TWO)
    assert ["web-test-nightly:2", "web-test-web:2"] == [
        arn.rsplit("/", 1)[1] for arn in everything(this_project, TEST)["definitions"]
    ]
    assert live == seen(this_project, LIVE)
    this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", TEST)
    assert live["names"] == everything(this_project)
    assert live == seen(this_project, LIVE)


def test_https(this_project: Sandbox) -> None:
    """With a certificate the services' rules are at 443, and 80 leads there."""
    certificate = this_project.aws("acm").request_certificate(DomainName="www.example.com")["CertificateArn"]
    configure(this_project, {"web": {"services": {"web": WEB}}}, certificate=certificate)
    up(this_project, web=ONE)
    elb = this_project.aws("elbv2")
    (balancer,) = elb.describe_load_balancers()["LoadBalancers"]
    held = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    listeners = {each["Port"]: each for each in held}
    assert {80: "HTTP", 443: "HTTPS"} == {port: each["Protocol"] for port, each in listeners.items()}
    (redirect,) = listeners[80]["DefaultActions"]
    leads = redirect["RedirectConfig"]
    assert ("HTTPS", "443", "HTTP_301") == (leads["Protocol"], leads["Port"], leads["StatusCode"])
    assert [certificate] == [each["CertificateArn"] for each in listeners[443]["Certificates"]]
    paths = {
        port: [
            condition["PathPatternConfig"]["Values"]
            for rule in elb.describe_rules(ListenerArn=each["ListenerArn"])["Rules"]
            for condition in rule["Conditions"]
        ]
        for port, each in listeners.items()
    }
    assert {80: [], 443: [["/*"]]} == paths
    assert {} == this_project.planned("--stack", TEST)
