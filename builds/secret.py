"""References to secrets: where a value lies, never the value."""

import re
from dataclasses import dataclass

_SSM = re.compile(r"ssm:((?:/[\w.-]+)+|[\w.-]+)", re.ASCII)
_SECRETS_MANAGER = re.compile(r"secretsmanager:([\w/+=.@-]+)(?::([\w.-]+))?", re.ASCII)
_SECRET_ARN = re.compile(
    r"(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6})(?::([\w.-]+))?", re.ASCII
)

_SENSITIVE_NAME = re.compile(
    r"(PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|AUTH|(?<![A-Z])PAT|CREDENTIALS?"
    r"|(API|ACCESS|PRIVATE|SSH|SIGNING|ENCRYPTION|DEPLOY)_?KEY)"
    r"(?!_(URL|FILE|PATH|LENGTH|TTL)\Z)(_|\Z)",
    re.IGNORECASE,
)
# As AWS, GitHub, GitLab, npm, Slack and Stripe begin theirs; web tokens, private keys, and URLs with a password.
_SENSITIVE_VALUE = re.compile(
    r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20}|\bgithub_pat_|\bglpat-|\bnpm_\w{20}|\bxox[abp]-|\bsk_live_"
    r"|\beyJ[\w-]+\.eyJ|-----BEGIN |://[^/\s:@]*:[^\s@]+@"
)


@dataclass(frozen=True)
class Parameter:
    """A parameter of Systems Manager, by its name."""

    name: str


@dataclass(frozen=True)
class Secret:
    """A secret of Secrets Manager, by its name or ARN; of its JSON value one key, or by default the whole text."""

    identifier: str
    json_key: str = ""


SecretReference = Parameter | Secret


def parse_secret(reference: str) -> SecretReference:
    """Tell where a secret lies. Raises ValueError, which does not repeat it, for anything else: it may be the secret.

    https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
    """
    if parameter := _SSM.fullmatch(reference):
        return Parameter(parameter[1])
    if secret := _SECRETS_MANAGER.fullmatch(reference) or _SECRET_ARN.fullmatch(reference):
        return Secret(secret[1], secret[2] or "")
    raise ValueError(
        "this is not the place of a secret, and a secret itself must not be in the configuration; store it, and "
        "say where: ssm:/path/of/parameter, secretsmanager:NAME or secretsmanager:NAME:JSON-KEY"
    )


def is_sensitive(name: str, value: str) -> bool:
    """Whether what is called `name`, or looks like `value`, is likely to be a secret."""
    return _SENSITIVE_NAME.search(name) is not None or _SENSITIVE_VALUE.search(value) is not None
