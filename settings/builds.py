"""What the configuration may say of all builds of a stack at once, and how an app's own build goes before it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo, field_validator

from builds.images import check_image, environment_type
from builds.source import S3, CodeCommit, GitHub, Source, parse_source
from builds.trigger import BranchPush, TagPush
from settings.refusal import misplaced
from settings.text import Connection, KmsKey, Model, key_of, readable

_COMPUTE_TYPES = tuple(f"BUILD_GENERAL1_{size}" for size in ("SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"))
_LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""
_TIMEOUT_MINUTES = range(5, 2161)
"""https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html"""


def _one_of(*choices: Any) -> AfterValidator:
    def check(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"{json.dumps(value)} is none of {', '.join(map(str, choices))}")
        return value

    return AfterValidator(check)


def _timeout(minutes: int) -> int:
    if minutes not in _TIMEOUT_MINUTES:
        raise ValueError(f"CodeBuild takes {_TIMEOUT_MINUTES[0]} to {_TIMEOUT_MINUTES[-1]} minutes, and not {minutes}")
    return minutes


class Builds(Model):
    """What the builds of an environment have in common: the default of each key that an app's `build` does not say.

    What makes one image differ from another is not here: folder, Dockerfile, arguments and secrets.
    """

    source: Annotated[str, readable(parse_source)] | None = None
    """Where the source is: a URL of GitHub, CodeCommit or S3. Default: each app that is built says it."""
    connection: Connection | None = None
    """ARN of the connection to GitHub. Default: the GitHub credentials that CodeBuild has in the account and region."""
    branch: Annotated[str, readable(BranchPush)] | None = None
    """Build each push to this branch. Default, with no `tagPattern` either: only a person or a program builds."""
    tag_pattern: Annotated[str, readable(TagPush)] | None = None
    """Build each tag that matches, as `v*` does."""
    secrets_kms_key: KmsKey | None = None
    """ARN of the key that the secrets are encrypted with. Default: AWS's own."""
    image: Annotated[str, readable(check_image)] | None = None
    """CodeBuild's image that the build runs in. Default: the newest standard one for the app's architecture."""
    compute_type: Annotated[str, _one_of(*_COMPUTE_TYPES)] = "BUILD_GENERAL1_SMALL"
    """How large a machine, in CodeBuild's words."""
    timeout_minutes: Annotated[int, AfterValidator(_timeout)] = 30
    """Minutes after which CodeBuild stops a build. Default: 30."""
    log_days: Annotated[int, _one_of(*_LOG_DAYS)] = 30
    """Days that the logs of builds are kept. Default: 30."""

    @field_validator("connection")
    @classmethod
    def _leads_to_the_source(cls, connection: str | None, info: ValidationInfo) -> str | None:
        if connection and not isinstance(_source(info), GitHub | None):
            raise misplaced("a connection leads to GitHub, and the source is somewhere else")
        return connection

    @field_validator("branch", "tag_pattern")
    @classmethod
    def _can_be_pushed(cls, trigger: str | None, info: ValidationInfo) -> str | None:
        if trigger and isinstance(_source(info), S3):
            raise misplaced("a ZIP file has neither branches nor tags that could start a build")
        if trigger and info.field_name == "tag_pattern" and info.data.get("branch"):
            raise misplaced(
                f"{json.dumps(trigger)} and the branch {json.dumps(info.data['branch'])} at once; a build starts by "
                "one of them (staging by a branch, say, and prod by tags): remove the other"
            )
        return trigger


def _source(info: ValidationInfo) -> Source | None:
    """The source, if there is one, and what was given for it is one."""
    source = info.data.get("source")
    return parse_source(source) if source else None


_KEYS = tuple(map(key_of, Builds.model_fields))
_STARTS = frozenset({"branch", "tagPattern"})
_NOT_WITH = {GitHub: frozenset[str](), CodeCommit: frozenset({"connection"}), S3: _STARTS | {"connection"}}
"""What cannot be said of a build, by its source."""


def written_out(build: Any) -> Any:
    """Write out the short form of an app's `build`: text is the folder of the source, its `context`."""
    return {"context": build} if isinstance(build, str) else build


def with_defaults(build: Any, builds: Any, architecture: str | None) -> Any:
    """Return what an app's `build` says, and what `builds` does of the keys that it does not say.

    What starts a build is one thing: an app that says `branch` or `tagPattern` inherits neither. Nor does it inherit
    what its source or its architecture (None: not known) rules out. What is no mapping stays as it is.
    """
    said = written_out(build)
    if not isinstance(said, Mapping) or not isinstance(builds, Mapping):
        return said
    given = {key: builds[key] for key in _KEYS if builds.get(key) is not None}
    kept_out = _ruled_out(said.get("source", given.get("source")), given.get("image"), architecture)
    if not _STARTS.isdisjoint(said):
        kept_out |= _STARTS
    return {key: value for key, value in given.items() if key not in kept_out} | dict(said)


def _ruled_out(source: Any, image: Any, architecture: str | None) -> frozenset[str]:
    """The keys of `builds` that cannot hold for an app. Values that are refused themselves rule nothing out."""
    keys = frozenset[str]()
    with suppress(TypeError, ValueError):
        keys |= _NOT_WITH[type(parse_source(source))]
    if isinstance(image, str) and architecture:
        try:
            environment_type(image, architecture)
        except ValueError:
            keys |= {"image"}
    return keys
