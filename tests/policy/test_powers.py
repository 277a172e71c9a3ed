"""What a statement allows on everything."""

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam import Document
from policy.powers import POWERS, on_everything
from tests.policy.identities import allow, document

PERMISSIONS_ONLY = {"ecr:BatchImportUpstreamImage", "ecr:ReplicateImage", "iam:PassRole"}
"""Actions that are no calls: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""
NAMELESS = [
    "ecr:GetAuthorizationToken",
    "ecr:DescribeRegistry",
    "ecr:GetRegistryPolicy",
    "ecr:GetRegistryScanningConfiguration",
    "ecr:PutReplicationConfiguration",
    "ecs:DeregisterTaskDefinition",
    "ecs:DescribeTaskDefinition",
    "ecs:ListServices",
    "codebuild:ListBuilds",
    "codebuild:ImportSourceCredentials",
    "iam:CreateAccountAlias",
    "iam:ListRoles",
]
"""Some that AWS has no resources for."""

actions = st.sampled_from([f"{service}:{action}" for service, found in POWERS.items() for action in found])


@pytest.mark.parametrize("service", POWERS)
def test_every_action_is_one_of_aws_s(service: str) -> None:
    """A call of the service as botocore knows it, but for the few that are permissions only."""
    calls = botocore.session.get_session().get_service_model(service).operation_names
    named = {f"{service}:{action}" for action in POWERS[service]}
    assert set() == named - PERMISSIONS_ONLY - {f"{service}:{call}" for call in calls}


@pytest.mark.parametrize("action", NAMELESS)
def test_what_has_no_resource_can_be_allowed_on_everything_only(action: str) -> None:
    """It is no power, then."""
    (statement,) = Document.parse("p", document(allow("*", actions=[action]))).statements
    assert [] == on_everything(statement)


@given(actions, st.sampled_from([str, str.lower, str.upper, lambda action: f"{action[:-3]}*"]))
def test_every_power_is_one_on_everything_and_on_nothing_that_is_named(action: str, spell: object) -> None:
    """However it is spelled, in any case or by a wildcard; on one repository it is none."""
    assert callable(spell)
    wide, narrow = (
        Document.parse("p", document(allow(resource, actions=[spell(action)]))).statements[0]
        for resource in ("*", "web")
    )
    assert action in on_everything(wide)
    assert [] == on_everything(narrow)
