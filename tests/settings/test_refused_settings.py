"""What a configuration may not say: each case with the words that name it and the commands that mend it."""

from typing import Any

import pulumi
import pytest

import settings
from tests.settings.words import FEW, KEYS, NAME, SET, refusal

NO_APP = [
    "apps: no app is configured; at least one is needed",
    f"{SET}keepBuilds' 30",
]
TOP = (
    "environment, sharedFrom, share, apps, builds, baseImages, disposable, network, cluster, containerInsights, "
    "loadBalancer, certificate, alarmsTopic"
)
NOT_APPS = ["pulumi config rm --path 'split-pipelines:apps'", f"{SET}keepBuilds' 30"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, NO_APP),
        ({"apps": {}}, NO_APP),
        ({"apps": None}, NO_APP),
        ({"apps": ""}, NO_APP),
        ({"apps": "web"}, ['apps: "web" is not a mapping of app names', *NOT_APPS]),
        ({"apps": ["web"]}, ['apps: ["web"] is not a mapping of app names', *NOT_APPS]),
        (
            {"apps": {"web": 1}},
            [
                "apps.web: 1 is not a mapping",
                "pulumi config rm --path 'split-pipelines:apps.web'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"Web": {}}},
            [
                f'apps.Web: "Web" {NAME}',
                "pulumi config rm --path 'split-pipelines:apps.Web'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"my.app": {}}},
            [
                f'apps["my.app"]: "my.app" {NAME}',
                "pulumi config rm --path 'split-pipelines:apps[\"my.app\"]'",
                "pulumi config set --path 'split-pipelines:apps.my-app.keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"it's": {}}},
            [
                f'apps["it\'s"]: "it\'s" {NAME}',
                "pulumi config rm --path 'split-pipelines:apps[\"it'\\''s\"]'",
                "pulumi config set --path 'split-pipelines:apps.it-s.keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"x" * 41: {}}},
            [
                f'apps.{"x" * 41}: "{"x" * 41}" {NAME}',
                f"pulumi config rm --path 'split-pipelines:apps.{'x' * 41}'",
                f"pulumi config set --path 'split-pipelines:apps.{'x' * 40}.keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"7": {}}},
            [
                f'apps.7: "7" {NAME}',
                "pulumi config rm --path 'split-pipelines:apps.7'",
                "pulumi config set --path 'split-pipelines:apps.main.keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"web": {}}, "disposable": "yes"},
            [
                'disposable: "yes" is not true or false',
                "pulumi config set split-pipelines:disposable true",
            ],
        ),
        (
            {"apps": {"web": {}}, "environment": "My Env"},
            [f'environment: "My Env" {NAME}', "pulumi config set split-pipelines:environment my-env"],
        ),
        (
            {"apps": {"web": {}}, "environment": 5},
            ["environment: 5 is not text", "pulumi config set split-pipelines:environment main"],
        ),
        (
            {"apps": {"web": {}}, "speed": {}},
            [
                f"speed: unknown key; the known ones are {TOP}",
                "pulumi config rm --path 'split-pipelines:speed'",
            ],
        ),
        (
            {"aps": {"web": {}}, "apps": {"web": {}}},
            [
                "aps: unknown key; did you mean apps?",
                "pulumi config rm --path 'split-pipelines:aps'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        (
            {"apps": {"web": {}}, "environmnt": "qa"},
            [
                "environmnt: unknown key; did you mean environment?",
                "pulumi config rm --path 'split-pipelines:environmnt'",
                "pulumi config set split-pipelines:environment staging",
            ],
        ),
    ],
)
def test_a_bad_configuration(config: dict[str, Any], expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the commands to run."""
    assert refusal(config) == expected


def share(apps: str, repository: str) -> str:
    """Return the words about apps that share a repository."""
    return (
        f'{apps} would share the repository "{repository}", and the builds of one would expire those of the '
        "other; give each its own"
    )


@pytest.mark.parametrize(
    ("apps", "expected"),
    [
        (
            {"web": {"repositoryName": "worker-staging"}, "worker": None},
            [
                f"apps.web.repositoryName: {share('web and worker', 'worker-staging')}",
                f"{SET}repositoryName' web-staging",
            ],
        ),
        (
            {"api": {"repositoryName": "shop"}, "web": {"repositoryName": "shop"}},
            [
                f"apps.web.repositoryName: {share('api and web', 'shop')}",
                f"{SET}repositoryName' web-staging",
            ],
        ),
        (
            {"api": {"repositoryName": "web-staging"}, "web": {"repositoryName": "web-staging"}},
            [
                f"apps.api.repositoryName: {share('api and web', 'web-staging')}",
                "pulumi config set --path 'split-pipelines:apps.api.repositoryName' api-staging",
            ],
        ),
    ],
)
def test_two_apps_with_one_repository(apps: dict[str, Any], expected: list[str]) -> None:
    """Whoever has the name by default keeps it; the command gives the other its default."""
    assert refusal({"apps": apps}) == expected


def test_an_ill_typed_name_is_shared_by_nobody() -> None:
    """Two numbers for names are two problems, and not a third."""
    assert refusal({"apps": {"api": {"repositoryName": 5}, "web": {"repositoryName": 5}, "worker": {}}}) == [
        "apps.api.repositoryName: 5 is not text",
        "pulumi config set --path 'split-pipelines:apps.api.repositoryName' api-staging",
        "",
        "apps.web.repositoryName: 5 is not text",
        f"{SET}repositoryName' web-staging",
    ]


def test_the_stack_s_name_cannot_be_an_environment() -> None:
    """The default is checked like a value that is given."""
    assert refusal({"apps": {"web": {}}}, "Dev_1") == [
        f'environment: "Dev_1" {NAME}',
        "pulumi config set split-pipelines:environment dev-1",
    ]


def test_all_problems_in_one_message() -> None:
    """The whole message, in the order of the keys, with the stack in each command."""
    config = {
        "apps": {"web": {"keepBuilds": 1, "colour": 1}, "worker": {"repositoryName": "web-prod"}},
        "disposable": 1,
    }
    with pytest.raises(settings.ConfigurationError) as refused:
        settings.parse(config, "prod")
    assert str(refused.value) == (
        'The configuration of stack "prod" cannot be used, so nothing was changed:\n'
        "\n"
        f"  apps.web.colour: unknown key; the known ones are {KEYS}\n"
        "    pulumi config rm --path 'split-pipelines:apps.web.colour' --stack prod\n"
        "\n"
        f"  apps.web.keepBuilds: 1 {FEW}\n"
        "    pulumi config set --path 'split-pipelines:apps.web.keepBuilds' 30 --stack prod\n"
        "\n"
        f"  apps.worker.repositoryName: {share('web and worker', 'web-prod')}\n"
        "    pulumi config set --path 'split-pipelines:apps.worker.repositoryName' worker-prod --stack prod\n"
        "\n"
        "  disposable: 1 is not true or false\n"
        "    pulumi config set split-pipelines:disposable true --stack prod"
    )


def test_shown_without_a_traceback() -> None:
    """RunError: Pulumi prints the message of those, and no traceback."""
    assert issubclass(settings.ConfigurationError, pulumi.RunError)
