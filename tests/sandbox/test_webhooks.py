"""CodeBuild's webhooks in the embedded AWS."""

from typing import Any

import boto3
import pytest

from splitctl.sandbox.world import World
from tests.sandbox.test_codebuild import SOURCE, WEB

PUSH = [{"type": "EVENT", "pattern": "PUSH, PULL_REQUEST_MERGED", "excludeMatchedPattern": False}]


@pytest.fixture
def codebuild(world: World) -> Any:
    """A client of a world of the test's own, with a project in it."""
    client = boto3.client(
        "codebuild", "eu-west-1", endpoint_url=world.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )
    client.create_project(**WEB)
    return client


def held(codebuild: Any) -> dict[str, Any] | None:
    """The webhook of the project `web`."""
    webhook: dict[str, Any] | None = codebuild.batch_get_projects(names=["web"])["projects"][0].get("webhook")
    return webhook


def test_a_webhook_is_shown_by_its_project(codebuild: Any) -> None:
    """Where GitHub has it, and where it calls; no secret, which nobody needs to know."""
    made = codebuild.create_webhook(projectName="web", filterGroups=[PUSH])["webhook"]
    assert made == held(codebuild)
    assert [PUSH] == made["filterGroups"]
    assert made["url"].startswith("https://api.github.com/repos/o/web/hooks/")
    assert made["payloadUrl"].startswith("https://codebuild.eu-west-1.amazonaws.com/webhooks?t=")
    assert "secret" not in made


@pytest.mark.parametrize("change", [{"manualCreation": True}, {}], ids=["manual", "enterprise"])
def test_a_secret_is_told_once_to_who_must_carry_it(codebuild: Any, change: dict[str, Any]) -> None:
    """A webhook that a person has to make at the git host has no address there yet."""
    if not change:
        codebuild.update_project(name="web", source=SOURCE | {"type": "GITHUB_ENTERPRISE"})
    made = codebuild.create_webhook(projectName="web", **change)["webhook"]
    assert made["secret"]
    assert "url" not in made
    webhook = held(codebuild)
    assert webhook is not None
    assert "secret" not in webhook
    rotated = codebuild.update_webhook(projectName="web", rotateSecret=True)["webhook"]
    assert made["secret"] != rotated["secret"]


def test_branch_filter_and_filter_groups_replace_each_other(codebuild: Any) -> None:
    """And an empty branch filter is none."""
    codebuild.create_webhook(projectName="web", filterGroups=[PUSH])
    for asked, expected in (
        ({"branchFilter": "main"}, {"branchFilter": "main"}),
        ({"buildType": "BUILD"}, {"branchFilter": "main"}),
        ({"filterGroups": [PUSH]}, {"filterGroups": [PUSH]}),
        ({"branchFilter": ""}, {}),
    ):
        codebuild.update_webhook(projectName="web", **asked)
        webhook = held(codebuild)
        assert webhook is not None
        assert expected == {name: webhook[name] for name in ("branchFilter", "filterGroups") if name in webhook}


def test_a_webhook_outlives_a_change_of_its_project_and_goes_with_it(codebuild: Any) -> None:
    """A project of the same name begins without one."""
    codebuild.create_webhook(projectName="web")
    before = held(codebuild)
    codebuild.update_project(name="web", description="d")
    assert before == held(codebuild)
    codebuild.delete_project(name="web")
    codebuild.create_project(**WEB)
    assert held(codebuild) is None


@pytest.mark.parametrize(
    "source",
    [
        {"type": "CODECOMMIT", "location": "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web"},
        {"type": "S3", "location": "bucket/web.zip"},
    ],
    ids=lambda source: source["type"],
)
def test_a_source_that_calls_nobody_has_no_webhook(codebuild: Any, source: dict[str, str]) -> None:
    """Only git hosts call."""
    codebuild.update_project(name="web", source=source)
    with pytest.raises(codebuild.exceptions.InvalidInputException, match=source["type"]):
        codebuild.create_webhook(projectName="web")


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        ([{"type": "HEAD_REF", "pattern": "main"}], "Filter group 2 must contain a filter of type EVENT"),
        ([{"type": "EVENT", "pattern": "PUSH, PULL"}], "Filter group 2 has events that there are not: PULL"),
        ([{"type": "BRANCH", "pattern": "main"}], "enum value set"),
    ],
)
def test_filters_that_mean_nothing_are_refused(codebuild: Any, group: list[dict[str, str]], reason: str) -> None:
    """In a new webhook as in a change of one."""
    with pytest.raises(codebuild.exceptions.InvalidInputException, match=reason):
        codebuild.create_webhook(projectName="web", filterGroups=[PUSH, group])
    codebuild.create_webhook(projectName="web", filterGroups=[PUSH])
    with pytest.raises(codebuild.exceptions.InvalidInputException, match=reason):
        codebuild.update_webhook(projectName="web", filterGroups=[PUSH, group])


def test_a_project_has_one_webhook_or_none(codebuild: Any) -> None:
    """A second one is refused, and so is a change or an end of none."""
    missing = codebuild.exceptions.ResourceNotFoundException
    for nothing in (codebuild.delete_webhook, codebuild.update_webhook):
        with pytest.raises(missing, match="web"):
            nothing(projectName="web")
        with pytest.raises(missing, match="nobody"):
            nothing(projectName="nobody")
    codebuild.create_webhook(projectName="web")
    with pytest.raises(codebuild.exceptions.ResourceAlreadyExistsException, match="web"):
        codebuild.create_webhook(projectName="web")
    codebuild.delete_webhook(projectName="web")
    assert held(codebuild) is None
