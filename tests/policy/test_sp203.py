"""SP203: no slip deletes the images that run."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.containers import EXPRESS_SERVICE
from policy.model import UNKNOWN, Resource
from policy.rules.sp203 import DISPOSABLE, RETIRED, deletable_images, unprotected_live_images
from tests.policy.identities import ACCOUNT
from tests.policy.resources import repository, urn, violators
from tests.policy.tasks import image, task


def tagged(key: str, value: Any = "true", bag: str = "tags") -> dict[str, Any]:
    """Make the properties of what has a tag."""
    return {bag: {key: value}}


def test_no_repository_goes_with_its_images() -> None:
    """Passing: left to ECR, or disposable. Failing: forced, or not known to be left, or disposable in other words."""
    program = [
        repository("unset"),
        repository("null", forceDelete=None),
        repository("off", forceDelete=False),
        repository("disposable", forceDelete=True, **tagged(DISPOSABLE)),
        repository("disposable-by-default", forceDelete=True, **tagged(DISPOSABLE, bag="tagsAll")),
        repository("disposable-and-unknown", forceDelete=UNKNOWN, **tagged(DISPOSABLE)),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {"forceDelete": True}),
        repository("forced", forceDelete=True),
        repository("forced-in-words", forceDelete="true"),
        repository("unknown", forceDelete=UNKNOWN),
        repository("not-disposable", forceDelete=True, **tagged(DISPOSABLE, "false")),
        repository("perhaps-disposable", forceDelete=True, **tagged(DISPOSABLE, UNKNOWN)),
        repository("tags-unknown", forceDelete=True, tags=UNKNOWN),
        repository("retired", forceDelete=True, **tagged(RETIRED)),
    ]
    assert {
        "forced",
        "forced-in-words",
        "unknown",
        "not-disposable",
        "perhaps-disposable",
        "tags-unknown",
        "retired",
    } == violators(deletable_images, program)


def live(**props: Any) -> Resource:
    """Make the repository that `RUNS` runs an image of."""
    return repository("web-prod", **props)


RUNS = task("web", image("web-prod"))
EXPRESS = Resource(EXPRESS_SERVICE, "shop", urn("shop"), {"primaryContainer": {"image": image("web-prod")}})


@pytest.mark.parametrize(
    ("expected", "program"),
    [
        (set(), [replace(live(), protected=True), RUNS]),
        ({"web-prod"}, [live(), RUNS]),
        ({"web-prod"}, [live(region="eu-west-1", registryId=ACCOUNT), RUNS]),
        ({"web-prod"}, [live(), task("web", "nginx:1.29", image("web-prod"))]),
        ({"web-prod"}, [live(), EXPRESS]),
        (set(), [live()]),
        (set(), [live(), task("web", image("web-staging"))]),
        (set(), [live(region="eu-west-3"), RUNS]),
        (set(), [live(registryId="999999999999"), RUNS]),
        (set(), [live(name=UNKNOWN), RUNS]),
        (set(), [live(), task("web", containerDefinitions=UNKNOWN)]),
        (set(), [live(**tagged(DISPOSABLE)), RUNS]),
        (set(), [live(**tagged(RETIRED)), RUNS]),
        ({"web-prod"}, [live(**tagged(RETIRED, "false")), RUNS]),
        ({"web-prod"}, [live(**tagged(DISPOSABLE, UNKNOWN)), RUNS]),
    ],
)
def test_what_runs_is_protected(expected: set[str], program: list[Resource]) -> None:
    """Failing: a task's images come from it and nothing protects it. Passing: one of these is not so, or it may go."""
    assert expected == violators(unprotected_live_images, program)


def test_says_what_and_how() -> None:
    """The resource, what was found, and what to set."""
    assert [
        (
            "old: deleted, it takes all its images along. Leave force_delete out, or where images may be lost, give it "
            "the tag split-pipelines:disposable with the value true."
        ),
        (
            "late: the value of forceDelete is not known before the update, so nothing can be said of it. Make it from "
            "values that the program knows, not from outputs of resources."
        ),
    ] == [
        each.message
        for each in deletable_images([repository("old", forceDelete=True), repository("late", forceDelete=UNKNOWN)])
    ]
    assert [
        (
            "web-prod: tasks of this stack run its images, and a program that has lost it deletes it. Give it the "
            "resource option protect=True; before it is to go, the tag split-pipelines:retired with the value true."
        )
    ] == [each.message for each in unprotected_live_images([live(), RUNS])]


@given(st.permutations([live(), repository("worker-prod"), RUNS, task("worker", image("worker-prod"))]))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """Pulumi hands them over in an order that varies: the findings are the same."""
    assert {"web-prod", "worker-prod"} == violators(unprotected_live_images, shuffled)
