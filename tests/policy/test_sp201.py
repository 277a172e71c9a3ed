"""SP201: every repository has a lifecycle policy, and it leaves pinned images alone."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.model import UNKNOWN, Resource
from policy.rules.sp201 import unprotected_pins, unruled_repositories
from tests.policy.resources import document, lifecycle_policy, repository, text, urn, violators


def followed(patterns: Sequence[str]) -> dict[str, Any]:
    """Make a policy whose first rule only claims, and whose second keeps nothing but the youngest image."""
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1}
    rule = {"rulePriority": 2, "selection": selection, "action": {"type": "expire"}}
    return {"rules": [*document(patterns)["rules"], rule]}


def test_pins_must_be_claimed_and_kept() -> None:
    """Passing: whatever cannot take a pinned image. Failing: whatever may take one, or cannot be read or known."""
    program = [
        lifecycle_policy("keeps-pins", policy=text()),
        lifecycle_policy("keeps-all-tags", policy=text(["*"])),
        lifecycle_policy("keeps-pins-as-object", policy=document()),
        lifecycle_policy("never-acts", policy=text(["build-*"])),
        lifecycle_policy("claims-pins-first", policy=json.dumps(followed(["pin-*"]))),
        lifecycle_policy("keeps-ten", policy=text(count=10)),
        lifecycle_policy("keeps-ten-builds", policy=text(["build-*"], count=10)),
        lifecycle_policy("claims-builds-first", policy=json.dumps(followed(["build-*"]))),
        lifecycle_policy("claims-both-tags-first", policy=json.dumps(followed(["pin-*", "prod-*"]))),
        lifecycle_policy("keeps-ten-as-object", policy=document(count=10)),
        lifecycle_policy("not-json", policy="{"),
        lifecycle_policy("empty", policy=""),
        lifecycle_policy("unknown", policy=UNKNOWN),
        lifecycle_policy("unknown-inside", policy={"rules": UNKNOWN}),
        Resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "without", urn("without"), {}),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {"policy": "{"}),
    ]
    assert violators(unprotected_pins, program) == {
        "keeps-ten",
        "keeps-ten-builds",
        "claims-builds-first",
        "claims-both-tags-first",
        "keeps-ten-as-object",
        "not-json",
        "empty",
        "unknown",
        "unknown-inside",
        "without",
    }


def test_an_object_takes_no_more_characters_than_it_needs() -> None:
    """ECR counts the characters of the text: an object that fits without spaces and escapes is not refused."""
    described = followed(["pin-*"])
    described["rules"][0]["description"] = ""
    compact = json.dumps(described, separators=(",", ":"))
    described["rules"][0]["description"] = "é" * (30_720 - len(compact))
    assert [] == list(unprotected_pins([lifecycle_policy("web", policy=described)]))
    described["rules"][0]["description"] += "é"
    assert 1 == len(list(unprotected_pins([lifecycle_policy("web", policy=described)])))


def test_an_unknown_policy_says_so() -> None:
    """The resource, the property that is not known, and how to make it known."""
    (finding,) = unprotected_pins([lifecycle_policy("web-lifecycle", policy=UNKNOWN)])
    assert finding.message == (
        "web-lifecycle: the value of policy is not known before the update, so nothing can be said of it. Make it "
        "from values that the program knows, not from outputs of resources."
    )


@given(st.text("abcdef", min_size=8, max_size=20))
def test_what_a_policy_says_is_never_quoted(secret: str) -> None:
    """A policy may come from a secret: no text of it is in the message."""
    policies = [
        lifecycle_policy("one", policy=text([f"{secret}*"], count=1)),
        lifecycle_policy("two", policy=secret),
        lifecycle_policy("three", policy=document(["pin-*", f"{secret}*"], count=1)),
        lifecycle_policy("four", policy=json.dumps(document() | {secret: secret})),
    ]
    findings = list(unprotected_pins(policies))
    assert len(findings) == 4
    assert not [finding for finding in findings if secret in finding.message]


def test_a_repository_needs_exactly_one_policy() -> None:
    """Passing: one policy, by name or by where the name comes from. Failing: none, or two."""
    program = [
        repository("by-name"),
        lifecycle_policy("a", "by-name"),
        repository("by-source", name=UNKNOWN),
        lifecycle_policy("b", source=["by-source"], repository=UNKNOWN),
        repository("none"),
        repository("two"),
        lifecycle_policy("c", "two"),
        lifecycle_policy("d", source=["two"], repository=UNKNOWN),
        Resource("aws:s3/bucket:Bucket", "of-another-type", urn("bucket"), {}),
    ]
    assert violators(unruled_repositories, program) == {"none", "two"}


def test_a_policy_of_a_repository_elsewhere_is_no_help() -> None:
    """A policy of a repository that this stack does not make counts for none that it does."""
    program = [repository("web"), lifecycle_policy("other", "web-of-another-stack")]
    assert violators(unruled_repositories, program) == {"web"}
    assert violators(unruled_repositories, program[1:]) == set()


def test_a_name_decides_where_its_source_misleads() -> None:
    """A name that is known and comes from another repository belongs to the repository that has it."""
    program = [repository("web"), repository("worker"), lifecycle_policy("mixed-up", "web", source=["worker"])]
    assert violators(unruled_repositories, program) == {"worker"}


def test_one_name_in_two_regions() -> None:
    """Two repositories of one name are told apart by where a policy's name comes from."""
    dublin, paris = repository("dublin", name="web"), repository("paris", name="web")
    linked = [
        lifecycle_policy("d", "web", source=["dublin"]),
        lifecycle_policy("p", "web", source=["paris"]),
    ]
    assert violators(unruled_repositories, [dublin, paris, *linked]) == set()
    assert violators(unruled_repositories, [dublin, paris, linked[0], lifecycle_policy("p", "web")]) == {"paris", "p"}


def test_a_policy_in_another_region_is_no_help() -> None:
    """Two pairs of one name pass, each in its region; a policy in a region without such a repository does not count."""
    dublin, paris = (repository(name, name="web", region=name) for name in ("dublin", "paris"))
    rules = [lifecycle_policy(f"rules-{region}", "web", region=region) for region in ("dublin", "paris")]
    assert violators(unruled_repositories, [dublin, paris, *rules]) == set()
    assert violators(unruled_repositories, [dublin, rules[1]]) == {"dublin"}
    assert violators(unruled_repositories, [dublin, paris, rules[0]]) == {"paris"}
    # Left to the provider, it may be anywhere; where both are, it is the same place.
    left = lifecycle_policy("left", "web", region=UNKNOWN)
    assert violators(unruled_repositories, [dublin, paris, left]) == {"dublin", "paris", "left"}
    assert violators(unruled_repositories, [dublin, left]) == {"dublin", "left"}
    assert violators(unruled_repositories, [repository("web"), rules[0]]) == {"web", "rules-dublin"}
    assert violators(unruled_repositories, [repository("web"), left]) == set()


def test_a_policy_that_may_be_anyone_s_does_not_pass() -> None:
    """A policy whose repository cannot be told is a violation, and helps no repository."""
    web, worker = repository("web"), repository("worker")
    for source in [], ["web", "worker"]:
        unclear = lifecycle_policy("unclear", source=source, repository=UNKNOWN)
        assert violators(unruled_repositories, [web, worker, unclear]) == {"web", "worker", "unclear"}
    named = lifecycle_policy("named", "web")
    assert violators(unruled_repositories, [repository("late", name=UNKNOWN), named]) == {"late", "named"}


def test_unruled_repositories_say_what_and_how() -> None:
    """The resource, what was found, and what to do."""
    program = [
        repository("none"),
        repository("two"),
        lifecycle_policy("z", "two"),
        lifecycle_policy("a", "two"),
        lifecycle_policy("unclear", repository=UNKNOWN),
    ]
    messages = {finding.message for finding in unruled_repositories(program)}
    assert messages == {
        (
            "none: no lifecycle policy is for this repository, so images pile up until somebody adds one in haste. "
            "Add an aws.ecr.LifecyclePolicy with its name, and as "
            'first rule tagPatternList ["pin-*"], countType imageCountMoreThan, countNumber 100000.'
        ),
        "two: a and z are for this repository, and ECR keeps only the one written last. Remove all but one.",
        (
            "unclear: which repository it is for cannot be told. Set its repository to the name output of one "
            "aws.ecr.Repository."
        ),
    }


PROGRAM = [
    repository("one"),
    repository("two"),
    repository("three", name=UNKNOWN),
    lifecycle_policy("a", "one"),
    lifecycle_policy("b", "one"),
    lifecycle_policy("c", "two", policy=text(count=10)),
    lifecycle_policy("d", repository=UNKNOWN),
    lifecycle_policy("e", source=["three"], repository=UNKNOWN),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """Pulumi hands them over in an order that varies: the findings are the same."""
    assert set(unruled_repositories(shuffled)) == set(unruled_repositories(PROGRAM))
    assert set(unprotected_pins(shuffled)) == set(unprotected_pins(PROGRAM))
