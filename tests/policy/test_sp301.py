"""SP301: every container's image is named by its digest."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.containers import DAEMON_TASK_DEFINITION, EXPRESS_SERVICE
from policy.model import UNKNOWN, Resource
from policy.rules.sp301 import images_by_tag
from tests.policy.resources import urn, violators
from tests.policy.tasks import DIGEST, image, task

PINNED = f"nginx@{DIGEST}"


def container(value: Any) -> dict[str, Any]:
    """Make the definition of a container that runs this image."""
    return {"name": "web", "image": value}


def other(kind: str, name: str, **props: Any) -> Resource:
    """Make a resource of another type."""
    return Resource(kind, name, urn(name), props)


def test_every_image_must_be_named_by_digest() -> None:
    """Passing: all images by digest. Failing: one by a tag, by nothing, or by what cannot be read or known."""
    program = [
        task("public", PINNED),
        task("private", image("web-prod")),
        task("with-a-tag-too", f"public.ecr.aws/nginx/nginx:1.29@{DIGEST}"),
        task("sidecar-too", image("web-prod"), PINNED),
        task("as-object", containerDefinitions=[container(PINNED)]),
        task("tag", "nginx:1.29"),
        task("nothing-but-a-name", "nginx"),
        task("one-sidecar-by-tag", PINNED, PINNED, "envoy:latest"),
        task("digest-too-short", PINNED[:-1]),
        task("digest-too-long", f"{PINNED}0"),
        task("digest-in-capitals", PINNED.replace("abcdef", "ABCDEF")),
        task("digest-of-another-kind", f"nginx@sha512:{'0' * 128}"),
        task("digest-and-newline", f"{PINNED}\n"),
        task("digest-of-no-name", f"@{DIGEST}"),
        task("image-is-a-number", 1),
        task("without-image", containerDefinitions='[{"name": "web"}]'),
        task("second-spelling", containerDefinitions=json.dumps([container(PINNED) | {"Image": "nginx:latest"}])),
        task("not-json", containerDefinitions="["),
        task("too-deep", containerDefinitions="[" * 100_000),
        task("no-list", containerDefinitions=json.dumps(container(PINNED))),
        task("no-containers", containerDefinitions="[]"),
        task("no-container", containerDefinitions=json.dumps([PINNED])),
        task("null", containerDefinitions=None),
        task("tag-as-object", containerDefinitions=[container("nginx:1.29")]),
        task("unknown", containerDefinitions=UNKNOWN),
        task("unknown-container", containerDefinitions=[container(PINNED), UNKNOWN]),
        task("unknown-image", containerDefinitions=[container(UNKNOWN)]),
        other("aws:s3/bucket:Bucket", "of-another-type", containerDefinitions="["),
    ]
    passing = {"public", "private", "with-a-tag-too", "sidecar-too", "as-object", "of-another-type"}
    assert {each.name for each in program} - passing == violators(images_by_tag, program)


def test_whatever_else_runs_containers_is_judged() -> None:
    """The daemons of managed instances, and express services: one by digest passes, one by tag does not."""
    program = [
        other(DAEMON_TASK_DEFINITION, "daemon", containerDefinitions=[container(PINNED)]),
        other(DAEMON_TASK_DEFINITION, "daemon-by-tag", containerDefinitions=[container("nginx:1.29")]),
        other(DAEMON_TASK_DEFINITION, "daemon-by-nothing"),
        other(EXPRESS_SERVICE, "service", primaryContainer=container(PINNED)),
        other(EXPRESS_SERVICE, "service-by-tag", primaryContainer=container("nginx:1.29")),
        other(EXPRESS_SERVICE, "service-by-nothing"),
    ]
    assert {each.name for each in program if "-by-" in each.name} == violators(images_by_tag, program)


def test_says_where_and_how() -> None:
    """The resource, the place in it, what was found, and what to do."""
    program = [
        task("tag", PINNED, "envoy:latest"),
        task("bad", containerDefinitions="["),
        task("late", containerDefinitions=UNKNOWN),
    ]
    assert [
        (
            "tag: containerDefinitions[1].image does not name its image by digest, so another may run without a change "
            "of this stack. Write it as repository@sha256:<64 hexadecimal digits>."
        ),
        (
            "bad: containerDefinitions does not say which image runs. Give it a list of containers, as JSON, and each "
            "container its image."
        ),
        (
            "late: the value of containerDefinitions is not known before the update, so nothing can be said of it. "
            "Make it from values that the program knows, not from outputs of resources. One such value hides the whole "
            "text: take digests from configuration, and what AWS has yet to say, such as a database's address, from a "
            "parameter whose name is known."
        ),
    ] == [finding.message for finding in images_by_tag(program)]


@given(st.text("ghijkl", min_size=12, max_size=20))
def test_what_a_container_says_is_never_quoted(secret: str) -> None:
    """Definitions may come from a secret: no text of them is in the message."""
    program = [
        task("one", secret),
        task("two", containerDefinitions=secret),
        task("three", containerDefinitions=json.dumps([{"name": secret, "environment": secret}])),
    ]
    findings = list(images_by_tag(program))
    assert 3 == len(findings)
    assert not [finding for finding in findings if secret in finding.message]
