"""What the configuration may say of an app's build."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

import builds.build
from builds.secret import is_sensitive, parse_secret
from builds.source import parse_source
from builds.trigger import BranchPush, TagPush
from settings.builds import Builds
from settings.refusal import misplaced
from settings.text import SourcePath, matching, readable

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


def _no_url(path: Any) -> Any:
    # Docker takes a URL for a folder. It is not repeated: there may be a token in it.
    if isinstance(path, str) and "://" in path:
        raise ValueError("a URL is no folder of the source; it belongs to `source`, here or under `builds`")
    return path


class Build(Builds):
    """How an app's image is made."""

    # Needed here, after what the app inherits.
    source: Annotated[str, readable(parse_source)]
    """Where the source is: a URL of GitHub, CodeCommit or S3."""
    context: Annotated[SourcePath, BeforeValidator(_no_url)] = "."
    """The folder of the source that the image is made from. Default: all of it."""
    dockerfile: SourcePath | None = None
    """The Dockerfile's path in the source. Default: `Dockerfile` in the context."""
    arguments: dict[_Variable, str] = Field(default_factory=dict)
    """Values for `ARG`s of the Dockerfile. Everybody can read them in the image: no place for secrets."""
    secrets: dict[_Variable, Annotated[str, readable(parse_secret)]] = Field(default_factory=dict)
    """Where secrets lie that the Dockerfile may mount, by their ids."""

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
