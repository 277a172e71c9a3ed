"""What one stack has is not handed over to another that would make the same, by the real Pulumi CLI."""

from typing import Any

from tests.conftest import Sandbox
from tests.project.live import NIGHTLY, ONE, TEST, TWO, WEB, configure, everything, recorded, running, up, uri

STACK, AGAIN = "web-test", "again-test"
"""Two stacks of one app."""
APPS = {"web": {"services": {"web": WEB}, "schedules": {"nightly": NIGHTLY}}}


def cluster(sandbox: Sandbox) -> dict[str, Any]:
    """What ECS holds of the environment's cluster."""
    (held,) = sandbox.aws("ecs").describe_clusters(clusters=["apps-test"], include=["TAGS"])["clusters"]
    return dict(held)


def test_a_stack_takes_nothing_that_another_has(this_project: Sandbox) -> None:
    """What an environment's apps share stays with the stack that made it: an app's stack that would make it is refused.

    Two stacks of one app are one too many: AWS refuses the repository, and the second one makes, changes and, at its
    end, deletes nothing.
    """
    configure(this_project, {}, share=True)
    up(this_project)
    shared, held = everything(this_project), cluster(this_project)
    assert {"key": "split-pipelines:stack", "value": "split-pipelines/test"} in held["tags"]
    assert ["FARGATE", "FARGATE_SPOT"] == held["capacityProviders"]

    configure(this_project, APPS, STACK, environment=TEST)
    printed = up(this_project, STACK, code=1, web=ONE)
    assert 'environment: cluster apps-test belongs to stack "split-pipelines/test"' in printed
    assert "pulumi config set split-pipelines:sharedFrom test --stack web-test\n" in printed
    assert (shared, held) == (everything(this_project), cluster(this_project))

    configure(this_project, APPS, STACK, environment=TEST, sharedFrom=TEST)
    up(this_project, STACK, web=ONE)
    there, live = everything(this_project), recorded(this_project)
    configure(this_project, APPS, AGAIN, environment=TEST, sharedFrom=TEST)
    assert "RepositoryAlreadyExistsException" in up(this_project, AGAIN, code=1, web=TWO)
    configure(this_project, APPS, AGAIN, environment=TEST, sharedFrom=TEST, disposable=True)
    this_project.pulumi("destroy", "--yes", "--skip-preview", "--stack", AGAIN)
    assert (there, live) == (everything(this_project), recorded(this_project))
    assert uri(ONE) == running(this_project)[1]

    # All of an app waits for its repository, and nothing is replaced with a part of that.
    web = {"web": APPS["web"] | {"keepBuilds": 50}}
    configure(this_project, web, STACK, environment=TEST, sharedFrom=TEST)
    planned = this_project.planned("--stack", STACK)
    assert {"web-repository-lifecycle"} == {name for names in planned.values() for name in names}
