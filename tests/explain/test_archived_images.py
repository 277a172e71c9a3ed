"""`splitctl explain` of images that are in use, and in the archive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.explain.running import NOW, PROTECTING, Ran, any_image, listed, listing, written

Explain = Callable[..., Ran]


def test_an_image_in_use_that_is_archived_now_is_lost(explain: Explain, tmp_path: Path) -> None:
    """Nothing can be pulled from the archive."""
    document = any_image()
    document["rules"][0]["selection"] = {
        "tagStatus": "any",
        "countType": "sinceImagePulled",
        "countUnit": "days",
        "countNumber": 30,
    }
    document["rules"][0]["action"] = {"type": "transition", "targetStorageClass": "archive"}
    policy = written(tmp_path, document, "policy.json")
    images = written(tmp_path, listing(listed(1, "pin-1", pushed=0)))
    ran = explain(policy, "--images", images, "--in-use", "pin-*", "--now", NOW)
    assert 1 == ran.code
    assert ran.row("UNSAFE").endswith("0 kept, 0 expired, 1 archived; of 1 in use, 1 lost")


@pytest.mark.parametrize("status", ["ARCHIVED", "ACTIVATING"])
def test_an_image_in_use_that_is_archived_already_is_lost(explain: Explain, tmp_path: Path, status: str) -> None:
    """Whatever the policy does, nothing can be pulled from the archive. One that is not in use may lie there."""
    archived = {"imageStatus": status, "lastArchivedAt": "2026-01-20T00:00:00Z"}
    images = written(tmp_path, listing(listed(1, "pin-1", **archived), listed(2, "build-2", **archived)))
    asked = (PROTECTING, "--images", images, "--now", NOW)
    ran = explain(*asked, "--in-use", "pin-*")
    assert 1 == ran.code
    lost = "in the archive already, from which nothing can be pulled"
    assert ran.row("pin-1").endswith(lost)
    assert lost not in ran.row("build-2")
    assert (
        "UNSAFE now (2026-02-01T00:00Z): 1 image in use is archived already; "
        "2 images, 2 kept, 0 expired, 0 archived; of 1 in use, 1 lost"
    ) == ran.row("UNSAFE")
    answer = explain(*asked, "--in-use", "pin-*", "--json").json
    assert ("unsafe", 1) == (answer["verdict"], answer["summary"]["lost"])
    assert [True, False] == [each["why"].endswith(lost) for each in answer["images"]]
    assert 0 == explain(*asked, "--in-use", "release-*").code
    assert "2 images that may be in use are archived already" in explain(*asked).row("UNSAFE")


def test_images_lost_in_both_ways(explain: Explain, tmp_path: Path) -> None:
    """Each counts once: what is archived and then expired was lost already."""
    document = any_image(more_than=1)
    expiring = {
        "tagStatus": "any",
        "storageClass": "archive",
        "countType": "sinceImageTransitioned",
        "countUnit": "days",
        "countNumber": 90,
    }
    document["rules"].append({"rulePriority": 2, "selection": expiring, "action": {"type": "expire"}})
    policy = written(tmp_path, document, "policy.json")
    archived = listed(3, "a-3", pushed=0, imageStatus="ARCHIVED", lastArchivedAt="2025-01-20T00:00:00Z")
    images = written(tmp_path, listing(listed(1, "a"), listed(2, "a-2", pushed=0), archived))
    ran = explain(policy, "--images", images, "--in-use", "a*", "--now", NOW)
    assert ran.row("UNSAFE").endswith(
        ": ECR's next run takes 1 image in use and 1 image in use is archived already; "
        "3 images, 1 kept, 2 expired, 0 archived; of 3 in use, 2 lost"
    )
