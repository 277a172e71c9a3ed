"""`splitctl explain` of a policy alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from retention.contract import Contract
from retention.model import Policy, Rule
from retention.verify import Undecided
from splitctl.explain import command
from tests.explain.running import OUTAGE, PROTECTING, UNTAGGED, Ran, any_image, written

Explain = Callable[..., Ran]


def test_the_policy_of_an_outage_is_unsafe_by_ten_pushes(explain: Explain) -> None:
    """It says what was promised, each step of a shortest history, and the rule: all of it on standard output."""
    ran = explain(OUTAGE)
    assert 1 == ran.code
    promised, *told = ran.out.splitlines()
    assert (
        "Promised: no tag of images in use; every push has a tag, whatever it is; tags may move; "
        "a repository holds 100000 images at most."
    ) == promised
    assert [
        "UNSAFE: an image in use is lost like this",
        "1. push build-1, deploy it",
        "2. push 10 more, build-2 to build-11",
        "3. rule 1 expires build-1, which is in use",
        "Rule 1 is for all images: keep the 10 youngest.",
    ] == told
    assert "" == ran.err


def test_pins_are_safe_under_the_policy_of_the_components(explain: Explain) -> None:
    """It says for each rule what it does, and why it cannot take an image that carries a pin."""
    ran = explain(PROTECTING, "--in-use", "pin-*")
    assert 0 == ran.code
    promise, verdict, _, *rows = ran.out.splitlines()
    assert promise.startswith("Promised: every image in use has a tag pin-*; ")
    assert verdict.startswith("SAFE")
    assert ["1", "2", "3"] == [row.split()[0] for row in rows]
    assert "tagged pin-*: keep the 100000 youngest" in rows[0]
    assert "never acts" in rows[0]
    assert "rule 1 claims every one" in rows[1]
    assert "an image in use always has a tag" in rows[2]


def test_the_policy_of_the_components_is_unsafe_for_images_without_a_pin(explain: Explain) -> None:
    """Who promises nothing gets no proof."""
    assert 1 == explain(PROTECTING).code


def test_untagged_images_go_unless_images_in_use_keep_a_tag(explain: Explain) -> None:
    """The same policy is unsafe where tags move away, and safe where each image in use has a tag, or no tag moves."""
    assert "wait 1 day" in explain(UNTAGGED).out
    assert 1 == explain(UNTAGGED).code
    assert 0 == explain(UNTAGGED, "--in-use", "build-*").code
    assert 0 == explain(UNTAGGED, "--immutable").code


def test_the_promise_repeats_the_options(explain: Explain) -> None:
    """Every option that promises something is in the line of what is promised; one that is repeated counts once."""
    ran = explain(OUTAGE, "--in-use", "a-*", "--in-use", "b", "--in-use", "b", "--pushes", "v*", "--pushes", "w-*")
    assert (
        "Promised: every image in use has a tag a-* and a tag b; every push has a tag v* or a tag w-*; tags may move; "
        "a repository holds 100000 images at most."
    ) == ran.row("Promised")
    assert "; tags never move; " in explain(OUTAGE, "--immutable").row("Promised")
    assert explain(OUTAGE, "--most-images", "1").row("Promised").endswith("; a repository holds 1 image at most.")
    untagged = explain(OUTAGE, "--pushes", "v*", "--pushes-untagged").row("Promised")
    assert "; every push has a tag v*, or none; " in untagged


def test_a_quota_changes_what_can_happen(explain: Explain) -> None:
    """Ten images are not enough to push one out; more than 100,000 are, where the quota is raised."""
    assert 0 == explain(OUTAGE, "--most-images", "10").code
    assert 1 == explain(OUTAGE, "--most-images", "11").code
    pins = (PROTECTING, "--in-use", "pin-*", "--most-images")
    assert 0 == explain(*pins, "100000").code
    assert 1 == explain(*pins, "100001").code


def test_pushes_without_a_tag_change_what_can_happen(explain: Explain) -> None:
    """Where no tag moves, an image is untagged only if it was pushed so."""
    assert 0 == explain(UNTAGGED, "--immutable").code
    assert 1 == explain(UNTAGGED, "--immutable", "--pushes-untagged").code


def test_pushes_change_what_can_happen(explain: Explain) -> None:
    """Images that no push makes cannot push one out."""
    assert 0 == explain(PROTECTING, "--immutable", "--pushes", "release-*").code
    assert 1 == explain(PROTECTING, "--immutable", "--pushes", "release-*", "--pushes", "build-*").code


def test_the_answer_of_ecr_is_taken_as_it_comes(explain: Explain) -> None:
    """What `aws ecr get-lifecycle-policy` prints holds the policy as a text; standard input is read for `-`."""
    text = Path(PROTECTING).read_text()
    answered = json.dumps({"registryId": "111122223333", "repositoryName": "web", "lifecyclePolicyText": text})
    wanted = explain(PROTECTING, "--in-use", "pin-*")
    assert wanted == explain("-", "--in-use", "pin-*", given=answered)
    assert wanted == explain("-", "--in-use", "pin-*", given=text)
    assert wanted == explain("-", "--in-use", "pin-*", given=f"\ufeff{text}")


def test_what_is_undecided_is_not_safe(explain: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, with the reason."""

    def undecided(policy: Policy, _: Contract) -> Undecided:
        rule: Rule = policy.rules[0]
        return Undecided(rule, "cannot be judged")

    monkeypatch.setattr(command, "verify", undecided)
    ran = explain(OUTAGE)
    assert 1 == ran.code
    assert ran.row("UNDECIDED")
    assert "rule 1 cannot be judged" == ran.row("rule 1")
    answer = explain(OUTAGE, "--json")
    assert (1, "undecided") == (answer.code, answer.json["verdict"])
    assert [(1, "cannot be judged")] == [(each["rule"], each["why"]) for each in answer.json["reasons"]]


def test_json_of_a_safe_policy(explain: Explain) -> None:
    """A reason for each rule, and no history."""
    ran = explain(
        PROTECTING, "--in-use", "pin-*", "--immutable", "--pushes-untagged", "--most-images", "99999", "--json"
    )
    assert 0 == ran.code
    assert ["verdict", "contract", "reasons", "history"] == list(ran.json)
    assert "safe" == ran.json["verdict"]
    assert {
        "inUse": ["pin-*"],
        "pushed": ["*"],
        "pushedUntagged": True,
        "mutability": "IMMUTABLE",
        "mostImages": 99_999,
    } == ran.json["contract"]
    assert [1, 2, 3] == [reason["rule"] for reason in ran.json["reasons"]]
    assert all(reason["does"] and reason["why"] for reason in ran.json["reasons"])
    assert ran.json["history"] is None


def test_json_of_an_unsafe_policy(explain: Explain) -> None:
    """The same keys, with a history of ten further pushes; the same question has the same answer."""
    ran = explain(OUTAGE, "--json")
    assert 1 == ran.code
    assert ["verdict", "contract", "reasons", "history"] == list(ran.json)
    assert ("unsafe", []) == (ran.json["verdict"], ran.json["reasons"])
    history = ran.json["history"]
    assert [1, 10] == [step["images"] for step in history["steps"] if step["do"] == "push"]
    assert "rule 1 expires build-1, which is in use" == history["sentences"][-1]
    assert 1 == history["rule"]
    assert ran == explain(OUTAGE, "--json")


def test_the_order_of_rules_in_a_file_means_nothing(explain: Explain, tmp_path: Path) -> None:
    """Rules are told in the order of their priority."""
    document = json.loads(Path(PROTECTING).read_text())
    document["rules"].reverse()
    assert explain(PROTECTING, "--in-use", "pin-*") == explain(written(tmp_path, document), "--in-use", "pin-*")


def test_counts_that_no_repository_reaches(explain: Explain, tmp_path: Path) -> None:
    """A rule that never fires is safe with nothing promised."""
    assert 0 == explain(written(tmp_path, any_image(more_than=100_000))).code
