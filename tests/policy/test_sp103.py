"""SP103: the buildspec of one project pushes to one environment."""

from collections.abc import Sequence
from typing import Any

import pytest

from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN, Resource
from policy.rules.sp103 import RULES, shared_buildspecs
from tests.policy.buildspecs import REGISTRY, build, buildspec
from tests.policy.identities import ACCOUNT, allow, document, role, role_policy
from tests.policy.resources import repository, violators

judge = shared_buildspecs(Environments(DEFAULT))
ROLE = role("build")
LIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging")))]
UNLIMITED = [ROLE, role_policy("permissions", "build", document(allow("web-staging", "web-prod")))]
BOTH = [repository("web-staging"), repository("web-prod")]
STAGING, PROD = (f"docker push $REGISTRY/web-{each}:1" for each in ("staging", "prod"))
# The commands of a buildspec that passes, and what makes one of them that does not.
PAIRS: dict[str, tuple[list[str], str, str]] = {
    "outage": ([STAGING, f"{STAGING}-latest"], "staging:1-latest", "prod:1-latest"),
    "several-tags": (
        [f"docker buildx build -t {REGISTRY}/web-prod:1 -t {REGISTRY}/web-prod:2 --push ."],
        "prod:2",
        "qa:2",
    ),
    "app-and-sidecar": ([PROD, "docker push $REGISTRY/proxy-prod:1"], "proxy-prod", "proxy-staging"),
    "several-regions": (
        [f"docker push {ACCOUNT}.dkr.ecr.{each}.amazonaws.com/web-prod" for each in ("eu-west-1", "us-east-1")],
        "us-east-1.amazonaws.com/web-prod",
        "us-east-1.amazonaws.com/web-dev",
    ),
    "promotion": (
        [f"crane copy {REGISTRY}/web-staging@sha256:0 {REGISTRY}/web-prod:1", PROD],
        "crane copy",
        f"crane tag {REGISTRY}/web-staging@sha256:0 old && crane copy",
    ),
    "loop": (["for each in staging; do docker push $REGISTRY/web-$each; done"], "in staging", "in staging prod"),
    "branches": (
        [f"if [ $BRANCH = main ]; then {PROD}; else {PROD}-test; fi"],
        "web-prod:1-test",
        "web-staging:1",
    ),
    "comment": ([STAGING, f"true # {PROD}"], "true #", "true;"),
    "default": (["docker push $REGISTRY/web-${E:-prod}:1", PROD], ":-prod", ":-staging"),
    "other-registry": ([STAGING, "docker push docker.io/acme/web-prod"], "docker.io/acme", "$REGISTRY"),
}


@pytest.mark.parametrize(("commands", "old", "new"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("stack", [LIMITED, UNLIMITED, []], ids=["limited", "unlimited", "elsewhere"])
def test_one_environment_passes(commands: Sequence[str], old: str, new: str, stack: list[Resource]) -> None:
    """However many tags, images and regions; a second environment does not, whatever the role may do."""
    assert set() == violators(judge, [*BOTH, *stack, build(buildspec(*commands))])
    changed = [each.replace(old, new) for each in commands]
    assert {"shop"} == violators(judge, [*BOTH, *stack, build(buildspec(*changed))])


UNKNOWNS: dict[str, Any] = {
    "file": build("ci/build.yml"),
    "source-s-own": build(None),
    "text-not-known-yet": build(UNKNOWN),
    "unreadable": build("phases: ["),
    "script": build(buildspec("./push.sh")),
    "name-not-known": build(buildspec("docker push $REGISTRY/web-$E")),
    "second-one-not-known": build(buildspec(STAGING, "docker push $OTHER")),
    "two-of-no-environment": build(buildspec("docker push $REGISTRY/shop", "docker push $REGISTRY/web")),
    "one-of-none-and-another": build(buildspec("docker push $REGISTRY/shop", STAGING)),
}


@pytest.mark.parametrize("project", UNKNOWNS.values(), ids=UNKNOWNS)
def test_what_a_buildspec_does_not_tell_the_role_may(project: Resource) -> None:
    """Passing where the role is known to reach one environment; else what is not known does not pass."""
    assert set() == violators(judge, [*BOTH, *LIMITED, project])
    assert set() == violators(judge, [*BOTH, ROLE, project])
    not_known = [ROLE, role_policy("permissions", "build", UNKNOWN)]
    for stack in (UNLIMITED, not_known, []):
        assert {"shop"} == violators(judge, [*BOTH, *stack, project])


def test_what_pushes_nothing_to_ecr_passes() -> None:
    """Whatever its role may do: tests, and images of a public registry."""
    for commands in (["npm test"], ["docker push docker.io/acme/web-prod"], []):
        assert set() == violators(judge, [*BOTH, *UNLIMITED, build(buildspec(*commands))])


def test_one_repository_of_no_known_environment_passes() -> None:
    """It is one, whichever it is of."""
    assert set() == violators(judge, [build(buildspec("docker push $REGISTRY/shop:1", "docker push $REGISTRY/shop:2"))])


def test_a_tag_tells_the_environment() -> None:
    """Whatever the names look like."""
    alike = [repository(name, tagsAll={TAG: "blue"}) for name in ("web-staging", "web-prod")]
    assert set() == violators(judge, [*alike, build(buildspec(STAGING, PROD))])
    differing = [repository(name, tagsAll={TAG: name}) for name in ("blue", "green")]
    project = build(buildspec("docker push $REGISTRY/blue", "docker push $REGISTRY/green"))
    assert {"shop"} == violators(judge, [*differing, project])


def test_the_configuration_names_environments() -> None:
    """As for SP101: the usual names no longer count."""
    (rule,) = RULES
    assert rule.configured
    configured = rule.configured({"environments": {"blue": ["*.b"], "green": ["*.g"]}})
    project = build(buildspec("docker push $REGISTRY/web.b", "docker push $REGISTRY/web.g"))
    assert {"shop"} == violators(configured, [project])
    assert {"shop"} == violators(judge, [project])
    assert set() == violators(judge, [project, *LIMITED])


def test_each_project_is_judged_by_itself() -> None:
    """Two projects, one environment each: that is what it should be. What is not known, its own role decides."""
    projects = [build(buildspec(command), name=name) for name, command in (("one", STAGING), ("two", PROD))]
    assert set() == violators(judge, [*BOTH, *projects])
    unlimited = [role("other"), role_policy("more", "other", document(allow("web-staging", "web-prod")))]
    unknown = [build("ci/build.yml"), build("ci/build.yml", name="worse", role="other")]
    assert {"worse"} == violators(judge, [*BOTH, *LIMITED, *unlimited, *unknown])
