"""What the configuration of a stack may say: its keys, their defaults and the rules for their values."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from retention.limits import check_keep_builds, check_untagged_days


def _text(pattern: re.Pattern[str], refusal: str) -> AfterValidator:
    """Accept text that `pattern` matches; refuse any other in the words of `refusal`, which has a place for it."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(refusal.format(json.dumps(text)))
        return text

    return AfterValidator(check)


_Name = Annotated[
    str,
    _text(
        # Names end up in ECR, IAM, SSM paths, tags and environment variables: this is what all of them take.
        # Longer ones would be little but a hash where AWS allows 32 characters.
        re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*"),
        "{} cannot be a name; use lower-case letters, digits and single hyphens, a letter first, 40 characters at most",
    ),
]
_RepositoryName = Annotated[
    str,
    _text(
        # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
        re.compile(r"(?=.{2,256}\Z)([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*"),
        "ECR refuses the name {}; use 2 to 256 lower-case letters and digits, with a single . _ - or / between them",
    ),
]
_KmsKey = Annotated[
    str,
    _text(
        # ECR would take an alias, but reports the key behind it: every preview would want to replace the
        # repository.
        re.compile(r"arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[a-z0-9-]+", re.ASCII),
        "{} is not the ARN of a KMS key; an alias or a bare key id will not do",
    ),
]
_Reader = Annotated[
    str,
    _text(
        re.compile(r"\d{12}|arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII),
        "{} cannot be let in to pull; use the 12 digits of an account or the full ARN of a role, without wildcards",
    ),
]


def _empty_if_null(value: Any) -> Any:
    # YAML's `web:` with nothing behind it.
    return {} if value is None else value


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, strict=True)


class App(_Model):
    """One app: a source, and the image that is built from it."""

    repository_name: _RepositoryName | None = None
    """Its repository's name in ECR. Default: `<app>-<environment>`."""
    keep_builds: Annotated[int, AfterValidator(check_keep_builds)] = 30
    """How many of the newest builds to keep, besides the images in use. Default: 30. At least 5."""
    untagged_days: Annotated[int, AfterValidator(check_untagged_days)] = 7
    """Days that an image without any tag is kept. Default: 7. At least 1."""
    kms_key: _KmsKey | None = None
    """ARN of the key that encrypts the images. Default: AES-256 with a key of ECR's own."""
    # A list in YAML; a tuple here, so that settings stay as they were read.
    readers: Annotated[tuple[_Reader, ...], Field(strict=False)] = ()
    """Accounts' ids or roles' ARNs that may pull. Default: only who the account's own IAM lets."""


class Settings(_Model):
    """The configuration of one stack: one environment."""

    environment: _Name
    """The environment's name. Default: the stack's."""
    apps: Annotated[
        dict[_Name, Annotated[App, BeforeValidator(_empty_if_null)]],
        Field(min_length=1),
    ]
    """The apps by name. At least one; an empty entry takes every default."""
    disposable: bool = False
    """Whether `pulumi destroy` may delete images too. Default: ECR refuses while any is left."""
