"""The programs that the sandbox's language host writes for `pulumi import`."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from splitctl.sandbox.language.pcl import Block, Call, Reference, parse
from splitctl.sandbox.language.program import program

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def pcl(value: Any) -> str:
    """A value as Pulumi writes it."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, dict):
        return "{\n" + "".join(f"{pcl(key)} = {pcl(item)}\n" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(pcl, value)) + "]" if isinstance(value, list) else json.dumps(value)


@given(values)
def test_values_are_read_as_they_were(value: Any) -> None:
    """Whatever a text holds."""
    assert [Block("resource", ["web", "a:b:C"], {"x": value})] == parse(
        f'resource web "a:b:C" {{\n x = {pcl(value)}\n}}'
    )


def test_what_is_no_value_is_read() -> None:
    """References, calls, numbers with a point, blocks in blocks."""
    (block,) = parse('resource web "t" {\n a = b.name\n c = secret("d")\n e = 1.5\n options {\n protect = true\n}\n}')
    assert {"a": Reference(("b", "name")), "c": Call("secret", ["d"]), "e": 1.5} == block.attributes
    assert [Block("options", [], {"protect": True})] == block.blocks


PCL = """
package aws {
  baseProviderName = "aws"
}
resource rules "aws:ecr/lifecyclePolicy:LifecyclePolicy" {
  repository = web.name
  policy = secret("hidden")
  options {
    dependsOn = [web, class]
    protect = true
  }
}
resource class "aws:ecr/repository:Repository" {
  __logicalName = "class"
  encryptionConfigurations = [{
    encryptionType = "KMS"
  }]
  tags = {
    "encryptionType" = "a"
  }
  options {
    dependsOn = []
  }
}
resource web "aws:ecr/repository:Repository" {
}
"""

PYTHON = """import pulumi
import pulumi_aws as aws

class_ = aws.ecr.Repository("class",
    encryption_configurations=[
        {
            "encryption_type": "KMS",
        },
    ],
    tags={
        "encryptionType": "a",
    },
    opts=pulumi.ResourceOptions())
web = aws.ecr.Repository("web")
rules = aws.ecr.LifecyclePolicy("rules",
    repository=web.name,
    policy=pulumi.Config().require_secret("rules-policy"),
    opts=pulumi.ResourceOptions(depends_on=[
        web,
        class_,
    ], protect=True))
"""


def test_a_program_is_python() -> None:
    """What is referred to comes first; members of an object have Python's names, keys of tags their own; no secret."""
    assert PYTHON == program(PCL)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('resource a "aws:ecr/repository:Repository" {', "expected more and found the end"),
        ('resource a "aws:ecr/repository:Repository" {\n name = "${b}"\n}', "a text with a value inside"),
        ('resource a "aws:ecr/repository:Repository" {\n name = file("b")\n}', "the function file is not supported"),
        ('resource a "aws:ecr/repository:Repository" {\n options {\n x = 1\n}\n}', "the option x is not supported"),
        ('resource a "moon:a/b:C" {\n}', "there is no installed package with the type moon:a/b:C"),
        ('resource a "a:b:C" {\n x = b.id\n}\nresource b "a:b:C" {\n x = a.id\n}', "in a circle"),
    ],
)
def test_what_cannot_be_written_is_said(source: str, reason: str) -> None:
    """Rather than written wrongly."""
    with pytest.raises(ValueError, match=reason):
        program(source)
