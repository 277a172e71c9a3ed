"""Promises that every type of the provider keeps, so that the next one keeps them as well."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import input_types, output_names
from splitctl.sandbox.provider.types import TYPES
from splitctl.sandbox.provider.values import UNKNOWN, Properties
from splitctl.sandbox.world import World
from tests.provider.samples import ANOTHER_SUBNET, SAMPLES, SUBNET, VPC, resolved

EACH = pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)


@EACH
def test_tables_name_inputs_that_exist(kind: ResourceType) -> None:
    """A misspelt name in a table would silently do nothing."""
    named = {name.partition(".")[0] for name in kind.computed}
    named |= {*kind.replaced_by, *kind.defaults, *kind.carried, *kind.documents, *kind.allowed, *kind.refused}
    assert set() == named - input_types(kind.args).keys()


@EACH
def test_defaults_are_allowed_words(kind: ResourceType) -> None:
    """What is filled in passes the check that follows."""
    assert [] == [n for n, words in kind.allowed.items() if n in kind.defaults and kind.defaults[n] not in words]


def test_what_is_made_is_read_in_full_and_gone_when_it_is_deleted(world: World) -> None:
    """Of a sample of every type: an output that `read` never gives would be None in the sandbox, and a value on AWS."""
    assert TYPES.keys() == SAMPLES.keys()
    made: list[tuple[ResourceType, Any, str, Properties]] = []
    left_out: set[str] = set()
    ids = given(world)
    for token, sample in SAMPLES.items():
        kind, client = TYPES[token], aws(world, TYPES[token].service)
        inputs = kind.checked("sample", b"seed", {}, resolved(sample, ids), "eu-west-1")
        resource_id = ids[token] = kind.create(client, inputs)
        state = kind.read(client, resource_id)
        by_the_provider = {"region", "tagsAll"} | kind.carried
        left_out |= {f"{token}: {name}" for name in output_names(kind.resource) - state.keys() - by_the_provider}
        assert resource_id == kind.find(client, inputs)
        made.append((kind, client, resource_id, inputs | state))
    assert set() == left_out
    for kind, client, resource_id, state in reversed(made):
        kind.delete(client, resource_id, state)
        with pytest.raises(ClientError) as raised:
            kind.read(client, resource_id)
        assert kind.is_missing(raised.value)


@EACH
def test_what_a_sample_leaves_out_is_refused_if_it_is_not_carried_out(kind: ResourceType) -> None:
    """The sample has nothing wrong with it, and each refused input makes it wrong by its name."""
    sample = SAMPLES[kind.token()]
    assert [] == kind.problems(sample)
    for name in kind.refused:
        assert name in {problem.path for problem in kind.problems({**sample, name: UNKNOWN})}


def aws(world: World, service: str) -> Any:
    """A client as the provider has them."""
    return boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=world.endpoint,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
    )


def given(world: World) -> dict[str, str]:
    """The ids of what is there before anything is made: a VPC, and two of its subnets."""
    subnets = aws(world, "ec2").describe_subnets()["Subnets"]
    return {VPC: subnets[0]["VpcId"], SUBNET: subnets[0]["SubnetId"], ANOTHER_SUBNET: subnets[1]["SubnetId"]}
