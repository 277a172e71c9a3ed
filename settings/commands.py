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
_PLAIN = "--plaintext"
"""Pulumi takes the place of a secret for the secret, and would not write it down without this."""


def set_value(path: Path, environment: str, value: object = None) -> str:
    """Return the command that gives `path` a value that is accepted, in place of `value`.

    A command needs a key to set: for a mapping it is one within. An app may be called as a key is, so only its place
    tells what a key means.
    """
    if path[0] in ("environment", "disposable"):
        example = as_name(str(value)) if path[0] == "environment" else "true"
        return f"pulumi config set {NAMESPACE}:{path[0]} {example}"
    if path[0] == "baseImages":
        path = (*path, "cachePrefix")[:2]
        return _set(path, _EXAMPLES[str(path[1])])
    return _set_of_app((*path, *("web", "keepBuilds")[len(path) - 1 :]), environment, value)


def _set_of_app(path: Path, environment: str, value: object) -> str:
    if path[2] == "readers":
        # Pulumi and YAML take digits for a number unless told otherwise.
        account = value if isinstance(value, int) and len(str(value)) == len(_ACCOUNT) else _ACCOUNT
        return _set((*path, 0)[:4], account, "--type string")
    if path[2] == "build":
        return _set_of_build((*path, "source")[: max(len(path), 4)], value)
    if path[2] == "repositoryName":
        return _set(path, f"{as_name(str(path[1]))}-{as_name(environment)}")
    return _set(path, _EXAMPLES[str(path[2])])


def _set_of_build(path: Path, value: object) -> str:
    if path[3] == "arguments":
        given = json.dumps(value) if isinstance(value, int | float) else "1.0"
        return _set((*path, "VERSION")[:5], given, "--type string")
    if path[3] == "secrets":
        return _set((*path, "NPM_TOKEN")[:5], _EXAMPLES["secrets"], _PLAIN)
    if path[3] == "image":
        return remove(path)  # the default is right for every architecture
    return _set(path, _EXAMPLES[str(path[3])], *([_PLAIN] if path[3] == "secretsKmsKey" else []))


def _set(path: Path, value: object, *options: str) -> str:
    return " ".join(["pulumi config set --path", *options, quoted(path), str(value)])


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
