"""Promises that every type of the provider keeps, so that the next one keeps them as well."""

import ast
import inspect

import pytest

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.schema import input_types, output_names
from splitctl.sandbox.provider.types import ALL

EACH = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.token())


@EACH
def test_tables_name_inputs_that_exist(kind: ResourceType) -> None:
    """A misspelt name in a table would silently do nothing."""
    named = {name.partition(".")[0] for name in kind.computed}
    named |= {*kind.replaced_by, *kind.defaults, *kind.carried, *kind.documents, *kind.allowed}
    assert set() == named - input_types(kind.args).keys()


@EACH
def test_defaults_are_allowed_words(kind: ResourceType) -> None:
    """What is filled in passes the check that follows."""
    assert [] == [n for n, words in kind.allowed.items() if n in kind.defaults and kind.defaults[n] not in words]


@EACH
def test_reading_gives_every_output(kind: ResourceType) -> None:
    """An output that is never set would be None in the sandbox, and a value on AWS."""
    (answer,) = [
        n for n in ast.walk(ast.parse(inspect.getsource(type(kind)))) if isinstance(n, ast.Dict) and _is_answer(n)
    ]
    given = {key.value for key in answer.keys if isinstance(key, ast.Constant)}
    by_the_provider = {"region", "tagsAll"} | kind.carried
    assert output_names(kind.resource) == given | (by_the_provider & output_names(kind.resource))


def _is_answer(node: ast.Dict) -> bool:
    return any(isinstance(key, ast.Constant) and key.value == "registryId" for key in node.keys)


def test_tokens_are_distinct() -> None:
    """No type hides another."""
    assert len(ALL) == len({kind.token() for kind in ALL})
