"""Which environment a repository belongs to."""

import pytest

from policy.environments import DEFAULT, Environments
from policy.model import UNKNOWN
from tests.policy.resources import repository

usual = Environments(DEFAULT)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("web-prod", "prod"),
        ("prod-web", "prod"),
        ("shop/web-prod", "prod"),
        ("prod/web", "prod"),
        ("web/prod", "prod"),
        ("prod", "prod"),
        ("web-production", "production"),
        ("product", None),
        ("web", None),
        # Of eu-prod, which is no usual name: the hash is that of components for such an environment.
        ("web-eu-prod-79baf6f2", None),
        # Whose it is nobody can tell.
        ("staging-prod", None),
    ],
)
def test_a_name_tells_its_environment(name: str, expected: str | None) -> None:
    """By a usual name of an environment at either end; not by a part of a word, and not if there are two."""
    assert expected == usual.of_name(name)


def test_a_tag_wins_over_a_name() -> None:
    """The tag that this project gives, or the provider by default; one that is not known tells nothing."""
    tag = {"split-pipelines:environment": "blue"}
    assert "blue" == usual.of_repository(repository("web-prod", tagsAll=tag))
    assert "blue" == usual.of_repository(repository("web-prod", tags=tag))
    assert "prod" == usual.of_repository(repository("web-prod", tagsAll=UNKNOWN))
    assert usual.of_repository(repository("web", name=UNKNOWN)) is None


def test_the_configuration_wins_over_the_usual_names() -> None:
    """What it says is all there is; said nothing, the usual names are."""
    configured = Environments.configured({"environments": {"blue": ["*.b"]}})
    assert ("blue", None) == (configured.of_name("web.b"), configured.of_name("web-prod"))
    assert usual == Environments.configured({})
