"""What may not be said of all builds at once: told where it stands, once, with the commands that mend it."""

from typing import Any

import pytest

from tests.settings.mending import mended, problems
from tests.settings.words import refusal

GITHUB = "https://github.com/acme/shop"
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/0123-abcd"
SET = "pulumi config set --path 'split-pipelines:builds."
RM = "pulumi config rm --path 'split-pipelines:builds."
SET_SOURCE = f"{SET}source' https://github.com/your-org/your-repository"
FOLDER = "pulumi config set --path 'split-pipelines:apps.web.build' services/web"
BUILT: dict[str, Any] = {"web": {"build": "web"}, "worker": {"build": {"context": "worker"}}}
"""Two apps that say nothing of what could be said for both."""
URL = "a URL is no folder of the source; it belongs to `source`, here or under `builds`"


def no_source(apps: str) -> str:
    """Return the words about apps that are built from nowhere."""
    return (
        f"builds.source: nothing says from where {apps} built; say it here for all apps, or as apps.NAME.build.source "
        "for one"
    )


@pytest.mark.parametrize(
    ("builds", "expected"),
    [
        ({"source": "https://gitlab.com/acme/shop"}, ["source: https://gitlab.com/... is not a source", SET_SOURCE]),
        ({"source": 5}, ["source: 5 is not text", SET_SOURCE]),
        ({"branch": "ma in"}, ['branch: "ma in" cannot be a branch', f"{SET}branch' main"]),
        ({"tagPattern": "v[0-9]"}, ['tagPattern: "v[0-9]" cannot be a pattern', f"{SET}tagPattern' 'v*'"]),
        (
            {"branch": "main", "tagPattern": "v*"},
            ['tagPattern: "v*" and the branch "main" at once; a build starts by one of them', f"{RM}tagPattern'"],
        ),
        ({"source": "s3://acme/shop.zip", "branch": "main"}, ["branch: a ZIP file has neither", f"{RM}branch'"]),
        (
            {"source": "codecommit://shop", "connection": CONNECTION},
            ["connection: a connection leads to GitHub", f"{RM}connection'"],
        ),
        ({"image": "aws/codebuild/standard:9.0"}, ['image: "aws/codebuild/standard:9.0" is none', f"{RM}image'"]),
        ({"computeType": "LARGE"}, ['computeType: "LARGE" is none', f"{SET}computeType' BUILD_GENERAL1_MEDIUM"]),
        ({"timeoutMinutes": 4}, ["timeoutMinutes: CodeBuild takes 5 to 2160", f"{SET}timeoutMinutes' 30"]),
        ({"logDays": "30"}, ['logDays: "30" is not a whole', f"{RM}logDays'", f"{SET}logDays' 30"]),
        ({"sorce": GITHUB}, ["sorce: unknown key; did you mean source?", f"{RM}sorce'", SET_SOURCE]),
        ({"colour": "red"}, ["colour: unknown key; the known ones are source, connection, branch", f"{RM}colour'"]),
        *[
            ({key: "hush-hush"}, [f"{key}: this is for each app to say for itself, as apps.NAME.build.{key}"])
            for key in ("context", "dockerfile", "arguments", "secrets")
        ],
    ],
)
@pytest.mark.parametrize("apps", [BUILT, {"web": None}], ids=["built", "nothing-built"])
def test_told_once(builds: dict[str, Any], expected: list[str], apps: dict[str, Any]) -> None:
    """However many apps inherit it, and if none does; who runs the commands has mended it for all."""
    config = {"builds": {"source": GITHUB} | builds, "apps": apps}
    said, *commands = refusal(config)
    assert said.startswith(f"builds.{expected[0]}")
    assert (expected[1:] or [f"{RM}{next(iter(builds))}'"]) == commands
    assert "hush" not in said
    assert mended(config)


def test_an_app_s_own_value_is_told_at_the_app() -> None:
    """Even if it is the very one that is wrong for all: both stand in the file."""
    config = {"builds": {"source": GITHUB, "branch": "a b"}, "apps": BUILT | {"web": {"build": {"branch": "a b"}}}}
    lines = problems(config)
    assert ["apps.web.build.branch", "builds.branch"] == [each.split(": ")[0] for each in lines if "cannot be" in each]
    assert mended(config)


@pytest.mark.parametrize(
    ("own", "source", "said"),
    [
        ({"connection": CONNECTION}, "codecommit://shop", "connection: a connection leads to GitHub"),
        ({"branch": "main"}, "s3://acme/shop.zip", "branch: a ZIP file has neither"),
    ],
)
def test_what_an_app_says_has_to_go_with_what_it_inherits(own: dict[str, Any], source: str, said: str) -> None:
    """The app's own key is to go: the source is that of others, too."""
    config = {"builds": {"source": source}, "apps": {"web": {"build": own}, "worker": {"build": "worker"}}}
    what, command = refusal(config)
    assert what.startswith(f"apps.web.build.{said}")
    assert f"pulumi config rm --path 'split-pipelines:apps.web.build.{next(iter(own))}'" == command
    assert mended(config)


def test_what_does_not_belong_to_all_is_no_app_s() -> None:
    """An app's secret is fine, though an argument of that name stands where none may."""
    build = {"secrets": {"TOKEN": "ssm:token"}}
    config = {"builds": {"source": GITHUB, "arguments": {"TOKEN": "x"}}, "apps": {"web": {"build": build}}}
    what, command = refusal(config)
    assert "builds.arguments: this is for each app to say for itself, as apps.NAME.build.arguments" == what
    assert f"{RM}arguments'" == command


@pytest.mark.parametrize("builds", [None, {}, {"branch": "main"}, {"source": None}])
def test_a_source_is_needed_somewhere(builds: Any) -> None:
    """One message for all apps that have none, which says where it can go."""
    apps = BUILT | {"other": {"build": {"source": GITHUB}}, "bare": None}
    assert [no_source("web and worker are"), SET_SOURCE] == refusal({"builds": builds, "apps": apps})
    assert [no_source("web is"), SET_SOURCE] == refusal({"builds": builds, "apps": {"web": {"build": {}}}})
    assert mended({"builds": builds, "apps": apps})


def test_a_source_is_missed_along_with_everything_else() -> None:
    """In the same message."""
    config = {"apps": {"web": {"keepBuilds": 1, "build": {"context": "/"}}}}
    lines = problems(config)
    assert [True, True, True] == [
        any(line.startswith(key) for line in lines)
        for key in ("apps.web.keepBuilds: ", "apps.web.build.context: ", no_source("web is"))
    ]
    assert mended(config)


@pytest.mark.parametrize("builds", ["https://hush-hush@github.com/acme/shop", ["hush-hush"], 5, True])
def test_builds_is_a_mapping(builds: Any) -> None:
    """What else stands there may hold a token, and is not repeated. Said once, though no app has a source then."""
    for config in ({"builds": builds, "apps": {"web": {}}}, {"builds": builds, "apps": BUILT}):
        assert ["builds: this is not a mapping", f"{RM[:-1]}'", SET_SOURCE] == refusal(config)
        assert mended(config)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/web", '"/web" is not a path within the source; use one such as services/web'),
        ("", '"" is not a path within the source; use one such as services/web'),
        ("https://hush-hush@github.com/acme/shop", URL),
    ],
)
def test_text_that_is_no_folder(text: str, said: str) -> None:
    """Told at the text itself, which a command can replace; a URL may have a token in it, and is not repeated."""
    config = {"builds": {"source": GITHUB}, "apps": {"web": {"build": text}}}
    what, command = refusal(config)
    assert what.startswith(f"apps.web.build: {said}")
    assert FOLDER == command
    assert "hush" not in what
    assert mended(config)
    assert mended({"apps": {"web": {"build": text}}})


@pytest.mark.parametrize("build", [5, ["hush-hush"], True])
def test_a_build_is_text_or_a_mapping(build: Any) -> None:
    """Of anything else no part is repeated."""
    config = {"builds": {"source": GITHUB}, "apps": {"web": {"build": build}}}
    assert "apps.web.build: this is neither text nor a mapping" == refusal(config)[0]
    assert mended(config)
