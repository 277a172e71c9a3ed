"""What in one stack may not be called as it is, since something else would be called the same."""

import pytest

import settings
from naming.names import repository_name
from tests.settings.mending import mended
from tests.settings.words import refusal

CRON = {"expression": "rate(1 day)"}


@pytest.mark.parametrize(("kind", "entry"), [("services", {}), ("schedules", CRON)])
def test_two_workloads_that_pulumi_would_call_the_same(kind: str, entry: dict[str, str]) -> None:
    """The second must go, or get another name: Pulumi would find out when the first is made already."""
    apps = {"a": {kind: {"b-workloads-c": entry}}, "a-workloads-b": {kind: {"c": entry}}}
    assert [
        f"apps.a-workloads-b.{kind}.c: Pulumi would call apps.a.{kind}.b-workloads-c the same; rename one of them",
        f"pulumi config rm --path 'split-pipelines:apps.a-workloads-b.{kind}.c'",
    ] == refusal({"apps": apps})
    assert mended({"apps": apps})


def test_a_service_and_a_schedule_may_be_called_so() -> None:
    """They are of two types, which Pulumi tells apart."""
    apps = {"a": {"services": {"b-workloads-c": {}}}, "a-workloads-b": {"schedules": {"c": CRON}}}
    assert ["a", "a-workloads-b"] == list(settings.parse({"apps": apps}, "prod").apps)


def test_a_default_with_a_hash_belongs_to_its_app_too() -> None:
    """An app that takes it is told whose it is, and what its own is called: with a hash, in eu-prod."""
    mine, theirs = (repository_name(app, "eu-prod") for app in ("web", "worker"))
    apps = {"web": {"repositoryName": theirs}, "worker": {}}
    what, command = refusal({"apps": apps}, "eu-prod")
    assert what.startswith(f'apps.web.repositoryName: web and worker would share the repository "{theirs}"')
    assert f"pulumi config set --path 'split-pipelines:apps.web.repositoryName' {mine}" == command
    assert mended({"apps": apps, "environment": "eu-prod"})


def test_the_plain_name_is_free() -> None:
    """web-eu-prod is the default of nobody in eu-prod, so it may be given."""
    apps = {"web": {}, "worker": {"repositoryName": "web-eu-prod"}}
    assert "web-eu-prod" == settings.parse({"apps": apps}, "eu-prod").apps["worker"].repository_name
