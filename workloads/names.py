"""What tasks, sidecars and variables may be called."""

import re

_NAME = re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Wider than a shell's: programs in Java and Elasticsearch are configured by names with dots.
_VARIABLE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
# What ECS tells a container, and what would take the place of the task's own role.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
# https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
_RESERVED = re.compile(
    r"ECS_\w+|AWS_CONTAINER_\w+|AWS_(EXECUTION_ENV|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN"
    r"|PROFILE|DEFAULT_PROFILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE)",
    re.ASCII,
)


def check_name(name: str) -> str:
    """Return `name`, of a task or a sidecar. Raises ValueError if not every service of AWS would take it.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html has the rule for containers,
    the widest; names also end up in target groups and log groups.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f'"{name}" cannot be a name; use lower-case letters, digits and single hyphens, a letter first, 40 '
            "characters at most"
        )
    return name


def check_variable(name: str) -> str:
    """Return `name`, of a container's variable. Raises ValueError if it is none, or if ECS or AWS's SDKs go by it."""
    if not _VARIABLE.fullmatch(name):
        raise ValueError(f'"{name}" cannot be a variable; use letters, digits, and _ . -, no digit first')
    if _RESERVED.fullmatch(name):
        raise ValueError(
            f'"{name}" is not free: ECS sets it, or the SDKs of AWS would take it for the task\'s identity; use '
            "another name, and give the task's role what the app needs"
        )
    return name
