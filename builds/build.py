"""Everything that there is to say of one app's build."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from builds.images import default_image, environment_type
from builds.secret import SecretReference
from builds.source import S3, GitHub, Source
from builds.trigger import Trigger


@dataclass(frozen=True, kw_only=True)
class Build:
    """How an app's image is made.

    Raises ValueError for an image that CodeBuild has not or has for another processor, a trigger where nobody
    pushes, and a connection that leads elsewhere.
    """

    source: Source
    connection: str | None = None
    """ARN of the connection to GitHub. Default: the GitHub credentials that CodeBuild has in the account and region."""
    trigger: Trigger | None = None
    """What starts it. Default: only a person or a program does."""
    context: str = "."
    """The folder of the source that the image is made from. Default: all of it."""
    dockerfile: str | None = None
    """The Dockerfile's path in the source. Default: `Dockerfile` in the context."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Values for `ARG`s of the Dockerfile. Everybody can read them in the image: no place for secrets."""
    secrets: Mapping[str, SecretReference] = field(default_factory=dict)
    """Secrets that the Dockerfile may mount, by their ids."""
    secrets_key: str | None = None
    """ARN of the KMS key that the secrets are encrypted with. Default: AWS's own."""
    architecture: str = "x86_64"
    """The processor that the app's image is for, `x86_64` or `arm64`: it is built on one of its kind."""
    image: str | None = None
    """CodeBuild's image that the build runs in. Default: the newest standard one for the processor."""
    compute_type: str = "BUILD_GENERAL1_SMALL"
    """How large a machine, in CodeBuild's words."""
    timeout_minutes: int = 30
    """Minutes after which CodeBuild stops a build."""
    log_days: int = 30
    """Days that the logs of builds are kept."""

    def __post_init__(self) -> None:
        environment_type(self.runs_in, self.architecture)
        if self.trigger and isinstance(self.source, S3):
            raise ValueError("a ZIP file has neither branches nor tags that could start a build")
        if self.connection and not isinstance(self.source, GitHub):
            raise ValueError("a connection leads to GitHub, and the source is somewhere else")

    @property
    def runs_in(self) -> str:
        """CodeBuild's image that the build runs in."""
        return self.image or default_image(self.architecture)

    @property
    def environment_type(self) -> str:
        """CodeBuild's word for the machine: Linux on this processor."""
        return environment_type(self.runs_in, self.architecture)
