"""The buildspec: what CodeBuild runs to make one image and push it under one tag.

https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
"""

import posixpath
import shlex
from typing import Any

import yaml

from builds.build import Build
from builds.secret import Parameter, Secret, SecretReference
from builds.source import S3
from retention.tags import BUILD_PREFIX

BASE_REGISTRY = "BASE_REGISTRY"
"""The `ARG` by which a Dockerfile is told where to take base images from: `FROM ${BASE_REGISTRY}/library/python`."""

# A ZIP file has no commit: what is in it names it, whatever its dates and its order.
_HASH_OF_FILES = "set -o pipefail; find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum"

_NAME_THE_IMAGE = f'IMAGE="$REPOSITORY:{BUILD_PREFIX}$CODEBUILD_BUILD_NUMBER-${{REVISION:0:7}}"'
_REFUSE_ANOTHER_NAME = (
    f'[[ "$IMAGE" =~ :{BUILD_PREFIX}[0-9]+-[0-9a-f]{{7}}$ ]] || '
    '{ echo "There is no commit to name the image after: $REVISION" >&2; exit 1; }'
)
_LOGIN = 'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"'
# CodeBuild runs the last phase after a failed build, too.
_STOP_IF_FAILED = (
    '[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ] || { echo "The build failed: nothing is pushed." >&2; exit 1; }'
)


def buildspec(build: Build, *, repository_url: str, base_registry: str) -> str:
    """Render the buildspec that pushes `build-<number>-<sha7>` to `repository_url`, and nothing else anywhere.

    The same build always gives the same text. Values come to the commands as variables, secrets as BuildKit's
    secret mounts: neither is ever part of a command line.
    """
    revision = f"$({_HASH_OF_FILES})" if isinstance(build.source, S3) else "$CODEBUILD_RESOLVED_SOURCE_VERSION"
    document = {
        "version": 0.2,
        "env": _environment(build, {"REPOSITORY": repository_url, BASE_REGISTRY: base_registry, **build.arguments}),
        "phases": {
            "pre_build": {"commands": [f'REVISION="{revision}"', _NAME_THE_IMAGE, _REFUSE_ANOTHER_NAME, _LOGIN]},
            "build": {"commands": [_docker_build(build)]},
            "post_build": {"commands": [_STOP_IF_FAILED, 'docker push "$IMAGE"']},
        },
    }
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=1000)


class _Text(str):
    """A text that stays one, whatever a parser of YAML takes for a number."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes values of variables in quotes."""


_Dumper.add_representer(_Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _docker_build(build: Build) -> str:
    # Docker would take a path such as - or github.com/acme/web for something else than a folder.
    context = posixpath.join(".", build.context)
    dockerfile = posixpath.join(".", build.dockerfile) if build.dockerfile else posixpath.join(context, "Dockerfile")
    options = [
        # One manifest, and not an index with an attestation beside it: lifecycle rules count what is pushed.
        "--provenance=false",
        "--load",
        *(f"--build-arg={name}" for name in (BASE_REGISTRY, *sorted(build.arguments))),
        *(f"--secret=id={name},env={name}" for name in sorted(build.secrets)),
        f"--file={shlex.quote(dockerfile)}",
        '--tag="$IMAGE"',
    ]
    return f"docker buildx build {' '.join(options)} {shlex.quote(context)}"


def _environment(build: Build, variables: dict[str, str]) -> dict[str, Any]:
    # sh is CodeBuild's default, and cuts no text.
    environment: dict[str, Any] = {
        "shell": "bash",
        "variables": {name: _Text(value) for name, value in sorted(variables.items())},
    }
    kinds = (("parameter-store", Parameter), ("secrets-manager", Secret))
    for section, kind in kinds:
        found = {name: _reference(each) for name, each in sorted(build.secrets.items()) if isinstance(each, kind)}
        if found:
            environment[section] = found
    return environment


def _reference(secret: SecretReference) -> str:
    if isinstance(secret, Parameter):
        return secret.name
    return f"{secret.identifier}:{secret.json_key}" if secret.json_key else secret.identifier
