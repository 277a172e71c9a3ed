"""The `pulumi config` commands that put a configuration right."""

import json
import re

NAMESPACE = "split-pipelines"
"""Where the configuration lives, also in a project of another name: `pulumi new` renames the project only."""

Path = tuple[str | int, ...]

_ACCOUNT = "123456789012"
_KEY = f"arn:aws:kms:eu-west-1:{_ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
_EXAMPLES = {
    "architecture": "arm64",
    "branch": "main",
    "cachePrefix": "docker-hub",
    "computeType": "BUILD_GENERAL1_MEDIUM",
    "connection": f"arn:aws:codeconnections:eu-west-1:{_ACCOUNT}:connection/00000000-0000-0000-0000-000000000000",
    "context": "services/web",
    "credentials": f"arn:aws:secretsmanager:eu-west-1:{_ACCOUNT}:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
    "disposable": "true",
    "dockerfile": "services/web/Dockerfile",
    "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
    "keepBuilds": "30",
    "kmsKey": _KEY,
    "logDays": "30",
    "secrets": "ssm:/web/npm-token",
    "secretsKmsKey": _KEY,
    "source": "https://github.com/your-org/your-repository",
    "tagPattern": "'v*'",
    "timeoutMinutes": "30",
    "untaggedDays": "7",
}
# What a command sets for the sake of the mapping around it: a command needs a key to set.
_FIRST = {"apps": "web", "build": "source", "baseImages": "cachePrefix", "arguments": "VERSION", "secrets": "NPM_TOKEN"}


def set_value(path: Path, environment: str, value: object = None) -> str:
    """Return the command that gives `path` a value that is accepted, in place of `value`."""
    if path[0] == "environment":
        return f"pulumi config set {NAMESPACE}:environment {as_name(str(value))}"
    if path == ("disposable",):
        return f"pulumi config set {NAMESPACE}:disposable true"
    if str(path[-1]) in _FIRST:
        path = (*path, _FIRST[str(path[-1])])
    if len(path) == len(("apps", "web")) and path[0] == "apps":
        path = (*path, "keepBuilds")
    if path[-1] == "readers":
        path = (*path, 0)
    return f"pulumi config set --path {_typed_value(path, environment, value)}"


def _typed_value(path: Path, environment: str, value: object) -> str:
    if "readers" in path:
        # Pulumi and YAML take digits for a number unless told otherwise.
        account = value if isinstance(value, int) and len(str(value)) == len(_ACCOUNT) else _ACCOUNT
        return f"--type string {quoted(path)} {account}"
    if "arguments" in path:
        return f"--type string {quoted(path)} {json.dumps(value) if isinstance(value, int | float) else '1.0'}"
    if path[-1] == "repositoryName":
        return f"{quoted(path)} {as_name(str(path[1]))}-{as_name(environment)}"
    return f"{quoted(path)} {_EXAMPLES['secrets' if 'secrets' in path else str(path[-1])]}"


def remove(path: Path) -> str:
    """Return the command that takes `path` out of the configuration."""
    return f"pulumi config rm --path {quoted(path)}"


def quoted(path: Path) -> str:
    """Write `path` as an argument of the pulumi command."""
    # Always in quotes: without them some shells take [0] for a wildcard.
    return "'" + f"{NAMESPACE}:{dotted(path)}".replace("'", "'\\''") + "'"


def dotted(path: Path) -> str:
    """Write `path` as Pulumi does: `apps.web.readers[0]`, and `apps["my.app"]` where a dot would mislead."""
    parts = [
        f".{key}" if re.fullmatch(r"[\w-]+", str(key)) and isinstance(key, str) else f"[{json.dumps(key)}]"
        for key in path
    ]
    return "".join(parts).removeprefix(".")


def as_name(text: str) -> str:
    """Make a name out of `text`, keeping what can be kept."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).lstrip("-0123456789")[:40].rstrip("-")
    return name or "main"
