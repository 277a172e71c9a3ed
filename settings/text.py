"""Texts that a configuration may say, each kind with the words that refuse any other."""

import json
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict


def key_of(field: str) -> str:
    """What a field is called in the configuration: `log_days` is `logDays` there."""
    return re.sub(r"_(\w)", lambda letter: letter[1].upper(), field)


class Model(BaseModel):
    """Keys as Pulumi writes them, no unknown ones, values of exactly their type, nothing to be changed later."""

    model_config = ConfigDict(alias_generator=key_of, extra="forbid", frozen=True, strict=True)


def matching(pattern: re.Pattern[str], refusal: str) -> AfterValidator:
    """Accept text that `pattern` matches; refuse any other in the words of `refusal`, which has a place for it."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(refusal.format(json.dumps(text)))
        return text

    return AfterValidator(check)


def readable(parse: Callable[[str], Any]) -> AfterValidator:
    """Accept text that `parse` can read, and refuse any other in its words."""

    def check(text: str) -> str:
        parse(text)
        return text

    return AfterValidator(check)


def empty_if_null(value: Any) -> Any:
    """YAML's `web:` with nothing behind it."""
    return {} if value is None else value


Name = Annotated[
    str,
    matching(
        # Names end up in ECR, IAM, SSM paths, tags and environment variables: this is what all of them take.
        # Longer ones would be little but a hash where AWS allows 32 characters.
        re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*"),
        "{} cannot be a name; use lower-case letters, digits and single hyphens, a letter first, 40 characters at most",
    ),
]
RepositoryName = Annotated[
    str,
    matching(
        # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
        re.compile(r"(?=.{2,256}\Z)([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*"),
        "ECR refuses the name {}; use 2 to 256 lower-case letters and digits, with a single . _ - or / between them",
    ),
]
KmsKey = Annotated[
    str,
    matching(
        # ECR would take an alias, but reports the key behind it: every preview would want to replace the
        # repository.
        re.compile(r"arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[a-z0-9-]+", re.ASCII),
        "{} is not the ARN of a KMS key; an alias or a bare key id will not do",
    ),
]
Reader = Annotated[
    str,
    matching(
        re.compile(r"\d{12}|arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII),
        "{} cannot be let in to pull; use the 12 digits of an account or the full ARN of a role, without wildcards",
    ),
]
Connection = Annotated[
    str,
    matching(
        re.compile(r"arn:[a-z-]+:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection/[\w-]+", re.ASCII),
        "{} is not the ARN of a connection; `aws codeconnections list-connections` shows yours",
    ),
]
SourcePath = Annotated[
    str,
    matching(
        re.compile(r"(?!/)(?!(.*/)?\.\.(/|\Z))[\w./@+ -]+", re.ASCII),
        "{} is not a path within the source; use one such as services/web, without a leading slash and without ..",
    ),
]
CachePrefix = Annotated[
    str,
    matching(
        # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
        re.compile(r"(?=.{2,30}\Z)([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*"),
        "{} cannot be the prefix of a pull-through cache; use 2 to 30 lower-case letters and digits, as in docker-hub",
    ),
]
CacheCredentials = Annotated[
    str,
    matching(
        # https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
        re.compile(r"arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache/[\w/+=.@-]+", re.ASCII),
        "{} is not the ARN of a secret that ECR may read; its name must begin with ecr-pullthroughcache/",
    ),
]
