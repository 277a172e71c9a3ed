"""The `pulumi config` commands that put a configuration right."""

import json
import re
import shlex

from naming.names import repository_name
from settings.keys import default_at

NAMESPACE = "split-pipelines"
"""Where the configuration lives, also in a project of another name: `pulumi new` renames the project only."""

Path = tuple[str | int, ...]

_ACCOUNT = "123456789012"
_REGION = "eu-west-1"
_KEY = f"arn:aws:kms:eu-west-1:{_ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
_EXAMPLES = {
    "architecture": "arm64",
    "branch": "main",
    "cachePrefix": "docker-hub",
    "computeType": "BUILD_GENERAL1_MEDIUM",
    "connection": f"arn:aws:codeconnections:eu-west-1:{_ACCOUNT}:connection/00000000-0000-0000-0000-000000000000",
    "context": "services/web",
    "credentials": f"arn:aws:secretsmanager:eu-west-1:{_ACCOUNT}:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
    "dockerfile": "services/web/Dockerfile",
    "keepBuilds": "30",
    "kmsKey": _KEY,
    "logDays": "30",
    "retire": "false",
    "secrets": "ssm:/web/npm-token",
    "secretsKmsKey": _KEY,
    "source": "https://github.com/your-org/your-repository",
    "tagPattern": "'v*'",
    "timeoutMinutes": "30",
    "untaggedDays": "7",
}
_SHARED = {
    "alarmsTopic": f"arn:aws:sns:{_REGION}:{_ACCOUNT}:alarms",
    "certificate": f"arn:aws:acm:{_REGION}:{_ACCOUNT}:certificate/00000000-0000-0000-0000-000000000000",
    "cluster": f"arn:aws:ecs:{_REGION}:{_ACCOUNT}:cluster/main",
    "containerInsights": "true",
    "disposable": "true",
    "listener": f"arn:aws:elasticloadbalancing:{_REGION}:{_ACCOUNT}:listener/app/main/{16 * '0'}/{16 * '0'}",
    "network": "default",
    "publicIp": "true",
    "publicSubnets": "subnet-0123456789abcdef0",
    "securityGroup": "sg-0123456789abcdef0",
    "share": "true",
    "sharedFrom": "prod",
    "subnets": "subnet-0123456789abcdef0",
    "vpc": "vpc-0123456789abcdef0",
}
"""What the environment's services share."""
_WORKLOADS = {
    "command": "serve",
    "expression": "rate(1 day)",
    "hosts": "www.example.com",
    "image": f"public.ecr.aws/docker/library/nginx@sha256:{64 * '0'}",
    "maximum": "10",
    "memoryPercent": "75",
    "minimum": "1",
    "paths": "/*",
    "port": "8080",
    "priority": "100",
    "requestsPerTarget": "1000",
    "secrets": "ssm:/web/token",
    "secretsKmsKey": _KEY,
    "user": "1000:1000",
    "variables": "info",
    "writablePaths": "/tmp",  # noqa: S108 - in a container
}
"""What services and schedules have no default for, or one that says nothing."""
_WITHIN: dict[str, str | int] = {
    "command": 0,
    "hosts": 0,
    "paths": 0,
    "secrets": "TOKEN",
    "variables": "LOG_LEVEL",
    "writablePaths": 0,
}
"""What there is to set within a list or mapping."""
_LEAST = {
    "baseImages": ("cachePrefix",),
    "builds": ("source",),
    "services": ("main", "cpu"),
    "schedules": ("nightly", "expression"),
}
"""By what each of them is there."""
_PLAIN = "--plaintext"
"""Pulumi takes the place of a secret for the secret, and would not write it down without this."""


def set_value(path: Path, environment: str, value: object = None, *, region: str = _REGION) -> str:
    """Return the command that gives `path` a value that is accepted, in place of `value`.

    A command needs a key to set: for a mapping it is one within. An app may be called as a key is, so only its place
    tells what a key means. An example that is an ARN is of `region`.
    """
    if path == ("environment",):
        return f"pulumi config set {NAMESPACE}:environment {as_name(environment)}"
    if path[0] == "apps":
        return _set_of_app((*path, *("web", "keepBuilds")[len(path) - 1 :]), environment, value)
    if path[0] in ("builds", "baseImages"):
        return _set_of_build((*path, *_LEAST[path[0]])[:2], 1, value)
    if path == ("loadBalancer",):
        return remove(path)  # by one command it cannot have the two keys that it needs
    example = _SHARED[str(path[-1] if isinstance(path[-1], str) else path[-2])].replace(_REGION, region)
    if len(path) == 1:
        return f"pulumi config set {NAMESPACE}:{path[0]} {example}"
    return set_to((*path, 0)[:3] if str(path[1]).lower().endswith("subnets") else path, example)


def _set_of_app(path: Path, environment: str, value: object) -> str:
    if path[2] == "readers":
        # Pulumi and YAML take digits for a number unless told otherwise.
        account = value if isinstance(value, int) and len(str(value)) == len(_ACCOUNT) else _ACCOUNT
        return set_to((*path, 0)[:4], account, "--type string")
    if path[2:] == ("build",) and isinstance(value, str):
        return set_to(path, _EXAMPLES["context"])
    if path[2] == "build":
        return _set_of_build((*path, "source")[: max(len(path), 4)], 3, value)
    if path[2] in _LEAST:
        least = _LEAST[str(path[2])]
        return _set_of_workload((*path, *least[len(path) - 3 :]), 4, value)
    if path[2] == "repositoryName":
        return set_to(path, repository_name(as_name(str(path[1])), as_name(environment)))
    return set_to(path, _EXAMPLES[str(path[2])])


def _set_of_build(path: Path, place: int, value: object) -> str:
    """The key is at `place` in `path`; what is behind it is a name that somebody chose."""
    key = str(path[place])
    if key == "arguments":
        return set_to((*path, "VERSION")[: place + 2], _as_text(value, "1.0"), "--type string")
    if key == "secrets":
        return set_to((*path, "NPM_TOKEN")[: place + 2], _EXAMPLES["secrets"], _PLAIN)
    if key == "image":
        return remove(path)  # the default is right for every architecture
    return set_to(path, _EXAMPLES[key], *([_PLAIN] if key == "secretsKmsKey" else []))


def _set_of_workload(path: Path, place: int, value: object) -> str:
    """The key is at `place` in `path`; what is behind it are names and numbers that somebody chose."""
    key, below = str(path[place]), len(path) - place - 1
    if key == "sidecars":
        return _set_of_workload((*path, *("proxy", "image")[below:]), place + 2, value)
    if key in ("health", "scaling"):
        if key == "scaling" and not below:
            return remove(path)  # by one command it cannot have the two keys that it needs
        return _set_of_workload(path if below else (*path, "path"), place + 1, value)
    if key in _WITHIN:
        path = (*path, _WITHIN[key])[: place + 2]
    if key in ("command", "user", "variables"):
        return set_to(path, _as_text(value, _WORKLOADS[key]), "--type string")
    example = _WORKLOADS.get(key, default_at(path[: place + 1]))
    if example is None:
        return remove(path)
    text = example if isinstance(example, str) else json.dumps(example)
    return set_to(path, shlex.quote(text), *([_PLAIN] if key.startswith("secrets") else []))


def _as_text(value: object, example: str) -> str:
    return json.dumps(value) if isinstance(value, int | float) else example


def set_to(path: Path, value: object, *options: str) -> str:
    """Return the command that gives `path` this value."""
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
