"""What SP201 says of policies that may take a pinned image."""

import shlex
import sys
from pathlib import Path

import pytest

from policy.rules import sp201
from policy.rules.sp201 import unprotected_pins
from retention.contract import Contract
from retention.model import Policy
from retention.verify import Undecided
from splitctl.__main__ import main
from tests.policy.resources import document, lifecycle_policy, text, urn


def test_unprotected_pins_say_what_and_how() -> None:
    """The resource, what was found, and the rule to write."""
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=text(count=10))])
    assert finding.urn == urn("web-lifecycle")
    assert finding.message == (
        "web-lifecycle: rule 1 expires an image that is pinned, and so in use, after 10 further pushes. Give the rule "
        'with the lowest rulePriority tagPatternList ["pin-*"], countType imageCountMoreThan, countNumber 100000; '
        "`splitctl explain POLICY.json --in-use 'pin-*'` tells how it happens."
    )


def test_a_policy_that_ecr_refuses_says_so() -> None:
    """The resource, how much is wrong, and the command that lists it."""
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=text([], count=0))])
    assert finding.message == (
        "web-lifecycle: ECR would refuse this policy, for 2 reasons; "
        "`splitctl explain POLICY.json --in-use 'pin-*'` tells them."
    )
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=text(count=0))])
    assert finding.message == (
        "web-lifecycle: ECR would refuse this policy, for 1 reason; "
        "`splitctl explain POLICY.json --in-use 'pin-*'` tells it."
    )


def test_one_is_no_plural() -> None:
    """One further push, and one day."""
    (by_count,) = unprotected_pins([lifecycle_policy("web", policy=text(count=1))])
    assert "after 1 further push. " in by_count.message
    aged = document()
    aged["rules"][0]["selection"] |= {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1}
    (by_age,) = unprotected_pins([lifecycle_policy("web", policy=aged)])
    assert "after 1 day. " in by_age.message


def test_what_cannot_be_told_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The resource, the rule, what to write, and the command that says why."""

    def undecided(policy: Policy, _: Contract) -> Undecided:
        return Undecided(policy.rules[0], "cannot be judged")

    monkeypatch.setattr(sp201, "verify", undecided)
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=text())])
    assert finding.message == (
        "web-lifecycle: whether rule 1 ever takes a pinned image cannot be told. Give the rule with the lowest "
        'rulePriority tagPatternList ["pin-*"], countType imageCountMoreThan, countNumber 100000; '
        "`splitctl explain POLICY.json --in-use 'pin-*'` tells why."
    )


def test_the_command_that_is_named_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands in the message, where the policy is in that file."""
    monkeypatch.chdir(tmp_path)
    Path("POLICY.json").write_text(text(count=10))
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=text(count=10))])
    monkeypatch.setattr(sys, "argv", shlex.split(finding.message.split("`")[1]))
    with pytest.raises(SystemExit) as ended:
        main()
    assert 1 == ended.value.code
