"""The images that builds run in."""

import pytest

from builds.build import Build
from builds.images import check_image, default_image, environment_type
from builds.source import S3, CodeCommit, GitHub
from builds.trigger import BranchPush

HERE = GitHub("acme", "shop")


def test_each_processor_has_its_default() -> None:
    """Amazon's own Linux, on the kind of machine that the image is for."""
    assert ("aws/codebuild/amazonlinux-x86_64-standard:6.0", "LINUX_CONTAINER") == (
        Build(source=HERE).runs_in,
        Build(source=HERE).environment_type,
    )
    arm = Build(source=HERE, architecture="arm64")
    assert ("aws/codebuild/amazonlinux-aarch64-standard:4.0", "ARM_CONTAINER") == (arm.runs_in, arm.environment_type)


def test_an_image_may_be_held_at_a_release() -> None:
    """CodeBuild takes the date of a release behind the image's name."""
    assert "LINUX_CONTAINER" == environment_type("aws/codebuild/standard:7.0-24.10.29", "x86_64")


@pytest.mark.parametrize(
    "image",
    ["aws/codebuild/standard:9.0", "ubuntu:24.04", "", "aws/codebuild/standard:7.0-x", "aws/codebuild/standard:6.0"],
)
def test_an_image_that_codebuild_has_not_is_refused(image: str) -> None:
    """The message names it and one that is alike."""
    with pytest.raises(ValueError, match=f'"{image}" is none of the images .* did you mean aws/codebuild/'):
        check_image(image)


def test_an_image_for_another_processor_is_refused() -> None:
    """What is built on x86 would not start on ARM: the message names image, processor and remedy."""
    with pytest.raises(ValueError, match=f"is for another processor than .* arm64,.*use {default_image('arm64')}"):
        Build(source=HERE, architecture="arm64", image="aws/codebuild/standard:7.0")


def test_what_does_not_go_together_is_refused() -> None:
    """Nobody pushes to a ZIP file, and a connection leads to GitHub."""
    with pytest.raises(ValueError, match="neither branches nor tags"):
        Build(source=S3("acme", "shop.zip"), trigger=BranchPush("main"))
    with pytest.raises(ValueError, match="a connection leads to GitHub"):
        Build(source=CodeCommit("shop"), connection="arn")
