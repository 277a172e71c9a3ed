"""Where secrets lie, and what is likely to be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds.secret import Parameter, Secret, SecretReference, is_sensitive, parse_secret

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/npm-AbCdEf"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("ssm:/shop/npm-token", Parameter("/shop/npm-token")),
        ("ssm:npm-token", Parameter("npm-token")),
        ("secretsmanager:shop/npm", Secret("shop/npm")),
        ("secretsmanager:shop/npm:token", Secret("shop/npm", "token")),
        (ARN, Secret(ARN)),
        (f"{ARN}:token", Secret(ARN, "token")),
    ],
)
def test_a_secret_is_told_by_its_place(reference: str, expected: SecretReference) -> None:
    """A parameter, a secret by name or ARN, and of a secret one key."""
    assert expected == parse_secret(reference)


@given(st.text(st.characters(exclude_characters=":"), min_size=6) | st.from_regex(r"\Aghp_\w{36}\Z"))
def test_a_secret_itself_is_refused_and_not_repeated(secret: str) -> None:
    """Whatever is not a place may be the secret: the message says how to write a place, and nothing of the text."""
    with pytest.raises(ValueError, match="a secret itself must not be in the configuration") as said:
        parse_secret(secret)
    assert str(said.value) == _refusal("another text")


def _refusal(text: str) -> str:
    with pytest.raises(ValueError, match="not the place") as said:
        parse_secret(text)
    return str(said.value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("VERSION", "1.0", False),
        ("NPM_TOKEN", "1.0", True),
        ("DB_PASSWORD", "", True),
        ("STRIPE_API_KEY", "", True),
        ("TOKENIZER", "bpe", False),
        ("KEYBOARD", "qwerty", False),
        ("TOKEN_URL", "https://example.com/token", False),
        ("PASSWORD_LENGTH", "12", False),
        ("DB_PASS", "x", True),
        ("SSH_KEY", "x", True),
        ("GITHUB_PAT", "x", True),
        ("BUILD_PATH", "x", False),
        ("PIP_INDEX_URL", "https://user:pw@example.com/simple", True),
        ("PIP_INDEX_URL", "https://example.com/simple", False),
        ("VERSION", "glpat-0123456789", True),
        ("VERSION", "AKIAIOSFODNN7EXAMPLE", True),
        ("VERSION", "ghp_" + 36 * "a", True),
        ("VERSION", "-----BEGIN RSA PRIVATE KEY-----", True),
    ],
)
def test_a_likely_secret_is_recognised(name: str, value: str, expected: bool) -> None:  # noqa: FBT001
    """By its name, or by how the tokens of well-known services begin."""
    assert expected == is_sensitive(name, value)
