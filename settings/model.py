"""What the configuration of a stack may say: its keys, their defaults and the rules for their values."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

import builds.build
from builds.images import environment_type
from retention.limits import check_keep_builds, check_untagged_days
from settings.build import Build, misplaced
from settings.text import (
    CacheCredentials,
    CachePrefix,
    KmsKey,
    Model,
    Name,
    Reader,
    RepositoryName,
    empty_if_null,
)


class App(Model):
    """One app: a source, and the image that is built from it."""

    repository_name: RepositoryName | None = None
    """Its repository's name in ECR. Default: `<app>-<environment>`."""
    keep_builds: Annotated[int, AfterValidator(check_keep_builds)] = 30
    """How many of the newest builds to keep, besides the images in use. Default: 30. At least 5."""
    untagged_days: Annotated[int, AfterValidator(check_untagged_days)] = 7
    """Days that an image without any tag is kept. Default: 7. At least 1."""
    kms_key: KmsKey | None = None
    """ARN of the key that encrypts the images. Default: AES-256 with a key of ECR's own."""
    # A list in YAML; a tuple here, so that settings stay as they were read.
    readers: Annotated[tuple[Reader, ...], Field(strict=False)] = ()
    """Accounts' ids or roles' ARNs that may pull. Default: only who the account's own IAM lets."""
    architecture: Literal["x86_64", "arm64"] = "x86_64"
    """The processor that its image is for, and is built on. Default: `x86_64`."""
    build: Build | None = None
    """How its image is made. Default: no build here; its images come from elsewhere."""

    @field_validator("build")
    @classmethod
    def _runs_on_its_architecture(cls, build: Build | None, info: ValidationInfo) -> Build | None:
        if build and build.image and "architecture" in info.data:
            try:
                environment_type(build.image, info.data["architecture"])
            except ValueError as error:
                raise misplaced(str(error), "image") from error
        return build

    def as_build(self) -> builds.build.Build | None:
        """Return what the app's build project is made from. None if there is none."""
        return self.build.as_build(self.architecture) if self.build else None


class BaseImages(Model):
    """Where builds pull the images from that theirs begin with, if not from ECR's public registry."""

    cache_prefix: CachePrefix
    """What the names begin with of the repositories that a pull-through cache of Docker Hub fills."""
    credentials: CacheCredentials | None = None
    """ARN of the secret with Docker Hub's credentials. With it this stack makes the cache. Default: the cache is there
    already, made by another stack of the account and region."""


class Settings(Model):
    """The configuration of one stack: one environment."""

    environment: Name
    """The environment's name. Default: the stack's."""
    apps: Annotated[
        dict[Name, Annotated[App, BeforeValidator(empty_if_null)]],
        Field(min_length=1),
    ]
    """The apps by name. At least one; an empty entry takes every default."""
    base_images: BaseImages | None = None
    """Where builds pull base images from. Default: Docker's official ones in ECR's public registry."""
    disposable: bool = False
    """Whether `pulumi destroy` may delete images too. Default: ECR refuses while any is left."""
