"""What may not be said of a build: each case with the words that name it and the commands that mend it."""

from typing import Any

import pytest

from tests.settings.words import refusal

GITHUB = {"source": "https://github.com/acme/shop"}
SET = "pulumi config set --path 'split-pipelines:apps.web.build."
RM = "pulumi config rm --path 'split-pipelines:apps.web.build."
SOURCES = "use https://github.com/OWNER/REPOSITORY, codecommit://REPOSITORY or s3://BUCKET/KEY.zip"
SET_SOURCE = f"{SET}source' https://github.com/your-org/your-repository"
SECRET = (
    "this is not the place of a secret, and a secret itself must not be in the configuration; store it, and say "
    "where: ssm:/path/of/parameter, secretsmanager:NAME or secretsmanager:NAME:JSON-KEY"
)
VARIABLE = "cannot be a variable of a build; use letters, digits and _, and no name that the build itself goes by"
NO_PUSHES = "a ZIP file has neither branches nor tags that could start a build"
ELSEWHERE = "a connection leads to GitHub, and the source is somewhere else"
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/00000000-0000-0000-0000-000000000000"
ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
PATH = "is not a path within the source; use one such as services/web, without a leading slash and without .."
COMPUTE = (
    "BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE, BUILD_GENERAL1_XLARGE, BUILD_GENERAL1_2XLARGE"
)
KEYS = (
    "source, connection, branch, tagPattern, secretsKmsKey, image, computeType, timeoutMinutes, logDays, context, "
    "dockerfile, arguments, secrets"
)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            {"source": "https://gitlab.com/acme/shop"},
            [f"source: https://gitlab.com/... is not a source that can be built; {SOURCES}", SET_SOURCE],
        ),
        ({"source": 5}, ["source: 5 is not text", SET_SOURCE]),
        (
            GITHUB | {"branch": "main", "tagPattern": "v*"},
            [
                (
                    'tagPattern: "v*" and the branch "main" at once; a build starts by one of them (staging by a '
                    "branch, say, and prod by tags): remove the other"
                ),
                f"{RM}tagPattern'",
            ],
        ),
        (
            GITHUB | {"branch": "ma in"},
            ['branch: "ma in" cannot be a branch; name one, such as main, without wildcards', f"{SET}branch' main"],
        ),
        (
            GITHUB | {"tagPattern": "v[0-9]"},
            ['tagPattern: "v[0-9]" cannot be a pattern of tags; use one such as v*', f"{SET}tagPattern' 'v*'"],
        ),
        ({"source": "s3://acme/shop.zip", "branch": "main"}, [f"branch: {NO_PUSHES}", f"{RM}branch'"]),
        ({"source": "s3://acme/shop.zip", "tagPattern": "v*"}, [f"tagPattern: {NO_PUSHES}", f"{RM}tagPattern'"]),
        ({"source": "codecommit://shop", "connection": CONNECTION}, [f"connection: {ELSEWHERE}", f"{RM}connection'"]),
        (
            GITHUB | {"connection": "my-connection"},
            [
                (
                    'connection: "my-connection" is not the ARN of a connection; `aws codeconnections '
                    "list-connections` shows yours"
                ),
                f"{SET}connection' {CONNECTION}",
            ],
        ),
        (GITHUB | {"context": "/web"}, [f'context: "/web" {PATH}', f"{SET}context' services/web"]),
        (GITHUB | {"context": "web/../.."}, [f'context: "web/../.." {PATH}', f"{SET}context' services/web"]),
        (GITHUB | {"dockerfile": ".."}, [f'dockerfile: ".." {PATH}', f"{SET}dockerfile' services/web/Dockerfile"]),
        (
            GITHUB | {"image": "aws/codebuild/standard:9.0"},
            [
                (
                    'image: "aws/codebuild/standard:9.0" is none of the images of CodeBuild that can build here; did '
                    "you mean aws/codebuild/standard:8.0?"
                ),
                f"{RM}image'",
            ],
        ),
        (
            GITHUB | {"computeType": "LARGE"},
            [f'computeType: "LARGE" is none of {COMPUTE}', f"{SET}computeType' BUILD_GENERAL1_MEDIUM"],
        ),
        (
            GITHUB | {"timeoutMinutes": 4},
            ["timeoutMinutes: CodeBuild takes 5 to 2160 minutes, and not 4", f"{SET}timeoutMinutes' 30"],
        ),
        (
            GITHUB | {"timeoutMinutes": 2161},
            ["timeoutMinutes: CodeBuild takes 5 to 2160 minutes, and not 2161", f"{SET}timeoutMinutes' 30"],
        ),
        (
            GITHUB | {"arguments": {"VERSION": 1.5}},
            [
                "arguments.VERSION: 1.5 is not text",
                "pulumi config set --path --type string 'split-pipelines:apps.web.build.arguments.VERSION' 1.5",
            ],
        ),
        (
            GITHUB | {"arguments": {"IMAGE": "x"}},
            [
                f'arguments.IMAGE: "IMAGE" {VARIABLE}',
                f"{RM}arguments.IMAGE'",
            ],
        ),
        (
            GITHUB | {"arguments": {"X": "1"}, "secrets": {"X": "ssm:x"}},
            ["secrets.X: this is an argument, too; give the secret another name", f"{RM}secrets.X'"],
        ),
        (GITHUB | {"sorce": "x"}, ["sorce: unknown key; did you mean source?", f"{RM}sorce'", SET_SOURCE]),
        (GITHUB | {"colour": "x"}, [f"colour: unknown key; the known ones are {KEYS}", f"{RM}colour'"]),
    ],
)
def test_a_bad_build(build: dict[str, Any], expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the commands to run."""
    what, *commands = expected
    assert refusal({"apps": {"web": {"build": build}}}) == [f"apps.web.build.{what}", *commands]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ({"secrets": {"NPM_TOKEN": "hush-hush"}}, f"secrets.NPM_TOKEN: {SECRET}"),
        ({"secrets": {"NPM_TOKEN": ["hush-hush"]}}, "secrets.NPM_TOKEN: this is not text"),
        ({"secrets": "hush-hush"}, "secrets: this is not a mapping"),
        (
            {"arguments": {"NPM_TOKEN": "hush-hush"}},
            (
                "arguments.NPM_TOKEN: this seems to be a secret, and arguments stay readable in the image; store it, "
                "and say under secrets where it is"
            ),
        ),
    ],
)
def test_a_secret_in_plain_text_is_refused_and_not_repeated(build: dict[str, Any], expected: str) -> None:
    """One message that names the key, how to do it better, and never the secret."""
    said = refusal({"apps": {"web": {"build": GITHUB | build}}})
    assert f"apps.web.build.{expected}" == said[0]
    assert "hush" not in "".join(said)


def test_a_password_may_be_a_number() -> None:
    """As the command line stores it: it is not repeated, and only it is to be removed."""
    arguments = {"VERSION": "1", "DB_PASSWORD": 12345678}
    said = refusal({"apps": {"web": {"build": GITHUB | {"arguments": arguments}}}})
    assert "12345678" not in "".join(said)
    assert said[1:] == [f"{RM}arguments.DB_PASSWORD'"]


@pytest.mark.parametrize("app", ["readers", "secrets", "build", "arguments", "image"])
def test_an_app_may_be_called_as_a_key_is(app: str) -> None:
    """Only the place of a key tells what it means."""
    prefix = f"pulumi config set --path 'split-pipelines:apps.{app}."
    assert refusal({"apps": {app: {"keepBuilds": 1}}})[1] == f"{prefix}keepBuilds' 30"
    assert "readers, architecture, build" in refusal({"apps": {app: {"colour": 1}}})[0]


@pytest.mark.parametrize("name", ["AWS_REGION", "PATH", "CODEBUILD_X", "REPOSITORY", "BASE_REGISTRY", "A-B", "1A", ""])
def test_a_variable_of_the_build_s_own_is_refused(name: str) -> None:
    """A secret of that name would change what the build does."""
    assert f'"{name}" {VARIABLE}' in refusal({"apps": {"web": {"build": GITHUB | {"secrets": {name: "ssm:x"}}}}})[0]


def test_an_image_is_built_on_its_own_processor() -> None:
    """Between the app's architecture and the build's image, both are named; the default is right for every one."""
    app = {"architecture": "arm64", "build": GITHUB | {"image": "aws/codebuild/standard:7.0"}}
    arm = "aws/codebuild/amazonlinux-aarch64-standard:4.0"
    assert refusal({"apps": {"web": app}}) == [
        (
            'apps.web.build.image: "aws/codebuild/standard:7.0" is for another processor than the app\'s architecture, '
            f"arm64, and an app is built on the one that it is for; use {arm}"
        ),
        f"{RM}image'",
    ]
    assert refusal({"apps": {"web": {"architecture": "riscv"}}}) == [
        'apps.web.architecture: "riscv" is none of x86_64 or arm64',
        "pulumi config set --path 'split-pipelines:apps.web.architecture' arm64",
    ]


@pytest.mark.parametrize(
    ("base_images", "expected"),
    [
        ({}, ["cachePrefix: this is needed, and missing", "cachePrefix' docker-hub"]),
        (
            {"cachePrefix": "Docker Hub"},
            [
                (
                    'cachePrefix: "Docker Hub" cannot be the prefix of a pull-through cache; use 2 to 30 lower-case '
                    "letters and digits, as in docker-hub"
                ),
                "cachePrefix' docker-hub",
            ],
        ),
        (
            {"cachePrefix": "hub", "credentials": f"{ARN}hub-AbCdEf"},
            [
                (
                    f'credentials: "{ARN}hub-AbCdEf" is not the ARN of a '
                    "secret that ECR may read; its name must begin with ecr-pullthroughcache/"
                ),
                f"credentials' {ARN}ecr-pullthroughcache/docker-hub-AbCdEf",
            ],
        ),
    ],
)
def test_bad_base_images(base_images: dict[str, Any], expected: list[str]) -> None:
    """One problem: its key and value, why it will not do, and the command to run."""
    what, command = expected
    assert refusal({"apps": {"web": {}}, "baseImages": base_images}) == [
        f"baseImages.{what}",
        f"pulumi config set --path 'split-pipelines:baseImages.{command}",
    ]
