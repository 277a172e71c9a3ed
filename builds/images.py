"""CodeBuild's own images, as far as they are for Linux and have Docker's buildx: older ones have not.

https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html. What holds in an account on a given day
is what CodeBuild's `ListCuratedEnvironmentImages` says.
"""

import difflib
import re

_IMAGES = {
    "x86_64": (
        "aws/codebuild/amazonlinux-x86_64-standard:6.0",
        "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        "aws/codebuild/standard:8.0",
        "aws/codebuild/standard:7.0",
        # An older name of the same image, which CodeBuild still takes.
        "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
    ),
    "arm64": (
        "aws/codebuild/amazonlinux-aarch64-standard:4.0",
        "aws/codebuild/amazonlinux-aarch64-standard:3.0",
        "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
    ),
}
"""By processor; the first, the newest of Amazon's own Linux, is the default."""
_ENVIRONMENT_TYPES = {"x86_64": "LINUX_CONTAINER", "arm64": "ARM_CONTAINER"}
# An image may be held at one of its releases, as in `...-standard:5.0-24.10.29`.
_RELEASE = re.compile(r"-\d{2}\.\d{2}\.\d{2}\Z", re.ASCII)


def default_image(architecture: str) -> str:
    """The image for builds on this processor, `x86_64` or `arm64`: the newest of Amazon's own Linux."""
    return _IMAGES[architecture][0]


def check_image(image: str) -> str:
    """Return `image`. Raises ValueError, which names one that is alike, if it is none of them."""
    if _RELEASE.sub("", image) in _known():
        return image
    (near,) = difflib.get_close_matches(image, _known(), n=1, cutoff=0)
    raise ValueError(f'"{image}" is none of the images of CodeBuild that can build here; did you mean {near}?')


def environment_type(image: str, architecture: str) -> str:
    """CodeBuild's word for a machine that runs `image`. Raises ValueError if that is for another processor."""
    if _RELEASE.sub("", check_image(image)) not in _IMAGES[architecture]:
        raise ValueError(
            f'"{image}" is for another processor than the app\'s architecture, {architecture}, and an app is built on '
            f"the one that it is for; use {default_image(architecture)}"
        )
    return _ENVIRONMENT_TYPES[architecture]


def _known() -> list[str]:
    return [each for images in _IMAGES.values() for each in images]
