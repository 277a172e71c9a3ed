"""What a configuration may not say: each case with the words that name it and the commands that mend it."""

from typing import Any

import pulumi
import pytest

import settings

SET = "pulumi config set --path 'split-pipelines:apps.web."
NAME = "cannot be a name; use lower-case letters, digits and single hyphens, a letter first, 40 characters at most"
KEYS = "repositoryName, keepBuilds, untaggedDays, kmsKey, readers"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
READER = "cannot be let in to pull; use the 12 digits of an account or the full ARN of a role, without wildcards"
SET_READER = "pulumi config set --path --type string 'split-pipelines:apps.web.readers[0]'"
FEW = (
    "builds are too few: a build waiting for its release carries no pin yet, and newer builds could expire "
    "it; keep 5 or more"
)
SHORT = (
    "days are too few: an image in use that lost its tags needs time to be pinned again, and ECR counts from "
    "1; keep 1 or more"
)
ECR_REFUSES = "use 2 to 256 lower-case letters and digits, with a single . _ - or / between them"


def refusal(config: dict[str, Any], stack: str = "staging") -> list[str]:
    """Return the lines of the message that refuses `config`, without indentation and the stack's option."""
    with pytest.raises(settings.ConfigurationError) as refused:
        settings.parse(config, stack)
    lines = [line.strip().removesuffix(f" --stack {stack}") for line in str(refused.value).splitlines()]
    assert lines[:2] == [f'The configuration of stack "{stack}" cannot be used, so nothing was changed:', ""]
    return lines[2:]


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ({"keepBuilds": 4}, [f"keepBuilds: 4 {FEW}", f"{SET}keepBuilds' 30"]),
        ({"keepBuilds": -1}, [f"keepBuilds: -1 {FEW}", f"{SET}keepBuilds' 30"]),
        (
            {"keepBuilds": "30"},
            [
                'keepBuilds: "30" is not a whole number',
                "pulumi config rm --path 'split-pipelines:apps.web.keepBuilds'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        ({"keepBuilds": 30.5}, ["keepBuilds: 30.5 is not a whole number", f"{SET}keepBuilds' 30"]),
        ({"keepBuilds": True}, ["keepBuilds: true is not a whole number", f"{SET}keepBuilds' 30"]),
        ({"keepBuilds": None}, ["keepBuilds: null is not a whole number", f"{SET}keepBuilds' 30"]),
        ({"untaggedDays": 0}, [f"untaggedDays: 0 {SHORT}", f"{SET}untaggedDays' 7"]),
        ({"untaggedDays": False}, ["untaggedDays: false is not a whole number", f"{SET}untaggedDays' 7"]),
        (
            {"kmsKey": "alias/images"},
            [
                'kmsKey: "alias/images" is not the ARN of a KMS key; an alias or a bare key id will not do',
                f"{SET}kmsKey' {KEY}",
            ],
        ),
        ({"kmsKey": 1}, ["kmsKey: 1 is not text", f"{SET}kmsKey' {KEY}"]),
        (
            {"readers": ["12345"]},
            [f'readers[0]: "12345" {READER}', f"{SET_READER} 123456789012"],
        ),
        (
            {"readers": ["arn:aws:iam::123456789012:role/*"]},
            [
                f'readers[0]: "arn:aws:iam::123456789012:role/*" {READER}',
                f"{SET_READER} 123456789012",
            ],
        ),
        (
            {"readers": [210987654321]},
            ["readers[0]: 210987654321 is not text", f"{SET_READER} 210987654321"],
        ),
        (
            {"readers": "123456789012"},
            [
                'readers: "123456789012" is not a list',
                "pulumi config rm --path 'split-pipelines:apps.web.readers'",
                f"{SET_READER} 123456789012",
            ],
        ),
        ({"repositoryName": 7}, ["repositoryName: 7 is not text", f"{SET}repositoryName' web-staging"]),
        *[
            (
                {"repositoryName": name},
                [
                    f'repositoryName: ECR refuses the name "{name}"; {ECR_REFUSES}',
                    f"{SET}repositoryName' web-staging",
                ],
            )
            for name in ["w", "x" * 257, "Web", "web_", "web--prod", "/web", "web/", "web prod"]
        ],
        (
            {"repositoryName": "web\n"},
            [f'repositoryName: ECR refuses the name "web\\n"; {ECR_REFUSES}', f"{SET}repositoryName' web-staging"],
        ),
        (
            {"keepBuild": 30},
            [
                "keepBuild: unknown key; did you mean keepBuilds?",
                "pulumi config rm --path 'split-pipelines:apps.web.keepBuild'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        (
            {"keep_builds": 30},
            [
                "keep_builds: unknown key; did you mean keepBuilds?",
                "pulumi config rm --path 'split-pipelines:apps.web.keep_builds'",
                f"{SET}keepBuilds' 30",
            ],
        ),
        (
            {"colour": "red"},
            [
                f"colour: unknown key; the known ones are {KEYS}",
                "pulumi config rm --path 'split-pipelines:apps.web.colour'",
            ],
        ),
    ],
)
def test_a_bad_value_of_an_app(app: dict[str, Any], expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the commands to run."""
    what, *commands = expected
    assert refusal({"apps": {"web": app}}) == [f"apps.web.{what}", *commands]


NO_APP = [
    "apps: no app is configured; at least one is needed",
    f"{SET}keepBuilds' 30",
]
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
            {"apps": {"web": {}}, "network": {}},
            [
                "network: unknown key; the known ones are environment, apps, disposable",
                "pulumi config rm --path 'split-pipelines:network'",
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
