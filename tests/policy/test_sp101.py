"""SP101: nobody can push to the repositories of two environments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.environments import DEFAULT, Environments
from policy.model import UNKNOWN, Finding, Resource
from policy.rules.sp101 import shared_pushers
from tests.policy.identities import (
    ADMINISTRATOR,
    allow,
    arn,
    attachment,
    denying,
    document,
    managed,
    principal_policy,
    project,
    repository_policy,
    role,
    role_policy,
)
from tests.policy.resources import repository, urn, violators

judge = shared_pushers(Environments(DEFAULT))
STAGING, PROD = repository("web-staging"), repository("web-prod")
BOTH = [STAGING, PROD]
# A role, and the one policy that it has.
TABLE: dict[str, tuple[Mapping[str, Any], bool]] = {
    "one-repository": (document(allow("web-staging")), False),
    "two-of-one-environment": (document(allow("web-staging", "worker-staging")), False),
    "one-in-two-regions": (document(allow(arn("web-staging"), arn("web-staging", "us-east-1"))), False),
    "reads-both": (document(allow("web-staging", "web-prod", actions=["ecr:BatchGetImage"])), False),
    "login": (document(allow("*", actions=["ecr:GetAuthorizationToken"])), False),
    "both": (document(allow("web-staging", "web-prod")), True),
    "in-two-statements": (document(allow("web-staging"), allow("web-prod")), True),
    "everything": (document(allow("*", actions=["*"])), True),
    "any-case": (document(allow("web-staging", "web-prod", actions=["ECR:putimage"])), True),
    "wildcard-action": (document(allow("web-staging", "web-prod", actions=["ecr:Put*"])), True),
    "a-wildcard-beyond-this-stack": (document(allow(arn("web-*"))), True),
    "another-stack-s": (document(allow("web-staging", "api-prod")), True),
    "wildcard-in-account": (document(allow("arn:aws:ecr:*:*:repository/web-staging")), False),
    "variable": (document(allow(arn("${aws:PrincipalTag/app}-prod"), "web-staging")), True),
    "not-action": (document({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}), True),
    "not-action-push": (document({"Effect": "Allow", "NotAction": "ecr:*", "Resource": "*"}), False),
    "not-resource": (
        document({"Effect": "Allow", "Action": "ecr:*", "NotResource": arn("web-prod")}, allow("web-prod")),
        True,
    ),
    "denied": (document(allow(arn("*")), denying(arn("*-prod"), arn("*prod*"))), True),
    "denied-all-but-one": (
        document(allow(arn("*")), {"Effect": "Deny", "Action": "ecr:PutImage", "NotResource": arn("web-staging")}),
        False,
    ),
    "denied-by-a-condition": (
        document(allow("web-staging", "web-prod"), denying("web-prod") | {"Condition": {"Bool": {"aws:x": "true"}}}),
        True,
    ),
    "allowed-by-a-condition": (
        document(allow("web-staging"), allow("web-prod") | {"Condition": {"Bool": {"aws:x": "true"}}}),
        True,
    ),
}


@pytest.mark.parametrize(("policy", "shared"), TABLE.values(), ids=TABLE)
def test_what_a_role_s_policy_reaches(policy: Mapping[str, Any], shared: bool) -> None:  # noqa: FBT001
    """One environment, in however many repositories and regions, passes; what may reach another one does not."""
    program = [*BOTH, role("build"), role_policy("permissions", "build", policy)]
    assert ({"build"} if shared else set()) == violators(judge, program)


def findings(*program: Resource) -> list[str]:
    """Return the messages about a program, sorted."""
    return [finding.message for finding in sorted(judge(program))]


def test_the_evidence_is_a_path() -> None:
    """Project, role, statement and repository, a line for each way; why it matters, and what to do."""
    shared = document(allow("web-staging") | {"Sid": "Staging"}, allow("web-prod"))
    policies = [role_policy("permissions", "build", shared), project("shop", "build")]
    assert findings(*BOTH, role("build"), *policies) == [
        (
            "build: can push to the repositories of prod and staging: what is built for one can push out what another "
            "runs.\n"
            "shop -> build -> permissions, statement 2 -> web-prod (prod)\n"
            "shop -> build -> permissions, statement 1 (Staging) -> web-staging (staging)\n"
            "Give each environment a build of its own, with a role whose policy names that environment's repository "
            "and no other."
        )
    ]


def test_a_tag_tells_the_environment() -> None:
    """Whatever the names: a tag wins over what a name looks like."""
    blue, green = (repository(name, tagsAll={"split-pipelines:environment": name}) for name in ("blue", "green"))
    alike = repository("web-prod", tagsAll={"split-pipelines:environment": "blue"})
    push = role_policy("p", "build", document(allow("blue", "web-prod")))
    assert set() == violators(judge, [blue, green, alike, role("build"), push])
    shared = role_policy("p", "build", document(allow("blue", "green")))
    assert {"build"} == violators(judge, [blue, green, role("build"), shared])


def test_what_cannot_be_placed_does_not_pass_beside_another() -> None:
    """One repository of no known environment is one; with a second one it cannot be told, and the remedy is named."""
    push = role_policy("p", "build", document(allow("tools", "web-staging")))
    assert set() == violators(judge, [role("build"), role_policy("p", "build", document(allow("tools")))])
    (message,) = findings(STAGING, role("build"), push)
    assert "build: can push to the repositories of staging and tools, and whether that is one environment" in message
    assert message.endswith(
        "tell this rule in the pack's configuration what the names of each environment's repositories look like."
    )


def test_one_name_in_two_accounts_is_two_repositories() -> None:
    """Where each environment has an account, all may call a repository the same: a push to both does not pass."""
    there = arn("web").replace("123456789012", "999999999999")
    alone, both = document(allow("web")), document(allow("web", there))
    here = repository("web", registryId="123456789012", tagsAll={"split-pipelines:environment": "staging"})
    planned = replace(here, props={**here.props, "registryId": UNKNOWN})
    for stack in ([], [here], [planned]):
        assert set() == violators(judge, [*stack, role("build"), role_policy("p", "build", alone)])
        assert {"build"} == violators(judge, [*stack, role("build"), role_policy("p", "build", both)])
    (message,) = findings(here, role("build"), role_policy("p", "build", both))
    assert "p, statement 1 -> web of account 999999999999 (of no environment that is known)" in message


def test_what_exists_and_what_is_planned_go_together() -> None:
    """A role that is not made yet, beside repositories that are: its account is not known, theirs is."""
    made = [repository(name, arn=arn(name), registryId="123456789012") for name in ("web-staging", "web-prod")]
    push = role_policy("p", "build", document(allow("web-staging", "web-prod")))
    assert {"build"} == violators(judge, [*made, role("build", arn=UNKNOWN), push])


def test_environments_are_configured() -> None:
    """With other names for environments, the usual ones mean nothing."""
    configured = shared_pushers(Environments({"blue": ["*.blue"], "green": ["*.green"]}))
    shared = [role("build"), role_policy("p", "build", document(allow("web.blue", "web.green")))]
    assert {"build"} == violators(configured, shared)
    assert {"build"} == violators(configured, [role("build"), role_policy("p", "build", document(allow(arn("web*"))))])
    assert set() == violators(configured, [role("build"), role_policy("p", "build", document(allow("web.blue")))])


@pytest.mark.parametrize(
    "attached",
    [
        [attachment("a", "build", ADMINISTRATOR)],
        [managed("m", document(allow("web-staging", "web-prod"))), attachment("a", "build", arn_of="m")],
        [
            managed("one", document(allow("web-staging"))),
            attachment("a", "build", arn_of="one"),
            role_policy("two", "build", document(allow("web-prod"))),
        ],
        [role_policy("one", "build", document(allow("web-staging"))), attachment("a", "build", ADMINISTRATOR)],
    ],
    ids=["administrator", "managed", "managed-and-inline", "inline-and-administrator"],
)
def test_policies_add_up(attached: Sequence[Resource]) -> None:
    """Inline, managed and AWS's own: what they allow together counts."""
    assert {"build"} == violators(judge, [*BOTH, role("build"), *attached])


def test_a_harmless_policy_of_aws_is_known_to_be_so() -> None:
    """Every task needs AmazonECSTaskExecutionRolePolicy: it cannot push."""
    harmless = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    assert set() == violators(judge, [*BOTH, role("task"), attachment("a", "task", harmless)])


def test_a_boundary_limits() -> None:
    """What the boundary does not allow is out of reach; a boundary of which nothing is known limits nothing."""
    both = role_policy("p", "build", document(allow("web-staging", "web-prod")))
    limit = managed("limit", document(allow("web-staging")))
    bounded = role("build", permissionsBoundary=UNKNOWN, sources={"permissionsBoundary": ["limit"]})
    assert set() == violators(judge, [*BOTH, limit, bounded, both])
    elsewhere = role("build", permissionsBoundary="arn:aws:iam::123456789012:policy/limit-of-another-stack")
    assert {"build"} == violators(judge, [*BOTH, elsewhere, both])


@pytest.mark.parametrize("kind", ["user", "group"])
def test_users_and_groups_are_principals(kind: str) -> None:
    """Not only roles push."""
    program = principal_policy(kind, "ci", document(allow("web-staging", "web-prod")))
    assert {"ci"} == violators(judge, [*BOTH, *program])


def test_a_role_of_another_stack_is_judged_by_what_this_one_gives_it() -> None:
    """Its name is all that is known of it: the finding points at the policy."""
    program = [*BOTH, role_policy("permissions", "elsewhere", document(allow("web-staging", "web-prod")))]
    assert {"permissions"} == violators(judge, program)
    assert findings(*program)[0].startswith("elsewhere: can push to the repositories of prod and staging")


def test_policies_of_repositories_count() -> None:
    """Whom both repositories let push is a shared pusher; whom they let pull is not, nor one each."""
    one, two = "arn:aws:iam::123456789012:role/ci", "arn:aws:iam::123456789012:role/other"
    for principals, actions, shared in [
        ((one, one), ["ecr:PutImage"], {"web-prod"}),
        (("*", "*"), ["ecr:*"], {"web-prod"}),
        (("999999999999", "999999999999"), ["ecr:PutImage"], {"web-prod"}),
        ((one, two), ["ecr:PutImage"], set()),
        ((one, one), ["ecr:BatchGetImage"], set()),
    ]:
        policies = [
            repository_policy(f"of-{each}", each, who, actions)
            for each, who in zip(("web-staging", "web-prod"), principals, strict=True)
        ]
        assert shared == violators(judge, [*BOTH, *policies]), principals


def test_a_repository_may_let_in_a_role_that_pushes_elsewhere() -> None:
    """By its own policy to staging, by the repository's to prod: together that is two."""
    pusher = [role("ci"), role_policy("p", "ci", document(allow("web-staging")))]
    of_prod = repository_policy("of-prod", "web-prod", "arn:aws:iam::123456789012:role/ci", ["ecr:PutImage"])
    assert {"ci"} == violators(judge, [*BOTH, *pusher, of_prod])
    of_other = repository_policy("of-prod", "web-prod", "arn:aws:iam::123456789012:role/other", ["ecr:PutImage"])
    assert set() == violators(judge, [*BOTH, *pusher, of_other])


PROGRAM = [
    *BOTH,
    role("build"),
    role_policy("one", "build", document(allow("web-staging"))),
    role_policy("two", "build", document(allow("web-prod"))),
    project("shop", "build"),
    role("other"),
    role_policy("three", "other", UNKNOWN),
    repository_policy("of-prod", "web-prod", "*", ["ecr:*"]),
    repository_policy("of-staging", "web-staging", "*", ["ecr:*"]),
]


@given(st.permutations(PROGRAM))
def test_the_order_of_resources_means_nothing(shuffled: list[Resource]) -> None:
    """The findings are the same, to the letter."""
    expected: set[Finding] = set(judge(PROGRAM))
    assert expected == set(judge(shuffled))
    assert {urn("build"), urn("other"), urn("web-prod")} == {finding.urn for finding in expected}
