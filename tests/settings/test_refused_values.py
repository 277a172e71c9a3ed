"""What may not be said of an app: each case with the words that name it and the commands that mend it."""

from typing import Any

import pytest

from tests.settings.words import ECR_REFUSES, FEW, KEY, KEYS, READER, SET, SET_READER, SHORT, refusal


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
