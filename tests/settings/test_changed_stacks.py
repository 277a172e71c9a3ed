"""What a stack cannot lose, once it has it: its environment, what it made itself, and where rules are."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from settings.before import changed, named_as_anothers
from tests.settings.test_shared_stacks import BALANCER, NETWORK, OUTPUTS, PARTS, VALUES
from tests.workloads.samples import DIGEST

OWN = ["alarmsTopic", "cluster", "loadBalancer", "network"]
"""All that a stack may make itself for apps to share."""
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/0123-abcd"
WEB: dict[str, Any] = {"port": 80, "paths": ["/*"]}
WEBS: dict[str, Any] = {"web": {"services": {"web": WEB, "mailer": {}}}}
OTHER = {name: arn.replace("apps-prod", "other") for name, arn in PARTS.items() if isinstance(arn, str)}
"""A cluster and a topic that somebody else made."""
STAYS = "this stack made itself, and it would be deleted from under all that uses it; leave the key out"
RM = "pulumi config rm --path 'split-pipelines:"

Refused = Callable[..., list[str]]


def after(*, live: bool = True, **config: Any) -> dict[str, Any]:
    """The outputs of the stack `prod` after an update with this configuration; `live`: its apps have images."""
    read = settings.parse({"apps": WEBS, "network": "create"} | config, "prod")
    made = settings.made(read).model_dump(mode="json", by_alias=True)
    return OUTPUTS | {"environment": read.environment, "made": made, "images": {"web": DIGEST} if live else {}}


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Refused:
    """Say why the stack `prod`, with these outputs, cannot have this configuration, in lines without indentation."""
    monkeypatch.setattr(pulumi, "get_stack", lambda: "prod")

    def lines(outputs: dict[str, Any], **config: Any) -> list[str]:
        said = {"apps": WEBS, "network": "create"} | config
        read = settings.parse({key: value for key, value in said.items() if value is not None}, "prod")
        try:
            settings.check_changes(read, outputs)
            settings.check_parts(read, outputs)
        except settings.ConfigurationError as error:
            return [line.strip().removesuffix(" --stack prod") for line in str(error).splitlines()[2:] if line]
        return []

    return lines


def test_what_a_stack_makes() -> None:
    """What its configuration names is not its own; a load balancer it makes for a route, or for other stacks."""
    assert OWN == after()["made"]["parts"]
    assert ["network"] == after(cluster=PARTS["cluster"], alarmsTopic=PARTS["alarmsTopic"], loadBalancer=BALANCER)[
        "made"
    ]["parts"]
    workers: dict[str, Any] = {"web": {"services": {"mailer": {}}}}
    assert ["alarmsTopic", "cluster"] == after(network="default", apps=workers)["made"]["parts"]
    assert "loadBalancer" in after(apps=workers, share=True)["made"]["parts"]


@pytest.mark.parametrize("disposable", [False, True])
@pytest.mark.parametrize(
    ("key", "mend"),
    [
        *((part, f"{RM}{part}'") for part in OWN if part != "network"),
        ("network", "pulumi config set split-pipelines:network create"),
    ],
)
def test_what_a_stack_made_is_not_named_as_anothers(refused: Refused, key: str, mend: str, *, disposable: bool) -> None:
    """It would be deleted, of a disposable stack, too. One that somebody else made may be named."""
    said = {key: PARTS[key], "disposable": disposable}
    assert [f"{key}: it names the one that {STAYS}", mend] == refused(after(), **said)
    assert [] == refused(after(**said), **said)


def test_another_listener_of_its_own_load_balancer(refused: Refused) -> None:
    """The listener for HTTP goes with the load balancer just as well; another load balancer's does not."""
    http = BALANCER["listener"][:-1] + "1"
    assert [f"loadBalancer: it names the one that {STAYS}", f"{RM}loadBalancer'"] == refused(
        after(), loadBalancer=BALANCER | {"listener": http}
    )
    assert [] == refused(after(), loadBalancer=BALANCER | {"listener": http.replace("/main/", "/other/")})


def test_a_stack_that_shares_its_own_parts_back() -> None:
    """`sharedFrom` leads to what this stack made: it is the key to leave out."""
    base = settings.parse({"apps": WEBS, "sharedFrom": "base"}, "prod")
    taken = settings.with_shared(base, OUTPUTS, account="123456789012", region="eu-west-1")
    (problem,) = named_as_anothers(taken, after())
    assert ("sharedFrom", f'"base" names alarmsTopic, cluster, loadBalancer, network that {STAYS}') == (
        problem.key,
        problem.what,
    )
    assert [] == named_as_anothers(taken, {})


@pytest.mark.parametrize(("was", "now"), [("prod", "live"), ("live", "prod")])
def test_an_environment_is_not_renamed(refused: Refused, was: str, now: str) -> None:
    """As long as there is an app's image, or anything shared; unless the stack is disposable."""
    told = (
        f'environment: "{now}" is another environment than "{was}", which this stack is; nothing of it can be '
        "renamed: put it back, and make a stack of its own for another"
    )
    put_back = [told, f"pulumi config set split-pipelines:environment {was}"]
    before = after(environment=was)
    app = {key: before[key] for key in ("environment", "images")}
    for outputs in (before, before | {"images": {}}, app):
        assert put_back == refused(outputs, environment=now)
        assert [] == refused(outputs, environment=was)
        assert [] == refused(outputs, environment=now, disposable=True)
    assert [] == refused(app | {"images": {}}, environment=now)


def test_what_others_may_use_stays(refused: Refused) -> None:
    """`share` is not taken back, and no part of it given away, until the stack is disposable."""
    shared, put_back = after(share=True), "pulumi config set split-pipelines:share true"
    told = "share: other stacks may use what is here, and it would go when no app of this one needs it; put it back"
    assert [told, put_back] == refused(shared)
    told = "sharedFrom: this stack has what other stacks may use, and cannot take it from another; leave the key out"
    assert [told, f"{RM}sharedFrom'", put_back] == refused(shared, sharedFrom="base", network=None)
    told = "cluster: other stacks may use the one that this stack made, and it would be deleted; leave the key out"
    assert [told, f"{RM}cluster'"] == refused(shared, share=True, cluster=OTHER["cluster"])
    for config in ({}, {"share": True, "cluster": OTHER["cluster"]}):
        assert [] == refused(shared, disposable=True, **config)
        assert [] == refused(after(), **config)
    assert [] == refused(shared, share=True)


def certificates(before: str | None, now: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """How a configuration says the one, and then the other."""
    said: list[dict[str, Any]] = [{"certificate": each} if each else {} for each in (before, now)]
    return said[0], said[1]


@pytest.mark.parametrize(
    ("before", "now", "mend"),
    [
        (None, CERTIFICATE, f"{RM}certificate'"),
        (CERTIFICATE, None, f"pulumi config set split-pipelines:certificate {CERTIFICATE}"),
    ],
)
def test_rules_stay_on_their_listener(refused: Refused, before: str | None, now: str | None, mend: str) -> None:
    """HTTPS comes and goes when no rule is protected: none is live, all retire, or the stack was disposable before."""
    was, wanted = certificates(before, now)
    told = (
        "certificate: web/web cannot go to another listener while it is protected; put this back; first set its "
        "`retire`, and run `pulumi up`; then change this, take `retire` out, and run it again"
    )
    assert [told, mend] == refused(after(**was), **wanted)
    assert [told, mend] == refused(after(**was), disposable=True, **wanted)
    retiring = {"web": {"services": {"web": WEB | {"retire": True}}}}
    for free in (after(live=False, **was), after(apps=retiring, **was), after(disposable=True, **was)):
        assert [] == refused(free, **wanted)
    shared = after(live=False, share=True, **was)
    (told, *mends) = refused(shared, share=True, **wanted)
    assert told.startswith("certificate: rules of other stacks may be on the listener that there is")
    assert [mend] == mends


def test_a_certificate_may_be_another(refused: Refused) -> None:
    """The listener stays. One for a load balancer that this stack did not have, or no longer makes, says nothing."""
    assert [] == refused(after(certificate=CERTIFICATE), certificate=CERTIFICATE.replace("abcd", "4567"))
    named: dict[str, Any] = {"loadBalancer": BALANCER}
    assert [] == refused(after(**named), certificate=CERTIFICATE)
    assert [] == refused(after() | {"shared": PARTS | {"loadBalancer": None}}, **named)


@given(VALUES, st.sampled_from(["environment", "images", "made", "shared"]))
def test_no_output_does_harm(value: Any, key: str) -> None:
    """Whatever stands there, by another version or program: what cannot be read says nothing."""
    outputs = after(share=True) | {key: value}
    read = settings.parse({"apps": WEBS, "share": True, "network": NETWORK}, "prod")
    found = {each.key for each in (*changed(read, outputs), *named_as_anothers(read, outputs))}
    assert found <= {"environment", "network"}
    assert "network" in found or key in ("made", "shared")
