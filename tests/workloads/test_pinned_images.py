"""References to images by digest."""

import pytest

from tests.workloads.samples import DIGEST, IMAGE, PROXY
from workloads.image import check_digest, check_pinned


def test_a_digest_is_sha256_in_lower_case() -> None:
    """It is returned as it came."""
    assert DIGEST == check_digest(DIGEST)


@pytest.mark.parametrize(
    "text",
    ["", "latest", DIGEST[:-1], DIGEST + "a", DIGEST.upper(), "sha512:" + 64 * "a", DIGEST + "\n", f"web@{DIGEST}"],
)
def test_what_is_no_digest_is_refused(text: str) -> None:
    """The message names it, and what a digest looks like."""
    with pytest.raises(ValueError, match="is not the digest of an image; use sha256: and 64") as said:
        check_digest(text)
    assert f'"{text}"' in str(said.value)


@pytest.mark.parametrize(
    "reference",
    [
        IMAGE,
        PROXY,
        f"localhost:5000/web@{DIGEST}",
        f"ghcr.io/acme/shop/web_api--v2@{DIGEST}",
        f"public.ecr.aws/nginx:{128 * 'a'}@{DIGEST}",
        f"registry.example.com:443/a.b/c__d:v1.0-rc.1@{DIGEST}",
    ],
)
def test_a_pinned_reference_is_returned(reference: str) -> None:
    """A registry, a repository and a digest, with or without a tag."""
    assert reference == check_pinned(reference)


@pytest.mark.parametrize(
    "reference",
    [
        "",
        DIGEST,
        "nginx",
        f"nginx@{DIGEST}",
        f"library/nginx@{DIGEST}",
        "public.ecr.aws/docker/library/nginx:1.29",
        "public.ecr.aws/docker/library/nginx",
        f"public.ecr.aws/Docker/nginx@{DIGEST}",
        f"public.ecr.aws/nginx:@{DIGEST}",
        f"public.ecr.aws/nginx:{129 * 'a'}@{DIGEST}",
        f"public.ecr.aws//nginx@{DIGEST}",
        f"https://public.ecr.aws/nginx@{DIGEST}",
        f"public.ecr.aws/nginx@{DIGEST}0",
        f"public.ecr.aws/nginx@{DIGEST}\n",
    ],
)
def test_what_may_become_another_image_is_refused(reference: str) -> None:
    """A tag only, no registry, or nothing that is a reference: the message names it and the form to use."""
    with pytest.raises(ValueError, match="use REGISTRY/REPOSITORY@sha256:DIGEST") as said:
        check_pinned(reference)
    assert f'"{reference}"' in str(said.value)
