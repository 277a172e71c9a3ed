"""SP302: a task runs images of its own environment's repositories."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.containers import EXPRESS_SERVICE
from policy.environments import DEFAULT, TAG, Environments
from policy.model import UNKNOWN, Resource
from policy.rules.sp302 import RULES, foreign_images
from tests.policy.identities import ACCOUNT
from tests.policy.resources import repository, urn, violators
from tests.policy.tasks import DIGEST, image, task

judge = foreign_images(Environments(DEFAULT))
PUBLIC = f"public.ecr.aws/web-staging/envoy@{DIGEST}"


def tagged(name: str, environment: str, /, **props: Any) -> Resource:
    """Make a repository that its tag places."""
    return repository(name, tagsAll={TAG: environment}, **props)


def test_images_come_from_the_environment_s_own_repositories() -> None:
    """Passing: its own, beside what is nobody's. Failing: another's, none that is known to be its own, or unknown."""
    program = [
        tagged("shop", "prod"),
        tagged("web-prod", "staging"),
        repository("plain"),
        repository("late", name=UNKNOWN),
        task("by-name", image("worker-prod"), environment="prod"),
        task("by-tag-of-the-repository", image("shop"), environment="prod"),
        task("by-family-prod", image("worker-prod")),
        task("beside-a-sidecar", image("worker-prod"), image("envoy"), PUBLIC, environment="prod"),
        task(
            "beside-one-of-another-account", image("worker-prod"), image("envoy", account="9" * 12), environment="prod"
        ),
        task("public-only", PUBLIC, f"nginx@{DIGEST}"),
        task("of-another", image("worker-staging"), environment="prod"),
        task("of-another-account-s-other", image("worker-staging", account="9" * 12), environment="prod"),
        task("sidecar-of-another", image("worker-prod"), image("envoy-staging"), environment="prod"),
        task("tag-wins-over-name", image("web-prod"), environment="prod"),
        task("repository-of-another", image("shop"), environment="staging"),
        task("of-nobody", image("envoy"), environment="prod"),
        task("of-nobody-in-the-stack", image("plain"), environment="prod"),
        task("of-two", image("staging-worker-prod"), environment="prod"),
        task("without-environment", image("worker-prod")),
        task("with-unknown-environment-prod", image("worker-prod"), tagsAll={TAG: UNKNOWN}),
        task("unknown", containerDefinitions=UNKNOWN, environment="prod"),
        task(
            "unknown-image",
            containerDefinitions=[{"image": image("worker-prod")}, {"image": UNKNOWN}],
            environment="prod",
        ),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {"containerDefinitions": UNKNOWN}),
    ]
    assert {
        "of-another",
        "of-another-account-s-other",
        "sidecar-of-another",
        "tag-wins-over-name",
        "repository-of-another",
        "of-nobody",
        "of-nobody-in-the-stack",
        "of-two",
        "without-environment",
        "with-unknown-environment-prod",
        "unknown",
        "unknown-image",
    } == violators(judge, program)


def test_a_tag_counts_for_its_own_repository_only() -> None:
    """A repository of this name in another region or account is not the stack's, and goes by its name."""
    here = tagged("web", "prod", region="eu-west-1", registryId=ACCOUNT)
    for named in (image("web"), image("web", region="EU-WEST-1")):
        assert set() == violators(judge, [here, task("t", named, environment="prod")])
    for elsewhere in (image("web", region="us-east-1"), image("web", account="9" * 12)):
        assert {"t"} == violators(judge, [here, task("t", elsewhere, environment="prod")])


def test_one_name_in_two_regions() -> None:
    """Each image goes by the repository of its region; where the regions are not known yet, by neither's tag."""
    program = [tagged("dublin", "prod", name="web"), tagged("paris", "staging", name="web")]
    runs = task("t", image("web"), environment="prod")
    assert {"t"} == violators(judge, [*program, runs])
    placed = [
        tagged(name, environment, name="web", region=region)
        for name, environment, region in (
            ("dublin", "prod", "eu-west-1"),
            ("paris", "staging", "eu-west-3"),
        )
    ]
    assert set() == violators(judge, [*placed, runs])


@pytest.mark.parametrize(
    "host",
    [
        "dkr.ecr.eu-west-1.amazonaws.com",
        "dkr.ecr-fips.us-east-1.amazonaws.com",
        "dkr-ecr.eu-west-1.on.aws",
        "dkr-ecr-fips.us-east-1.on.aws",
        "dkr.ecr.cn-north-1.amazonaws.com.cn",
        "dkr.ecr.us-iso-east-1.c2s.ic.gov",
        "dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "DKR.ECR.eu-west-1.AmazonAWS.com",
    ],
)
def test_every_endpoint_of_ecr_is_ecr(host: str) -> None:
    """Another environment's image is refused whatever the endpoint that names it, by digest or by tag."""
    for end in (f"@{DIGEST}", ":latest", f":latest@{DIGEST}", ""):
        assert {"t"} == violators(judge, [task("t", f"{ACCOUNT}.{host}/web-staging{end}", environment="prod")])
        assert set() == violators(judge, [task("t", f"{ACCOUNT}.{host}/web-prod{end}", environment="prod")])


def test_an_express_service_is_judged() -> None:
    """By its tag or its name, as a task definition is."""
    for name, expected in [("web-prod", {"s"}), ("web-staging", set())]:
        props = {"serviceName": name, "primaryContainer": {"image": image("web-staging")}}
        assert expected == violators(judge, [Resource(EXPRESS_SERVICE, "s", urn("s"), props)])


def test_the_configuration_names_environments_and_what_they_share() -> None:
    """Names by its patterns; a shared repository needs no environment, and no image of the task's own beside it."""
    (rule,) = RULES
    assert rule.configured
    configured = rule.configured({"environments": {"blue": ["*.b"], "green": ["*.g"]}, "shared": ["docker-hub/*"]})
    program = [
        task("own", image("web.b"), environment="blue"),
        task("shared", image("docker-hub/library/nginx")),
        task("other", image("web.g"), environment="blue"),
        task("usual", image("web-prod"), environment="prod"),
    ]
    assert {"other", "usual"} == violators(configured, program)
    assert {"own", "shared", "other"} == violators(rule.configured({}), program)


def test_what_is_not_known_may_be_its_own() -> None:
    """Beside an image that nothing places, one that is not known is reported, and not that none is its own."""
    (finding,) = judge(
        [task("t", containerDefinitions=[{"image": image("envoy")}, {"image": UNKNOWN}], family="t-prod")]
    )
    assert "t: the value of containerDefinitions[1].image is not known before the update" in finding.message


def test_says_where_and_how() -> None:
    """The task, the place in it, both environments, and what to do."""
    program = [
        task("other", PUBLIC, image("web-staging"), environment="prod"),
        task("nobody", image("web"), environment="prod"),
        task("lost", image("web-prod")),
    ]
    assert [
        (
            "other: containerDefinitions[1].image comes from a repository of staging, and the task is for prod: what "
            "is done to staging's images can take away what prod runs. Name an image of a repository of prod."
        ),
        (
            "nobody: none of its images is known to come from a repository of prod. Give the repository the tag "
            "split-pipelines:environment, or tell this rule in the pack's configuration what the names of each "
            "environment's repositories look like, and of those that all may run from."
        ),
        (
            "lost: which environment it is for cannot be told, nor therefore whether its images were built for that "
            "one. Give it the tag split-pipelines:environment."
        ),
    ] == [finding.message for finding in judge(program)]


PROGRAM = [
    tagged("shop", "prod"),
    tagged("a", "prod", name="web"),
    tagged("b", "staging", name="web"),
    task("one", image("shop"), environment="staging"),
    task("two", image("web"), environment="prod"),
    task("three", image("shop"), environment="prod"),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """Pulumi hands them over in an order that varies: the findings are the same."""
    assert set(judge(PROGRAM)) == set(judge(shuffled))
