"""One stack for what the apps of an environment share, and one for each app: what these may say, and be told."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from settings.shared import take
from tests.settings.mending import mended
from tests.settings.words import refusal

PLACE = {"account": "123456789012", "region": "eu-west-1"}
SET = "pulumi config set split-pipelines:"
ARN = "arn:aws:{}:eu-west-1:123456789012:"
SUBNETS = ["subnet-01234567", "subnet-89abcdef"]
NETWORK = {"vpc": "vpc-0123456789abcdef0", "subnets": SUBNETS, "publicSubnets": SUBNETS[:1], "publicIp": True}
BALANCER = {
    "listener": ARN.format("elasticloadbalancing") + f"listener/app/main/{16 * '0'}/{16 * '0'}",
    "securityGroup": "sg-0123456789abcdef0",
}
PARTS: dict[str, Any] = {
    "network": NETWORK,
    "cluster": ARN.format("ecs") + "cluster/apps-prod",
    "loadBalancer": BALANCER,
    "alarmsTopic": ARN.format("sns") + "apps-prod-alarms",
}
"""What the stack of an environment gives."""
OUTPUTS: dict[str, Any] = {"environment": "prod", "repositories": {}, "shared": PARTS}
APP: dict[str, Any] = {
    "environment": "prod",
    "sharedFrom": "prod",
    "apps": {"web": {"services": {"api": {"port": 80, "paths": ["/*"]}, "mailer": {}}}},
}
RM = "pulumi config rm --path 'split-pipelines:"
THERE = ["pulumi config set split-pipelines:share true --stack prod", "pulumi up --stack prod"]
NO_STACK = "cannot be a stack; use the name of one of this project, or organization/project/stack"
SAID_ONCE = 'this is for the stack that has what is shared, "acme/shop/prod", named by `sharedFrom`'


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Say why the app's stack `web-prod` cannot take these outputs, in lines without indentation."""
    monkeypatch.setattr(pulumi, "get_stack", lambda: "web-prod")

    def lines(outputs: dict[str, Any], place: dict[str, str] = PLACE, **config: Any) -> list[str]:
        read = settings.parse(APP | config, "web-prod")
        with pytest.raises(settings.ConfigurationError) as caught:
            settings.with_shared(read, outputs, **place)
        return [line.strip() for line in str(caught.value).splitlines()[2:]]

    return lines


@pytest.mark.parametrize("stack", ["prod", "true", "eu.prod_2", "acme/shop/prod"])
def test_a_stack_of_this_project_or_of_any(stack: str) -> None:
    """By its name, or with organization and project before it, as Pulumi calls it."""
    assert stack == settings.parse(APP | {"sharedFrom": stack}, "web-prod").shared_from


@pytest.mark.parametrize("nothing", [{}, {"apps": None}, {"apps": {}}])
def test_a_stack_may_be_there_for_others_only(nothing: dict[str, Any]) -> None:
    """With `share` it needs no app."""
    assert {} == settings.parse({"share": True} | nothing, "prod").apps


@pytest.mark.parametrize("share", [{}, {"share": False}, {"sharedFrom": "prod"}])
def test_any_other_stack_needs_an_app(share: dict[str, Any]) -> None:
    """Else it would be there for nothing."""
    expected = [
        "apps: no app is configured; at least one is needed",
        "pulumi config set --path 'split-pipelines:apps.web.keepBuilds' 30",
    ]
    assert expected == refusal(share)
    assert mended(share)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"sharedFrom": stack},
            [f'sharedFrom: "{stack}" {NO_STACK}', "pulumi config set split-pipelines:sharedFrom prod"],
        )
        for stack in ("", "acme/prod", "a b", "../prod", "x" * 101)
    ]
    + [
        (
            {"sharedFrom": {"stack": "prod"}},
            ['sharedFrom: {"stack": "prod"} is not text', "pulumi config set split-pipelines:sharedFrom prod"],
        ),
        ({"share": 1}, ["share: 1 is not true or false", "pulumi config set split-pipelines:share true"]),
    ],
)
def test_no_stack_and_no_sharing(said: dict[str, Any], expected: list[str]) -> None:
    """What cannot be the value of a key, with the command that puts another in its place."""
    config = {"apps": {"web": {}}} | said
    assert expected == refusal(config)
    assert mended(config)


def test_what_another_stack_has_is_not_said_here() -> None:
    """Each key that would make or name it is refused, all at once; what says nothing may stay."""
    own = {
        "share": True,
        "network": "default",
        "cluster": PARTS["cluster"],
        "containerInsights": True,
        "loadBalancer": BALANCER,
        "certificate": ARN.format("acm") + "certificate/0123-abcd",
        "alarmsTopic": PARTS["alarmsTopic"],
    }
    config = {"apps": {"web": {}}, "sharedFrom": "acme/shop/prod"} | own
    expected = [line for key in sorted(own) for line in ("", f"{key}: {SAID_ONCE}", f"{RM}{key}'")]
    assert expected[1:] == refusal(config)
    assert mended(config)
    nothing = {"share": False, "containerInsights": False, "cluster": None, "loadBalancer": None}
    assert "prod" == settings.parse(APP | nothing, "web-prod").shared_from


def test_what_is_shared_is_as_if_it_were_said() -> None:
    """The stack's own configuration could say all of it in the same words; the rest stays."""
    read = settings.parse(APP | {"disposable": True}, "web-prod")
    said = settings.parse({key: APP[key] for key in ("environment", "apps")} | PARTS | {"disposable": True}, "web-prod")
    assert said == settings.with_shared(read, OUTPUTS, **PLACE).model_copy(update={"shared_from": None})


def test_workers_need_no_load_balancer() -> None:
    """Nor is one made for them: what has no route takes what there is."""
    read = settings.parse(APP | {"apps": {"web": {"services": {"mailer": {}}}}}, "web-prod")
    parts = {key: value for key, value in PARTS.items() if key != "loadBalancer"}
    assert settings.with_shared(read, OUTPUTS | {"shared": parts}, **PLACE).load_balancer is None


@pytest.mark.parametrize(
    "shared",
    [None, {}, "secret", PARTS | {"cluster": None}, PARTS | {"network": NETWORK | {"publicIp": "true"}}],
)
def test_nothing_that_could_be_used(refused: Callable[..., list[str]], shared: Any) -> None:
    """A stack that was never updated, that makes nothing, or whose outputs are no values."""
    what = 'sharedFrom: stack "prod" shares nothing yet; have it make what is shared, and update it first'
    assert [what, *THERE] == refused({"shared": shared} if shared is not None else {})


def test_another_environment(refused: Callable[..., list[str]]) -> None:
    """An app's stack is called `web-prod`, most often, and its environment must not be.

    One that is called otherwise was said, and stays: what runs there cannot move.
    """
    other = 'is another environment than "prod", which `sharedFrom` leads to'
    expected = [f'environment: "web-prod" {other}', f"{SET}environment prod --stack web-prod"]
    assert expected == refused(OUTPUTS, environment="web-prod")
    mend = f"{SET}sharedFrom staging --stack web-prod"
    assert [f'sharedFrom: "staging" {other}; name that of this one', mend] == refused(OUTPUTS, environment="staging")


def test_a_stack_that_only_takes(refused: Callable[..., list[str]]) -> None:
    """One of an app says where it takes all from, and could not have `share` itself."""
    what = 'sharedFrom: stack "prod" has nothing of its own to share; name the one that it takes it from'
    source = "acme/shop/base"
    outputs = {key: value for key, value in OUTPUTS.items() if key != "shared"} | {"sharedFrom": source}
    assert [what, f"{SET}sharedFrom {source} --stack web-prod"] == refused(outputs)


def test_what_may_be_lost_bears_nothing_that_may_not(refused: Callable[..., list[str]]) -> None:
    """The stack of the environment would be destroyed under what runs; an app that may be lost itself can use it."""
    outputs = OUTPUTS | {"shared": PARTS | {"disposable": True}}
    what = "is disposable, and may be destroyed with all that it shares while apps of this one run; protect it"
    mend = [f"{SET}disposable false --stack prod", "pulumi up --stack prod"]
    assert [f'sharedFrom: stack "prod" {what}, or make this stack disposable, too', *mend] == refused(outputs)
    read = settings.parse(APP | {"disposable": True}, "web-prod")
    assert PARTS["cluster"] == settings.with_shared(read, outputs, **PLACE).cluster


def test_another_account_or_region(refused: Callable[..., list[str]]) -> None:
    """Nothing of it could be used; of two regions the shared one is it."""
    told = 'sharedFrom: what stack "prod" shares is in eu-west-1 of account 123456789012, and this stack in'
    use = "use credentials and region of one place for both"
    move = "pulumi config set aws:region eu-west-1 --stack web-prod"
    assert [f"{told} eu-west-1 of 210987654321; {use}"] == refused(OUTPUTS, PLACE | {"account": "210987654321"})
    assert [f"{told} us-east-1 of 123456789012; {use}", move] == refused(OUTPUTS, PLACE | {"region": "us-east-1"})


def test_no_load_balancer_for_a_route(refused: Callable[..., list[str]]) -> None:
    """None is made in its place: it would be called as the environment's own, and be there for one app."""
    parts = {key: value for key, value in PARTS.items() if key != "loadBalancer"}
    what = 'apps.web.services.api: requests are to come to it, and stack "prod" shares no load balancer'
    assert [what, *THERE] == refused(OUTPUTS | {"shared": parts})


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from([*PARTS, *NETWORK]), inner)),
)


@given(VALUES, st.sampled_from([*PARTS, None]))
def test_no_output_does_harm(value: Any, key: str | None) -> None:
    """Whatever stands there, it is taken for what it should be, or one problem says that it is not."""
    shared = PARTS | {key: value} if key else value
    read = settings.parse(APP, "web-prod")
    taken, problems = take(read, {"environment": "prod", "shared": shared}, stack="web-prod", **PLACE)
    usable = key == "loadBalancer" and value is None
    assert (["apps.web.services.api"] if usable else ["sharedFrom"]) == [each.key for each in problems]
    assert usable or taken == read
