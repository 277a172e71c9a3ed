"""Environments whose names would be one if they were only put together, by the real Pulumi CLI in one account."""

from naming.names import repository_name
from tests.conftest import Sandbox
from tests.project.live import LIVE, NIGHTLY, ONE, TEST, TWO, WEB, configure, everything, recorded, up

ENTRY = {
    "build": {"source": "codecommit://shop", "branch": "main"},
    "services": {"web": WEB},
    "schedules": {"nightly": NIGHTLY},
}


def test_two_environments_in_one_account(this_project: Sandbox) -> None:
    """The app web in eu-prod and the app web-eu in prod: all of each is there, and neither changes the other."""
    configure(this_project, {"web": ENTRY}, environment="eu-prod")
    configure(this_project, {"web-eu": ENTRY}, LIVE, environment="prod")
    up(this_project, web=ONE)
    first = everything(this_project)
    up(this_project, LIVE, web_eu=TWO)
    both = everything(this_project)
    assert {kind: 2 * len(names) for kind, names in first.items()} == {kind: len(names) for kind, names in both.items()}
    assert all(set(first[kind]) < set(names) for kind, names in both.items())
    assert ["web-eu-prod", repository_name("web", "eu-prod")] == both["repositories"]
    assert {"/split-pipelines/eu-prod/web/image": ONE, "/split-pipelines/prod/web-eu/image": TWO} == recorded(
        this_project
    )
    assert [{}, {}] == [this_project.planned("--stack", stack) for stack in (TEST, LIVE)]
