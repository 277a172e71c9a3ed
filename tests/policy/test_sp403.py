"""SP403: a build owns its machine only if it must, and no secret can be read where builds and tasks are looked at."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.containers import DAEMON_TASK_DEFINITION, EXPRESS_SERVICE, TASK_DEFINITION
from policy.model import PROJECT, UNKNOWN, Resource
from policy.rules.sp403 import RULES, idle_privileges, plain_secrets
from tests.policy.identities import ADMINISTRATOR, allow, attachment, denying, document, project, role, role_policy
from tests.policy.resources import repository, urn, violators
from tests.policy.tasks import image

KEY = "AKIAIOSFODNN7EXAMPLE"


def building(name: str, *variables: Any, **environment: Any) -> Resource:
    """Make a build project with these variables."""
    props = {"name": name, "environment": {"environmentVariables": list(variables)} | environment}
    return Resource(PROJECT, name, urn(name), props)


def variable(name: Any, value: Any, **others: Any) -> dict[str, Any]:
    """Make a variable."""
    return {"name": name, "value": value} | others


def running(name: str, *variables: Any, kind: str = TASK_DEFINITION, key: str = "environment") -> Resource:
    """Make a task definition whose second container has these variables."""
    containers = [{"name": "proxy"}, {"name": "app", key: list(variables)}]
    return Resource(kind, name, urn(name), {"containerDefinitions": json.dumps(containers)})


def test_no_variable_holds_a_secret() -> None:
    """Passing: no secret, or where one lies. Failing: one, in a build or a container. Not known: left for later."""
    express = {"environments": [variable("DB_PASSWORD", "hunter2")]}
    program = [
        building("none"),
        building("harmless", variable("REPOSITORY", "web-prod"), variable("STAGE", "prod")),
        building("by-parameter", variable("NPM_TOKEN", "/web/npm", type="PARAMETER_STORE")),
        building("by-secret", variable("NPM_TOKEN", "web/npm:token", type="SECRETS_MANAGER")),
        building("unknown", variable("NPM_TOKEN", UNKNOWN), UNKNOWN),
        building("unknown-name", variable(UNKNOWN, "web")),
        building("unknown-type", variable("NPM_TOKEN", "s3cret", type=UNKNOWN)),
        replace(building("all-unknown"), props={"environment": UNKNOWN}),
        running("empty"),
        running("also-harmless", variable("STAGE", "prod")),
        replace(running("garbage"), props={"containerDefinitions": "{"}),
        replace(running("nothing-known"), props={"containerDefinitions": UNKNOWN}),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("b"), {"environment": [variable("TOKEN", "x")]}),
        building("by-name", variable("STAGE", "prod"), variable("NPM_TOKEN", "s3cret")),
        building("said-to-be-plain", variable("NPM_TOKEN", "s3cret", type="PLAINTEXT")),
        building("by-value", variable("STAGE", KEY)),
        building("by-value-of-no-name", variable(UNKNOWN, KEY)),
        running("in-a-task", variable("DB_PASSWORD", "hunter2")),
        running("in-a-daemon", variable("DB_PASSWORD", "hunter2"), kind=DAEMON_TASK_DEFINITION),
        running("as-go-reads-it", {"Name": "DB_PASSWORD", "VALUE": "hunter2"}, key="Environment"),
        Resource(EXPRESS_SERVICE, "in-an-express-service", urn("express"), {"primaryContainer": express}),
    ]
    assert {
        "by-name",
        "said-to-be-plain",
        "by-value",
        "by-value-of-no-name",
        "in-a-task",
        "in-a-daemon",
        "as-go-reads-it",
        "in-an-express-service",
    } == violators(plain_secrets, program)


def privileged(name: str, *statements: Mapping[str, Any], mode: Any = True, spec: str | None = None) -> list[Resource]:
    """Make a privileged project with a role that is allowed this, its buildspec a file unless there is one."""
    made = project(name, f"{name}-role")
    return [
        replace(
            made,
            props={**made.props, "environment": {"privilegedMode": mode}, "source": {"buildspec": spec or "a.yml"}},
        ),
        role(f"{name}-role"),
        role_policy(f"{name}-policy", f"{name}-role", document(LOGS, *statements)),
    ]


LOGS = allow("*", actions=["logs:PutLogEvents"])
PULL = allow("web-prod", actions=["ecr:BatchGetImage"])


def pushing(reference: str) -> str:
    """Make a buildspec that pushes an image."""
    return json.dumps({"version": 0.2, "phases": {"build": {"commands": [f"docker push {reference}"]}}})


@pytest.mark.parametrize(
    ("expected", "program"),
    [
        ({"web"}, privileged("web", PULL)),
        ({"web"}, privileged("web", PULL, mode=UNKNOWN)),
        ({"web"}, [repository("web-prod"), *privileged("web", PULL)]),
        ({"web"}, privileged("web", allow("web-prod"), denying("*"))),
        ({"web"}, privileged("web", PULL, spec=pushing(image("web-prod")))),
        ({"web"}, privileged("web", PULL, spec=pushing("x").replace("push", "run"))),
        (set(), privileged("web", PULL, spec=pushing("ghcr.io/your-org/web"))),
        (set(), privileged("web", PULL, spec=pushing("your-org/web"))),
        (set(), privileged("web", PULL, mode=False)),
        (set(), privileged("web", PULL, mode=None)),
        (set(), privileged("web", allow("web-prod"))),
        (set(), privileged("web", allow("web-prod"), mode=UNKNOWN)),
        (set(), privileged("web", allow("*", actions=["ecr-public:PutImage"]))),
        (set(), [*privileged("web", PULL), attachment("a", "web-role", ADMINISTRATOR)]),
        # Of these SP101 speaks.
        (set(), privileged("web", PULL)[:1]),
        (set(), [*privileged("web", PULL), role_policy("late", "web-role", UNKNOWN)]),
    ],
)
def test_only_what_pushes_is_privileged(expected: set[str], program: list[Resource]) -> None:
    """Failing: privileged, or perhaps, and the role can push nowhere. Passing: one of these is not so, or not known."""
    assert expected == violators(idle_privileges(), program)


@pytest.mark.parametrize(
    ("expected", "names"),
    [({"web-tests", "web"}, []), ({"web"}, ["*-tests"]), (set(), ["web*"]), ({"web-tests"}, ["web"])],
)
def test_the_configuration_names_what_needs_docker(expected: set[str], names: list[str]) -> None:
    """Builds that run containers in tests, or push elsewhere: nothing is said of those that it names."""
    rule = RULES[1]
    assert rule.configured
    program = [*privileged("web-tests", PULL), *privileged("web", PULL)]
    assert expected == violators(rule.configured({"privileged": names}), program)


def test_says_what_and_how() -> None:
    """The resource, the place, and what to do; of the secret nothing."""
    found = "looks like a secret, and whoever may look at the resource can read it."
    change = "and say where it lies; and change the secret."
    assert [
        (
            f"web: environment.environmentVariables[1] {found} Give it the type SECRETS_MANAGER or PARAMETER_STORE, "
            f"{change}"
        ),
        f"task: containerDefinitions[1].environment[0] {found} Name it among the container's secrets, {change}",
    ] == [
        each.message
        for each in plain_secrets(
            [building("web", variable("A", "b"), variable("B", KEY)), running("task", variable("C", KEY))]
        )
    ]
    assert [
        (
            "web: its builds are privileged, so they own their machine, and its role can push no image. Leave "
            "privileged_mode out; if they need Docker all the same, name the project in the pack's configuration."
        ),
        (
            "late: the value of environment.privilegedMode is not known before the update, so nothing can be said of "
            "it. Make it from values that the program knows, not from outputs of resources."
        ),
    ] == [
        each.message for each in idle_privileges()([*privileged("web", PULL), *privileged("late", PULL, mode=UNKNOWN)])
    ]


@given(st.text("abcdef", min_size=8, max_size=20), st.text("ABCDEF", min_size=8, max_size=20))
def test_no_variable_is_ever_quoted(value: str, name: str) -> None:
    """Neither its value nor its name, which may come from a secret, too."""
    (found,) = plain_secrets([building("web", variable(f"{name}_TOKEN", value))])
    assert not {value, name} & set(found.message.replace(".", " ").split())
    assert value not in found.message
    assert name not in found.message
