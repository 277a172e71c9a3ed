"""What the provider loads, and when."""

import json
import pkgutil
import subprocess
import sys

import pytest

from splitctl.sandbox.provider import types
from splitctl.sandbox.provider.on_demand import OnDemand
from splitctl.sandbox.provider.types import TYPES

# What two types have in common is no type itself.
IN_COMMON = {"security_group_rule"}

USED = """
import json, sys
from splitctl.sandbox.provider.lookups import ALL
from splitctl.sandbox.provider.types import TYPES
def loaded():
    return [name for name in ("boto3", *(f"pulumi_aws.{each}._inputs" for each in ("ec2", "ecr", "ecs")))
            if name in sys.modules]
told = [loaded()]
assert "aws:ec2/securityGroup:SecurityGroup" in TYPES and len(TYPES) == len(list(TYPES))
told.append(loaded())
TYPES["aws:ecr/repository:Repository"].args_names()
told.append(loaded())
print(json.dumps(told))
"""


@pytest.mark.parametrize("token", TYPES)
def test_each_token_leads_to_its_own_type(token: str) -> None:
    """A line of the table that is wrong would make something else than the program asks for."""
    assert token == TYPES[token].token()


def test_no_type_is_forgotten() -> None:
    """Each module of the folder is in the table: a type that is left out would be unknown."""
    modules = {each.name for each in pkgutil.iter_modules(types.__path__)} - IN_COMMON
    assert modules == {type(kind).__module__.rpartition(".")[2] for kind in TYPES.values()}
    assert len(modules) == len(TYPES)


def test_a_type_is_made_once_and_an_unknown_one_is_none() -> None:
    """Whoever asks for a type gets the same one. What is not asked for is not looked for, be it there or not."""
    table = OnDemand(types.__name__, {"repository": "ecr_repository:EcrRepository", "gone": "gone:Gone"})
    assert table["repository"] is table["repository"]
    assert ["repository", "gone"] == list(table)
    assert "queue" not in table
    with pytest.raises(KeyError, match="queue"):
        table["queue"]


def test_a_type_costs_what_it_needs() -> None:
    """A start, and a look at the tokens, load neither boto3 nor a service's classes; a type loads its service's."""
    ran = subprocess.run([sys.executable, "-c", USED], capture_output=True, text=True, check=True)
    assert [[], [], ["pulumi_aws.ecr._inputs"]] == json.loads(ran.stdout)
