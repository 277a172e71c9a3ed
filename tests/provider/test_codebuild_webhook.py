"""CodeBuild's webhooks behind the real Pulumi CLI."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Sandbox

Project = Callable[[str], Sandbox]

PROGRAM = """
import pulumi
from pulumi_aws import codebuild
web = codebuild.Project("web", name="web-build", service_role="arn:aws:iam::123456789012:role/build",
    artifacts={"type": "NO_ARTIFACTS"},
    environment={"type": "LINUX_CONTAINER", "compute_type": "BUILD_GENERAL1_SMALL", "image": "docker:latest"},
    source={"type": "GITHUB", "location": "https://github.com/o/web.git"})
codebuild.Webhook("push", project_name=web.name, build_type="BUILD", FILTERS)
"""
BRANCH = """filter_groups=[{"filters": [
    {"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]}]"""
TAGS = BRANCH.replace("heads/main", "tags/v.*")


def held(sandbox: Sandbox) -> dict[str, Any] | None:
    """The webhook that CodeBuild holds."""
    (found,) = sandbox.aws("codebuild").batch_get_projects(names=["web-build"])["projects"]
    webhook: dict[str, Any] | None = found.get("webhook")
    return webhook


def test_a_webhook_arrives_and_goes(project: Project) -> None:
    """Its filters reach AWS, its addresses the state; nothing is left to do, and it goes with the program."""
    sandbox = project(PROGRAM.replace("FILTERS", BRANCH))
    sandbox.up()
    webhook = held(sandbox)
    assert webhook is not None
    assert [
        [
            {"type": "EVENT", "pattern": "PUSH", "excludeMatchedPattern": False},
            {"type": "HEAD_REF", "pattern": "^refs/heads/main$", "excludeMatchedPattern": False},
        ]
    ] == webhook["filterGroups"]
    pushed = sandbox.resources()["push"]
    assert "web-build" == pushed["id"]
    assert (webhook["url"], webhook["payloadUrl"]) == (pushed["outputs"]["url"], pushed["outputs"]["payloadUrl"])
    assert {} == sandbox.planned()
    assert {} == sandbox.planned("--refresh")
    sandbox.write(PROGRAM.partition("codebuild.Webhook")[0])
    sandbox.up()
    assert held(sandbox) is None


def test_other_filters_are_changed_in_place(project: Project) -> None:
    """Groups, then a branch filter, then neither; the webhook's address stays."""
    sandbox = project(PROGRAM.replace("FILTERS", BRANCH))
    sandbox.up()
    first = held(sandbox)
    assert first is not None
    for filters, expected in (
        (
            TAGS,
            {
                "filterGroups": [
                    [first["filterGroups"][0][0], {**first["filterGroups"][0][1], "pattern": "^refs/tags/v.*$"}]
                ]
            },
        ),
        ('branch_filter="main"', {"branchFilter": "main"}),
        ("", {}),
    ):
        sandbox.write(PROGRAM.replace("FILTERS", filters))
        sandbox.up()
        webhook = held(sandbox)
        assert webhook is not None
        assert expected == {key: webhook[key] for key in ("branchFilter", "filterGroups") if key in webhook}
        assert first["payloadUrl"] == webhook["payloadUrl"]
        assert {} == sandbox.planned("--refresh")


def test_a_webhook_removed_by_hand_is_made_again(project: Project) -> None:
    """A project without its webhook builds no more: a refresh notices."""
    sandbox = project(PROGRAM.replace("FILTERS", BRANCH))
    sandbox.up()
    sandbox.aws("codebuild").delete_webhook(projectName="web-build")
    assert {"create": ["push"]} == sandbox.planned("--refresh")
    sandbox.up("--refresh")
    assert held(sandbox) is not None


def test_an_existing_webhook_is_imported(project: Project) -> None:
    """By its project's name; a program that says the same then has nothing to change."""
    sandbox = project(PROGRAM.replace("FILTERS", BRANCH))
    sandbox.up()
    before = held(sandbox)
    sandbox.pulumi("state", "delete", "urn:pulumi:test::small::aws:codebuild/webhook:Webhook::push", "--yes")
    sandbox.write(PROGRAM.replace("FILTERS", f'{BRANCH}, opts=pulumi.ResourceOptions(import_="web-build")'))
    assert {"import": ["push"]} == sandbox.planned()
    sandbox.up()
    sandbox.write(PROGRAM.replace("FILTERS", BRANCH))
    assert {} == sandbox.planned()
    assert before == held(sandbox)


def test_what_the_sandbox_does_not_carry_out_is_said(project: Project) -> None:
    """A webhook whose secret a person would have to bring to the git host."""
    sandbox = project(PROGRAM.replace("FILTERS", "manual_creation=True"))
    assert "manualCreation" in sandbox.pulumi("preview", code=1)
    sandbox.write(PROGRAM.replace("FILTERS", BRANCH).replace('"GITHUB"', '"GITHUB_ENTERPRISE"'))
    assert "GitHub Enterprise" in sandbox.up(code=1)
    assert held(sandbox) is None


def test_filter_groups_and_a_branch_filter_exclude_each_other(project: Project) -> None:
    """Said in the preview."""
    sandbox = project(PROGRAM.replace("FILTERS", f'branch_filter="main", {BRANCH}'))
    assert "give this one or filterGroups, not both" in sandbox.pulumi("preview", code=1)
