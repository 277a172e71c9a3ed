"""Inputs are held against the argument types of the installed pulumi_aws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_aws import ecr

from splitctl.sandbox.provider.schema import Problem, input_types, problems, required_inputs
from splitctl.sandbox.provider.values import UNKNOWN


def test_what_pulumi_aws_takes_is_taken() -> None:
    """Inputs of the right types, nested ones too, have no problem."""
    inputs = {
        "name": "web",
        "forceDelete": True,
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": "arn"}],
        "tags": {"a": "b"},
    }
    assert [] == list(problems(ecr.RepositoryArgs, inputs))


@pytest.mark.parametrize(
    ("inputs", "path", "reason"),
    [
        ({"name": 3}, "name", "expected a string, got a whole number"),
        ({"forceDelete": "yes"}, "forceDelete", "expected a boolean, got a string"),
        ({"forceDelete": 1}, "forceDelete", "expected a boolean, got a whole number"),
        ({"tags": ["a"]}, "tags", "expected an object, got a list"),
        ({"tags": {"a": True}}, 'tags["a"]', "expected a string, got a boolean"),
        ({"encryptionConfigurations": {}}, "encryptionConfigurations", "expected a list, got an object"),
        (
            {"encryptionConfigurations": [{}, {"kmsKey": 1.5}]},
            "encryptionConfigurations[1].kmsKey",
            "expected a string, got a number",
        ),
        (
            {"imageScanningConfiguration": {}},
            "imageScanningConfiguration.scanOnPush",
            "this input is required, and missing",
        ),
        (
            {"imageTagMutabilty": "MUTABLE"},
            "imageTagMutabilty",
            "there is no such input; did you mean imageTagMutability?",
        ),
    ],
)
def test_a_wrong_input_is_named_by_its_path(inputs: dict[str, object], path: str, reason: str) -> None:
    """A problem says which property, however deep, and what is wrong with it."""
    assert [Problem(path, reason)] == list(problems(ecr.RepositoryArgs, inputs))


def test_a_required_input_may_be_one_of_two_kinds() -> None:
    """A lifecycle policy is a text or a document, and is required."""
    assert frozenset({"policy", "repository"}) == required_inputs(ecr.LifecyclePolicyArgs)
    policies: tuple[object, ...] = ("{}", {"rules": []})
    for policy in policies:
        assert [] == list(problems(ecr.LifecyclePolicyArgs, {"repository": "web", "policy": policy}))
    assert ["policy"] == [p.path for p in problems(ecr.LifecyclePolicyArgs, {"repository": "web", "policy": 3})]


def test_what_only_the_update_will_know_is_no_problem() -> None:
    """An unknown passes for every input: its type cannot be known yet."""
    inputs = dict.fromkeys(input_types(ecr.RepositoryArgs), UNKNOWN)
    assert [] == list(problems(ecr.RepositoryArgs, inputs))


@given(st.text())
def test_values_are_never_repeated(secret: str) -> None:
    """No problem says the value: it may be a secret."""
    found = list(problems(ecr.RepositoryArgs, {"forceDelete": secret}))
    assert ["expected a boolean, got a string"] == [problem.reason for problem in found]
