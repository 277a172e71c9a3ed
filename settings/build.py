"""What the configuration may say of an app's build."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

import builds.build
from builds.images import check_image
from builds.secret import is_sensitive, parse_secret
from builds.source import S3, GitHub, Source, parse_source
from builds.trigger import BranchPush, TagPush
from settings.refusal import misplaced
from settings.text import Connection, KmsKey, Model, SourcePath, matching, readable

_COMPUTE_TYPES = tuple(f"BUILD_GENERAL1_{size}" for size in ("SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"))
_LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""
_TIMEOUT_MINUTES = range(5, 2161)
"""https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html"""

_Variable = Annotated[
    str,
    matching(
        # What the buildspec itself uses, and what CodeBuild, Docker and the AWS CLI go by, stays theirs.
        re.compile(
            r"(?!(AWS_|CODEBUILD_|DOCKER_|BUILDX_|BUILDKIT_))"
            r"(?!(BASE_REGISTRY|REPOSITORY|IMAGE|REVISION|PATH|HOME|SHELL|SHELLOPTS|ENV|IFS|E?UID|PPID|GROUPS|LD_\w+"
            r"|BASH\w*)\Z)[A-Za-z_]\w*",
            re.ASCII,
        ),
        "{} cannot be a variable of a build; use letters, digits and _, and no name that the build itself goes by",
    ),
]


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


class Build(Model):
    """How an app's image is made."""

    source: Annotated[str, readable(parse_source)]
    """Where the source is: a URL of GitHub, CodeCommit or S3."""
    connection: Connection | None = None
    """ARN of the connection to GitHub. Default: the GitHub credentials that CodeBuild has in the account and region."""
    branch: Annotated[str, readable(BranchPush)] | None = None
    """Build each push to this branch. Default, with no `tagPattern` either: only a person or a program builds."""
    tag_pattern: Annotated[str, readable(TagPush)] | None = None
    """Build each tag that matches, as `v*` does."""
    context: SourcePath = "."
    """The folder of the source that the image is made from. Default: all of it."""
    dockerfile: SourcePath | None = None
    """The Dockerfile's path in the source. Default: `Dockerfile` in the context."""
    arguments: dict[_Variable, str] = Field(default_factory=dict)
    """Values for `ARG`s of the Dockerfile. Everybody can read them in the image: no place for secrets."""
    secrets: dict[_Variable, Annotated[str, readable(parse_secret)]] = Field(default_factory=dict)
    """Where secrets lie that the Dockerfile may mount, by their ids."""
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

    # Before anything else looks at it: a password may be a number, and must not be repeated as one either.
    @field_validator("arguments", mode="before")
    @classmethod
    def _holds_no_secret(cls, arguments: Any) -> Any:
        for name, value in arguments.items() if isinstance(arguments, dict) else ():
            if is_sensitive(str(name), str(value)):
                raise misplaced(
                    "this seems to be a secret, and arguments stay readable in the image; store it, and say under "
                    "secrets where it is",
                    str(name),
                )
        return arguments

    @field_validator("secrets")
    @classmethod
    def _is_no_argument(cls, secrets: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        for name in sorted(secrets.keys() & info.data.get("arguments", {}).keys()):
            raise misplaced("this is an argument, too; give the secret another name", name)
        return secrets

    def as_build(self, architecture: str) -> builds.build.Build:
        """Return what a build project is made from."""
        trigger = BranchPush(self.branch) if self.branch else TagPush(self.tag_pattern) if self.tag_pattern else None
        return builds.build.Build(
            source=parse_source(self.source),
            connection=self.connection,
            trigger=trigger,
            context=self.context,
            dockerfile=self.dockerfile,
            arguments=self.arguments,
            secrets={name: parse_secret(reference) for name, reference in self.secrets.items()},
            secrets_key=self.secrets_kms_key,
            architecture=architecture,
            image=self.image,
            compute_type=self.compute_type,
            timeout_minutes=self.timeout_minutes,
            log_days=self.log_days,
        )


def _source(info: ValidationInfo) -> Source | None:
    """The source, if what was given for it is one."""
    return parse_source(info.data["source"]) if "source" in info.data else None
