"""Which environment variables are likely to be secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds.secret import is_sensitive
from policy.variables import Variable


@pytest.mark.parametrize(
    ("expected", "name", "value"),
    [
        (True, "DB_PASSWORD", "hunter2"),
        (True, "dbPassword", "hunter2"),
        (True, "NPM_TOKEN", "x"),
        (True, "AWS_SECRET_ACCESS_KEY", "x"),
        (True, "AWS_ACCESS_KEY_ID", "x"),
        (True, "STRIPE_API_KEY_2", "x"),
        (True, "STAGE", "AKIAIOSFODNN7EXAMPLE"),
        (True, "URL", "postgres://web:hunter2@db/web"),
        (True, "PEM", "-----BEGIN RSA PRIVATE KEY-----"),
        (False, "PEM", "-----BEGIN CERTIFICATE-----"),
        (False, "URL", "postgres://web@db/web"),
        (False, "DB_PASSWORD", ""),
        (False, "DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"),
        (False, "DB_PASSWORD", "/web/prod/db-password"),
        (False, "USE_TOKEN", "true"),
        (False, "TOKEN", "https://example.com/token"),
        (False, "TOKENIZER", "bpe"),
        (False, "PASSWORD_LENGTH", "12"),
        (False, "AUTH_ENABLED", "yes"),
        (False, "SECRET_NAME", "web/db"),
        (False, "API_KEY_HEADER", "x-key"),
        (False, "BYPASS", "x"),
        (False, "MONKEY", "x"),
    ],
)
def test_a_likely_secret_is_recognised(expected: bool, name: str, value: str) -> None:  # noqa: FBT001
    """By how its name ends, unless the value can be none, or by how the value begins."""
    assert expected == Variable("", name, value).is_secret


words = st.sampled_from(["DB", "API", "KEY", "PASSWORD", "TOKEN", "SECRET", "ACCESS", "AWS", "ID", "URL", "2", "PASS"])
values = st.sampled_from(["x", "AKIAIOSFODNN7EXAMPLE", "https://u:p@x", "eyJx.eyJy", "-----BEGIN PRIVATE KEY-----"])


@given(st.lists(words, min_size=1, max_size=4), st.sampled_from(["_", ""]), values)
def test_the_project_lets_nothing_through_that_its_pack_refuses(parts: list[str], joined: str, value: str) -> None:
    """What the pack takes for a secret the configuration does too: none of ours passes there and fails here."""
    name = joined.join(parts)
    assert is_sensitive(name, value) or not Variable("", name, value).is_secret
