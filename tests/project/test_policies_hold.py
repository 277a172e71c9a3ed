"""The stacks of this project pass its own policy pack for all of an app's life."""

from typing import Any

from tests.conftest import ROOT, Sandbox
from tests.project.live import ONE, TWO, WEB, configure
from tests.project.printed import violations

WITH_PACK = ("up", "--yes", "--suppress-progress", "--stack", "test", "--policy-pack", str(ROOT / "policy"))


def release(sandbox: Sandbox, digest: str) -> str:
    """Preview and update with the pack on, and make an image live; nothing is to be said against it."""
    printed = sandbox.pulumi(*WITH_PACK, environ={"SPLIT_PIPELINES_IMAGE_WEB": digest})
    assert [] == violations(printed)
    return printed


def tags(sandbox: Sandbox, repository: str) -> dict[str, str]:
    """The tags of a repository, as ECR holds them."""
    ecr = sandbox.aws("ecr")
    (held,) = ecr.describe_repositories(repositoryNames=[repository])["repositories"]
    return {
        each["Key"]: each["Value"] for each in ecr.list_tags_for_resource(resourceArn=held["repositoryArn"])["tags"]
    }


def test_from_the_first_update_to_retirement(this_project: Sandbox) -> None:
    """Nothing to say before the first release nor after; an app that retires says so by a tag, and may go."""
    app: dict[str, Any] = {"services": {"web": {}}, "build": {"source": "https://github.com/o/r", "branch": "main"}}
    configure(this_project, {"web": app, "worker": {}})
    assert [] == violations(this_project.pulumi(*WITH_PACK))
    release(this_project, ONE)
    configure(this_project, {"web": app | {"retire": True}, "worker": {}})
    release(this_project, TWO)
    assert "true" == tags(this_project, "web-test")["split-pipelines:retired"]
    configure(this_project, {"worker": {}})
    assert [] == violations(this_project.pulumi(*WITH_PACK))
    held = this_project.aws("ecr").describe_repositories()["repositories"]
    assert ["worker-test"] == [each["repositoryName"] for each in held]


def test_a_stack_becomes_disposable_in_place(this_project: Sandbox) -> None:
    """Its tag is an update of what is there, and nothing is made anew; the pack lets it go unprotected then."""
    app: dict[str, Any] = {"services": {"web": WEB}}
    configure(this_project, {"web": app})
    release(this_project, ONE)
    configure(this_project, {"web": app}, disposable=True)
    assert {"update"} == set(this_project.planned("--stack", "test"))
    assert [] == violations(this_project.pulumi(*WITH_PACK))
    assert "true" == tags(this_project, "web-test")["split-pipelines:disposable"]
