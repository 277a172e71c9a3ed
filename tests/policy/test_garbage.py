"""What no program should say: the pack judges it all the same."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policy.containers import NAMED_BY
from policy.model import (
    LIFECYCLE_POLICY,
    MANAGED_POLICY,
    PROJECT,
    REPOSITORY,
    REPOSITORY_POLICY,
    ROLE,
    UNKNOWN,
    Finding,
    Resource,
)
from policy.replication import REPLICATION
from policy.rules import RULES
from policy.rules.sp303 import DEPLOYMENT_GROUP
from policy.services import SERVICE
from policy.starts import PIPELINE, RULE, SCHEDULE, TARGET
from tests.policy.identities import allow, document, trusting
from tests.policy.resources import text, urn
from tests.policy.tasks import image

KINDS = [
    *(LIFECYCLE_POLICY, MANAGED_POLICY, PROJECT, REPOSITORY, REPOSITORY_POLICY, ROLE, DEPLOYMENT_GROUP, SERVICE),
    *NAMED_BY,
    *(PIPELINE, RULE, TARGET, SCHEDULE, REPLICATION),
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
]
PROPS = [
    *(
        "arn",
        "assumeRolePolicy",
        "containerDefinitions",
        "deploymentCircuitBreaker",
        "deploymentController",
        "ecsService",
    ),
    *("deploymentMinimumHealthyPercent", "environment", "executionRoleArn", "forceDelete", "imageTagMutability"),
    *("imageTagMutabilityExclusionFilters", "inlinePolicies", "managedPolicyArns", "name", "permissionsBoundary"),
    *("policy", "policyArn", "primaryContainer", "region", "registryId", "repository", "role", "serviceRole", "source"),
    *("tags", "tagsAll", "taskRoleArn", "waitForSteadyState"),
    *("input", "inputPath", "inputTransformer", "replicationConfiguration", "rule", "stages", "target"),
]
INNER = [
    "environmentVariables",
    "privilegedMode",
    "name",
    "value",
    "type",
    "image",
    "environment",
    "Statement",
    "Action",
    *("actions", "arn", "configuration", "destinations", "inputTemplate", "input", "provider", "rules"),
]
EVERYTHING = document(allow("*", actions=["*"]), {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})
SOUND = [
    text(),
    trusting(),
    json.dumps(EVERYTHING),
    EVERYTHING,
    image("web-prod"),
    "CODE_DEPLOY",
    "x",
    "arn:aws:iam::aws",
]

known = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(SOUND)
garbage = st.recursive(
    known | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3),
)
texts = st.recursive(
    known, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3)
).map(json.dumps)


@st.composite
def resources(draw: st.DrawFn) -> list[Resource]:
    """Make a stack of resources with any properties, which come from one another."""
    names = [f"r{number}" for number in range(draw(st.integers(1, 4)))]
    sources = st.dictionaries(
        st.sampled_from(PROPS), st.lists(st.sampled_from([urn(each) for each in names]), max_size=2)
    )
    props: st.SearchStrategy[Any] = st.dictionaries(st.sampled_from(PROPS), garbage | texts, max_size=6)
    return [
        Resource(
            draw(st.sampled_from(KINDS)), name, urn(name), draw(props), draw(sources), protected=draw(st.booleans())
        )
        for name in names
    ]


@given(resources())
def test_nothing_is_too_odd_to_be_judged(stack: list[Resource]) -> None:
    """Every rule comes to an end without an error, and points at a resource of the stack with a message of its own."""
    for rule in RULES:
        for found in rule.judge(stack):
            assert isinstance(found, Finding)
            assert found.urn in {each.urn for each in stack}
            assert found.message
