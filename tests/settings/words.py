"""The words that refuse a configuration."""

from typing import Any

import pytest

import settings

SET = "pulumi config set --path 'split-pipelines:apps.web."
NAME = "cannot be a name; use lower-case letters, digits and single hyphens, a letter first, 40 characters at most"
KEYS = "repositoryName, keepBuilds, untaggedDays, kmsKey, readers, architecture, build, services, schedules, retire"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
READER = "cannot be let in to pull; use the 12 digits of an account or the full ARN of a role, without wildcards"
SET_READER = "pulumi config set --path --type string 'split-pipelines:apps.web.readers[0]'"
FEW = (
    "builds are too few: a build waiting for its release carries no pin yet, and newer builds could expire "
    "it; keep 5 or more"
)
SHORT = (
    "days are too few: an image in use that lost its tags needs time to be pinned again, and ECR counts from "
    "1; keep 1 or more"
)
ECR_REFUSES = "use 2 to 256 lower-case letters and digits, with a single . _ - or / between them"


def refusal(config: dict[str, Any], stack: str = "staging") -> list[str]:
    """Return the lines of the message that refuses `config`, without indentation and the stack's option."""
    with pytest.raises(settings.ConfigurationError) as refused:
        settings.parse(config, stack)
    lines = [line.strip().removesuffix(f" --stack {stack}") for line in str(refused.value).splitlines()]
    assert lines[:2] == [f'The configuration of stack "{stack}" cannot be used, so nothing was changed:', ""]
    return lines[2:]
