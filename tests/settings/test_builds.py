"""What builds have in common: which app inherits what, and what it says itself."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import settings
from builds.build import Build
from builds.source import S3, CodeCommit, GitHub
from builds.trigger import BranchPush, TagPush
from settings.build import Build as BuildKeys
from settings.builds import Builds
from settings.text import key_of

GITHUB = "https://github.com/acme/shop"
SHOP = GitHub("acme", "shop")
CONNECTION = "arn:aws:codeconnections:eu-west-1:123456789012:connection/0123-abcd"
ZIP, ARM = "s3://shop/web.zip", "aws/codebuild/amazonlinux-aarch64-standard:3.0"
MAIN: dict[str, Any] = {"source": GITHUB, "branch": "main"}
DOCUMENT = Path(__file__).parents[2] / "docs" / "builds.md"


def built(builds: Any, build: Any, **app: Any) -> Build | None:
    """What the app web is built from, by a stack that says `builds`."""
    config = {"builds": builds, "apps": {"web": {"build": build} | app}}
    return settings.parse(config, "staging").apps["web"].as_build()


@pytest.mark.parametrize("build", ["services/web", {"context": "services/web"}])
def test_text_is_the_folder_of_the_source(build: Any) -> None:
    """With nothing else to say, an app's build is one line."""
    assert Build(source=SHOP, trigger=BranchPush("main"), context="services/web") == built(MAIN, build)


@pytest.mark.parametrize("builds", [None, {}, MAIN])
def test_no_build_is_no_build(builds: Any) -> None:
    """What builds have in common makes none, and may be said without any."""
    assert built(builds, None) is None
    assert settings.parse({"builds": builds, "apps": {"web": None}}, "staging").apps["web"].build is None


def test_a_build_may_say_nothing_itself() -> None:
    """Then it is of the whole source."""
    assert Build(source=SHOP, trigger=BranchPush("main")) == built(MAIN, {})


@pytest.mark.parametrize(
    ("build", "trigger"),
    [
        ({}, BranchPush("main")),
        ({"branch": "develop"}, BranchPush("develop")),
        ({"tagPattern": "v*"}, TagPush("v*")),
        ({"branch": None}, None),
        ({"tagPattern": None}, None),
    ],
)
def test_what_starts_a_build_is_one_thing(build: dict[str, Any], trigger: Any) -> None:
    """An app that says how its build starts, or that nothing starts it, inherits neither branch nor tags."""
    assert Build(source=SHOP, trigger=trigger) == built(MAIN, build)


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ({"build": {"source": "codecommit://shop"}}, Build(source=CodeCommit("shop"), trigger=BranchPush("main"))),
        ({"build": {"source": ZIP}}, Build(source=S3("shop", "web.zip"))),
        (
            {"build": "."},
            Build(source=SHOP, trigger=BranchPush("main"), connection=CONNECTION, image="aws/codebuild/standard:7.0"),
        ),
        (
            {"build": ".", "architecture": "arm64"},
            Build(source=SHOP, trigger=BranchPush("main"), connection=CONNECTION, architecture="arm64"),
        ),
        (
            {"build": {"image": ARM}, "architecture": "arm64"},
            Build(source=SHOP, trigger=BranchPush("main"), connection=CONNECTION, architecture="arm64", image=ARM),
        ),
    ],
)
def test_what_cannot_hold_for_an_app_is_not_inherited(app: dict[str, Any], expected: Build) -> None:
    """A connection to where its source is not, a push to a ZIP file, another processor's image."""
    common = MAIN | {"connection": CONNECTION}
    image = {} if "source" in app["build"] else {"image": "aws/codebuild/standard:7.0"}
    assert expected == built(common | image, **app)


SOURCES = st.sampled_from([GITHUB, "https://github.com/acme/other"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "source": SOURCES,
    "connection": st.sampled_from([CONNECTION, f"{CONNECTION}2"]),
    "secretsKmsKey": st.sampled_from([f"arn:aws:kms:eu-west-1:123456789012:key/{key}" for key in "ab"]),
    "image": st.sampled_from(["aws/codebuild/standard:7.0", "aws/codebuild/standard:8.0"]),
    "computeType": st.sampled_from(["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_LARGE"]),
    "timeoutMinutes": st.sampled_from([5, 30, 60]),
    "logDays": st.sampled_from([1, 30]),
}


OWN = st.fixed_dictionaries({}, optional=VALUES)


@given(SOURCES, OWN, OWN)
def test_each_key_by_itself(source: str, common: dict[str, Any], own: dict[str, Any]) -> None:
    """An app's own, or else what builds have in common, or else the default: as if the app said all of it."""
    shared = {"source": source} | common
    assert built(None, shared | own) == built(shared, own)


def test_every_key_is_documented() -> None:
    """In the table of what is an app's own, or in that of what builds may have in common."""
    tables = re.split(r"^\| key under ", DOCUMENT.read_text(), flags=re.MULTILINE)[1:]
    own, common = (re.findall(r"^\| `(\w+)` ", table.split("\n\n")[0], re.MULTILINE) for table in tables)
    assert [key_of(field) for field in Builds.model_fields] == common
    assert [key_of(field) for field in BuildKeys.model_fields] == [*common, *own]


def test_the_documents_example_is_accepted() -> None:
    """Three apps with one source: two start by a push to main, one by a person."""
    text = re.findall(r"^```yaml\n(.*?)^```", DOCUMENT.read_text(), re.DOTALL | re.MULTILINE)[0]
    said = {key.removeprefix("split-pipelines:"): value for key, value in yaml.safe_load(text)["config"].items()}
    builds = {name: app.as_build() for name, app in settings.parse(said, "staging").apps.items()}
    assert {"web": BranchPush("main"), "admin": BranchPush("main"), "report": None} == {
        name: build.trigger for name, build in builds.items() if build
    }
