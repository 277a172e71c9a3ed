"""`splitctl explain` of a policy and the images of a repository."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retention.documents import parse_policy
from retention.evaluate import evaluate
from retention.instants import parse_instant
from retention.listing import parse_listing
from tests.explain.running import IMAGES, NOW, OUTAGE, PROTECTING, UNTAGGED, Ran, any_image, listed, listing, written

Explain = Callable[..., Ran]


@pytest.mark.parametrize("policy", [OUTAGE, UNTAGGED, PROTECTING])
def test_every_image_has_its_deciding_rule(explain: Explain, policy: str) -> None:
    """One line for each image, the youngest first, with the rule that the evaluator says decides."""
    ran = explain(policy, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    images = parse_listing(Path(IMAGES).read_text()).images
    fates = evaluate(parse_policy(Path(policy).read_text()), images, parse_instant(NOW))
    youngest_first = sorted(images, key=lambda image: image.pushed_at, reverse=True)
    _, *rows, _ = ran.out.splitlines()
    assert len(youngest_first) == len(rows)
    for image, row in zip(youngest_first, rows, strict=True):
        fate = fates[image.digest]
        in_use = "yes" if any(tag.startswith("pin-") for tag in image.tags) else "no"
        decides = str(fate.decides.priority) if fate.decides else "none"
        name, pushed = ", ".join(image.tags) or image.digest[:19], f"{image.pushed_at:%Y-%m-%dT%H:%MZ}"
        assert row.startswith(f"{name} ")
        assert [pushed, in_use, decides, fate.action.value] == row.removeprefix(name).split()[:4]
        assert row.endswith(fate.why)


def test_the_outage_takes_an_image_in_use(explain: Explain) -> None:
    """Exit code 1, with how far each image is from it."""
    ran = explain(OUTAGE, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    assert 1 == ran.code
    assert " yes     1     keep    6 pushes " in ran.row("build-116")
    assert " no      1     keep    1 push " in ran.row("sha256:4d9a")
    assert " yes     1     expire  0: next run " in ran.row("build-108")
    assert (
        "UNSAFE now (2026-02-01T00:00Z): ECR's next run takes 1 image in use; "
        "12 images, 10 kept, 2 expired, 0 archived; of 2 in use, 1 lost"
    ) == ran.out.splitlines()[-1]
    assert "" == ran.err


def test_what_is_not_in_use_may_go(explain: Explain) -> None:
    """Exit code 0 although images expire: none of them is in use. A pin is never lost."""
    ran = explain(PROTECTING, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    assert 0 == ran.code
    assert " 1     keep    never " in ran.row("build-108")
    assert " 3     keep    4 days " in ran.row("sha256:3a3a")
    assert " 3     expire  0: next run " in ran.row("sha256:4d9a")
    assert (
        "SAFE now (2026-02-01T00:00Z): no image in use is lost in ECR's next run; "
        "12 images, 11 kept, 1 expired, 0 archived; of 2 in use, 0 lost"
    ) == ran.row("SAFE")


def test_in_use_is_what_carries_a_tag_for_every_pattern(explain: Explain, tmp_path: Path) -> None:
    """One tag may serve for two patterns, and one of two patterns is not enough."""
    images = written(tmp_path, listing(listed(1, "a-1", "b"), listed(2, "a-2"), listed(3, "c"), listed(4)))
    asked = (PROTECTING, "--images", images, "--json", "--now", NOW)

    def in_use(*patterns: str) -> list[int]:
        options = [option for pattern in patterns for option in ("--in-use", pattern)]
        return [int(each["digest"][-1]) for each in explain(*asked, *options).json["images"] if each["inUse"]]

    assert [1, 2] == in_use("a-*")
    assert [1] == in_use("a-*", "b")
    assert [1, 2] == in_use("a-*", "*")


def test_nobody_said_what_is_in_use(explain: Explain) -> None:
    """Then any image may be in use, so that any action is a loss; standard error says so."""
    ran = explain(UNTAGGED, "--images", IMAGES, "--now", NOW)
    assert 1 == ran.code
    assert (
        "UNSAFE now (2026-02-01T00:00Z): ECR's next run takes 2 images that may be in use; "
        "12 images, 10 kept, 2 expired, 0 archived"
    ) == ran.out.splitlines()[-1]
    assert "in use" not in ran.out.splitlines()[0]
    assert "--in-use" in ran.err
    assert 0 == explain(UNTAGGED, "--images", IMAGES, "--now", "2026-01-08T12:00:00Z").code


def test_a_pattern_that_no_image_carries_is_noted(explain: Explain) -> None:
    """It may be a mistake: then nothing would ever be in use. The exit code stays what it is."""
    ran = explain(OUTAGE, "--images", IMAGES, "--in-use", "release-*", "--now", NOW)
    assert 0 == ran.code
    assert "No image here carries release-*" in ran.err
    assert ran.out.endswith("of 0 in use, 0 lost\n")


def test_indexes_are_noted(explain: Explain, tmp_path: Path) -> None:
    """A listing does not say which images an index holds."""
    index = "application/vnd.oci.image.index.v1+json"
    images = written(tmp_path, listing(listed(1, "pin-1", imageManifestMediaType=index), listed(2)))
    ran = explain(PROTECTING, "--images", images, "--in-use", "pin-*", "--now", NOW)
    assert "1 image here is an index" in ran.err
    assert "index" not in ran.out


def test_pushes_say_nothing_of_images(explain: Explain) -> None:
    """What has no effect is said to have none."""
    asked = (PROTECTING, "--images", IMAGES, "--in-use", "pin-*", "--now", NOW)
    wanted = explain(*asked)
    assert "" == wanted.err
    for option in (("--pushes", "v*"), ("--pushes-untagged",), ("--most-images", "5")):
        ran = explain(*asked, *option)
        assert (wanted.code, wanted.out) == (ran.code, ran.out)
        (note,) = ran.err.splitlines()
        assert note.startswith(f"{option[0]} has no effect")


@pytest.mark.parametrize("now", ["2026-01-09T10:00:00Z", "2026-01-09T11:00:00+01:00", "1767952800", "1767952800.5"])
def test_now_in_every_form(explain: Explain, now: str) -> None:
    """ISO 8601 with any offset, or seconds since 1970: an hour too early for an image that expires after a day."""
    ran = explain(UNTAGGED, "--images", IMAGES, "--now", now, "--json")
    assert 0 == ran.code
    assert ran.json["now"].startswith("2026-01-09T10:00:00")
    assert ran.json["now"].endswith("+00:00")
    assert 1 == explain(UNTAGGED, "--images", IMAGES, "--now", "2026-01-09T11:00:00Z").code


def test_now_is_the_present_by_default(explain: Explain, tmp_path: Path) -> None:
    """What was pushed long ago is old without --now; what is pushed in the far future is not."""
    images = written(tmp_path, listing(listed(1, pushed=0), listed(2, pushed="9000-01-01T00:00:00Z")))
    ran = explain(UNTAGGED, "--images", images, "--json")
    assert ["keep", "expire"] == [each["action"] for each in ran.json["images"]]


@pytest.mark.parametrize("from_stdin", ["policy", "images"])
def test_either_file_from_standard_input(explain: Explain, from_stdin: str) -> None:
    """`-` is read once, for the one or for the other."""
    policy, images = ("-", IMAGES) if from_stdin == "policy" else (OUTAGE, "-")
    given = Path(OUTAGE if from_stdin == "policy" else IMAGES).read_text()
    wanted = explain(OUTAGE, "--images", IMAGES, "--now", NOW)
    assert wanted == explain(policy, "--images", images, "--now", NOW, given=given)


def test_where_tags_never_move(explain: Explain, tmp_path: Path) -> None:
    """A push takes `latest` from the image that has it, and leaves it untagged; with --immutable it cannot."""
    # Both untagged images are wanted: the rule keeps two.
    document = any_image(more_than=2)
    document["rules"][0]["selection"]["tagStatus"] = "untagged"
    policy = written(tmp_path, document, "policy.json")
    images = written(tmp_path, listing(listed(1, "latest", pushed=NOW), listed(2), listed(3, pushed=0)))
    asked = (policy, "--images", images, "--in-use", "latest", "--now", NOW, "--json")

    def pushes(*options: str) -> dict[int, int | None]:
        found = explain(*asked, *options).json["images"]
        return {int(each["digest"][-1]): each["margin"]["pushes"] for each in found}

    assert {1: 3, 2: 2, 3: 1} == pushes()
    assert {1: None, 2: 2, 3: 1} == pushes("--immutable")


def test_json_of_images(explain: Explain, tmp_path: Path) -> None:
    """Every image with all that is known of it; null where there is nothing."""
    images = written(tmp_path, listing(listed(1, "build-1", "pin-1"), listed(2, "other"), listed(3, pushed=0)))
    ran = explain(PROTECTING, "--images", images, "--in-use", "pin-*", "--now", NOW, "--json")
    assert 0 == ran.code
    assert ["verdict", "now", "images", "summary"] == list(ran.json)
    assert ("safe", "2026-02-01T00:00:00+00:00") == (ran.json["verdict"], ran.json["now"])
    first, second, third = ran.json["images"]
    why: str = first.pop("why")
    assert why.startswith("rule 1 claims and keeps it")
    wanted: dict[str, Any] = {
        "digest": f"sha256:{1:064x}",
        "tags": ["build-1", "pin-1"],
        "pushedAt": "2026-01-01T00:00:00+00:00",
        "storageClass": "standard",
        "inUse": True,
        "action": "keep",
        "rule": 1,
        "claimedBy": 1,
        "margin": {"pushes": None, "days": None},
    }
    assert wanted == first
    assert (None, None, False) == (second["rule"], second["claimedBy"], second["inUse"])
    assert ([], "expire", 3, {"pushes": 0, "days": 0}) == (
        third["tags"],
        third["action"],
        third["rule"],
        third["margin"],
    )
    assert {"images": 3, "kept": 2, "expired": 1, "archived": 0, "inUse": 1, "lost": 0} == ran.json["summary"]
    assert ran == explain(PROTECTING, "--images", images, "--in-use", "pin-*", "--now", NOW, "--json")


def test_json_where_nobody_said_what_is_in_use(explain: Explain) -> None:
    """Unknown is null, and not false."""
    answer = explain(OUTAGE, "--images", IMAGES, "--now", NOW, "--json").json
    assert {None} == {each["inUse"] for each in answer["images"]}
    assert ("unsafe", None, 2) == (answer["verdict"], answer["summary"]["inUse"], answer["summary"]["lost"])


def test_no_images(explain: Explain, tmp_path: Path) -> None:
    """An empty repository is safe, and has a summary but no table."""
    ran = explain(OUTAGE, "--images", written(tmp_path, listing()), "--now", NOW)
    summary = "no image in use is lost in ECR's next run; 0 images, 0 kept, 0 expired, 0 archived"
    assert (0, f"SAFE now (2026-02-01T00:00Z): {summary}\n") == (ran.code, ran.out)
