"""Where a build's source is: GitHub, CodeCommit or S3, told by the form of its URL."""

import re
from dataclasses import dataclass

_GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?", re.ASCII)
_CODECOMMIT = re.compile(r"codecommit://([\w.-]{1,100})", re.ASCII)
_S3 = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/([^\s*?]+\.zip)", re.ASCII)


@dataclass(frozen=True)
class GitHub:
    """A repository on github.com."""

    owner: str
    repository: str

    @property
    def url(self) -> str:
        """The address to clone it from."""
        return f"https://github.com/{self.owner}/{self.repository}.git"


@dataclass(frozen=True)
class CodeCommit:
    """A CodeCommit repository in the build's own account and region, where CodeBuild looks for it."""

    repository: str


@dataclass(frozen=True)
class S3:
    """A ZIP file in a bucket. Each build takes its newest version."""

    bucket: str
    key: str


Source = GitHub | CodeCommit | S3


def parse_source(url: str) -> Source:
    """Tell the source from its URL. Raises ValueError for one of no known kind.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html
    """
    if github := _GITHUB.fullmatch(url):
        return GitHub(github[1], github[2])
    if codecommit := _CODECOMMIT.fullmatch(url):
        return CodeCommit(codecommit[1])
    if archive := _S3.fullmatch(url):
        return S3(archive[1], archive[2])
    raise ValueError(
        f"{_beginning(url)} is not a source that can be built; use https://github.com/OWNER/REPOSITORY, "
        "codecommit://REPOSITORY or s3://BUCKET/KEY.zip"
    )


def _beginning(url: str) -> str:
    """No more of a URL than where it leads: people put tokens before an @, and behind a question mark."""
    found = re.match(r"(\w+://)(?:[^/]*@)?([\w.-]+)(.*)", url, re.ASCII | re.DOTALL)
    return "this" if found is None else found[1] + found[2] + ("/..." if found[3] else "")
