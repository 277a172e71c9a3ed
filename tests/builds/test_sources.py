"""Where a build's source is, told by its URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds.source import S3, CodeCommit, GitHub, Source, parse_source


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/acme/shop", GitHub("acme", "shop")),
        ("https://github.com/acme/shop.git", GitHub("acme", "shop")),
        ("https://github.com/acme/shop/", GitHub("acme", "shop")),
        ("https://github.com/acme/shop.js", GitHub("acme", "shop.js")),
        ("codecommit://shop", CodeCommit("shop")),
        ("s3://acme-sources/shop/main.zip", S3("acme-sources", "shop/main.zip")),
    ],
)
def test_a_source_is_told_by_its_url(url: str, expected: Source) -> None:
    """GitHub, CodeCommit, S3."""
    assert expected == parse_source(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop",
        "git@github.com:acme/shop.git",
        "http://github.com/acme/shop",
        "https://github.com/acme",
        "https://github.com/acme/shop/tree/main",
        "https://github.com.example.com/acme/shop",
        "https://gitlab.com/acme/shop",
        "codecommit://",
        # Of another region, perhaps: it is built where the project is.
        "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop",
        "s3://acme-sources/shop/",
        "s3://acme-sources/shop.tar.gz",
        "s3://acme-sources/*.zip",
        "https://github.com/acme/shop\n",
    ],
)
def test_any_other_url_is_refused(url: str) -> None:
    """The message says where it leads, and the three forms that can be built."""
    with pytest.raises(ValueError, match=r"can be built; use https://github.com/OWNER/REPOSITORY") as said:
        parse_source(url)
    assert str(said.value).startswith(("this is not", "http", "codecommit://", "s3://"))


@given(st.text(st.characters(exclude_characters="/@", exclude_categories=("Cc", "Cs")), min_size=4))
def test_a_password_in_a_url_is_not_repeated(password: str) -> None:
    """Before the @ or behind a question mark: of the URL no more is said than where it leads."""
    for url in (f"https://user:{password}@github.com/acme/shop", f"https://github.com/acme/shop?token={password}"):
        with pytest.raises(ValueError, match="is not a source") as said:
            parse_source(url)
        assert str(said.value).startswith("https://github.com/... is not a source that can be built; use ")
    with pytest.raises(ValueError, match=r"^this is not a source"):
        parse_source("ghp_" + 36 * "a")


def test_github_is_cloned_by_https() -> None:
    """The form of address that CodeBuild takes."""
    assert "https://github.com/acme/shop.git" == GitHub("acme", "shop").url
