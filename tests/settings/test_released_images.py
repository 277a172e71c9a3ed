"""Which image of each app runs, by variables of the environment."""

from contextvars import copy_context
from typing import Any

import pulumi
import pytest

import settings
from settings.release import variable_of

DIGEST = f"sha256:{64 * '0'}"
OTHER = f"sha256:{64 * 'f'}"
CONFIG: dict[str, Any] = {"apps": {"web": {}, "big-worker": {}}}
NO_APP = "no app of this stack goes by this variable;"


@pytest.fixture(autouse=True)
def _of_stack_prod(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "get_stack", lambda: "prod")


def released(**environ: str) -> dict[str, str]:
    """Tell what runs of the two apps."""
    return settings.released(settings.parse(CONFIG, "prod"), environ)


def test_by_the_app_s_name_in_capitals() -> None:
    """A hyphen is an underscore; what is not set, or empty, is not told; other variables mean nothing."""
    assert {} == released(PATH="/bin", SPLIT_PIPELINES_SANDBOX_TOKEN="x")
    assert {"web": DIGEST, "big-worker": OTHER} == released(
        SPLIT_PIPELINES_IMAGE_WEB=DIGEST, SPLIT_PIPELINES_IMAGE_BIG_WORKER=OTHER
    )
    assert {"web": DIGEST} == released(SPLIT_PIPELINES_IMAGE_WEB=DIGEST, SPLIT_PIPELINES_IMAGE_BIG_WORKER="")


@pytest.mark.parametrize(
    "value", ["latest", "web-prod:build-1", f"web-prod@{DIGEST}", DIGEST.upper(), DIGEST[:-1], f"{DIGEST}\n", " "]
)
def test_anything_but_a_digest_is_refused(value: str) -> None:
    """The message names the variable, the value and the form of a digest."""
    with pytest.raises(settings.ConfigurationError) as refused:
        released(SPLIT_PIPELINES_IMAGE_WEB=value)
    assert (
        f'SPLIT_PIPELINES_IMAGE_WEB: "{value}" is not the digest of an image; use sha256: and 64 lower-case '
        "hexadecimal digits\n    unset SPLIT_PIPELINES_IMAGE_WEB"
    ) in str(refused.value)
    assert str(refused.value).endswith("unset SPLIT_PIPELINES_IMAGE_WEB")


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("SPLIT_PIPELINES_IMAGE_WEBB", "did you mean SPLIT_PIPELINES_IMAGE_WEB?"),
        ("SPLIT_PIPELINES_IMAGE_web", "did you mean SPLIT_PIPELINES_IMAGE_WEB?"),
        ("SPLIT_PIPELINES_IMAGE_", "did you mean SPLIT_PIPELINES_IMAGE_WEB?"),
        (
            "SPLIT_PIPELINES_IMAGE_SOMETHING_ELSE_ENTIRELY",
            "the apps' are SPLIT_PIPELINES_IMAGE_WEB, SPLIT_PIPELINES_IMAGE_BIG_WORKER",
        ),
    ],
)
def test_a_variable_of_no_app_is_refused(variable: str, said: str) -> None:
    """It is a typing error, or meant for another stack: the app that was meant would go on running what it runs."""
    with pytest.raises(settings.ConfigurationError) as refused:
        released(**{variable: DIGEST})
    assert f"  {variable}: {NO_APP} {said}\n    unset {variable}" in str(refused.value)
    assert {} == released(**{variable: ""})


def test_in_one_message_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """`load` checks the variables, too; only Pulumi's own commands know of stacks."""
    monkeypatch.setenv("SPLIT_PIPELINES_IMAGE_WEB", "latest")

    def program() -> None:
        pulumi.runtime.set_all_config({"split-pipelines:apps": '{"web": {"keepBuilds": 1}}'})
        settings.load()

    with pytest.raises(settings.ConfigurationError) as refused:
        copy_context().run(program)
    lines = str(refused.value).splitlines()
    assert "    unset SPLIT_PIPELINES_IMAGE_WEB" in lines
    assert "    pulumi config set --path 'split-pipelines:apps.web.keepBuilds' 30 --stack prod" in lines


def test_no_two_apps_share_a_variable() -> None:
    """Whatever differs in names differs in variables: a name has no underscore."""
    names = ["web", "web-1", "web1", "we-b", "w-e-b"]
    assert len(names) == len({variable_of(name) for name in names})
