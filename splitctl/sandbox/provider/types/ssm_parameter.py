"""aws:ssm/parameter:Parameter."""

from collections.abc import Set as AbstractSet
from typing import Any

from pulumi_aws import ssm

from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.autoname import AutoName
from splitctl.sandbox.provider.half_made import kept
from splitctl.sandbox.provider.resource import NotThereError, ResourceType
from splitctl.sandbox.provider.schema import Problem
from splitctl.sandbox.provider.values import Plain, Properties

_ONE_OF = ("value", "insecureValue")
_LEFT_TO_AWS = "Intelligent-Tiering"
_NOT_PUT = frozenset({"overwrite", "region", "tags"})


class SsmParameter(ResourceType):
    """A value that others look up by name. What it says is an output: `value`, a secret, or `insecureValue`.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html.
    """

    resource, args, service = ssm.Parameter, ssm.ParameterArgs, "ssm"
    missing = frozenset({"ParameterNotFound"})
    replaced_by = frozenset({"dataType", "name"})
    computed = frozenset({"arn", "dataType", "insecureValue", "keyId", "tier", "value"})
    carried = frozenset({"overwrite"})
    allowed = {  # noqa: RUF012
        "dataType": ("text", "aws:ec2:image", "aws:ssm:integration"),
        "tier": ("Standard", "Advanced", _LEFT_TO_AWS),
        "type": ("String", "StringList", "SecureString"),
    }
    refused = frozenset({"arn", "valueWo", "valueWoVersion"})
    auto_name = AutoName()

    def problems(self, inputs: Properties) -> list[Problem]:
        """As of every type; a parameter says one thing, and a SecureString is no open text."""
        found = super().problems(inputs)
        given = [name for name in _ONE_OF if name in inputs]
        if not given and "valueWo" not in inputs:
            found.append(Problem("value", "give this input, or insecureValue"))
        if len(given) > 1:
            found.append(Problem("insecureValue", "leave it out, or value: a parameter says one thing"))
        if "insecureValue" in given and inputs.get("type") == "SecureString":
            found.append(Problem("insecureValue", "a SecureString takes value instead"))
        return found

    def replaced(self, names: AbstractSet[str], old: Properties, new: Properties) -> frozenset[str]:
        """As of every type. AWS makes no standard parameter of an advanced one."""
        down = (old.get("tier"), new.get("tier")) == ("Advanced", "Standard")
        return super().replaced(names, old, new) | (frozenset({"tier"}) if down else frozenset())

    def create(self, client: Any, inputs: Properties) -> str:
        name: str = inputs["name"]
        overwrite = inputs.get("overwrite", False)
        asked = _request(inputs)
        labels = tags.pairs(inputs.get("tags", {}))
        if not overwrite:
            client.put_parameter(**asked, Overwrite=False, Tags=labels)
            return name
        client.put_parameter(**asked, Overwrite=True)  # which AWS does not take together with tags
        if labels:
            with kept(self, client, name, inputs):
                client.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=labels)
        return name

    def read(self, client: Any, resource_id: str) -> Properties:
        held = client.get_parameter(Name=resource_id, WithDecryption=True)["Parameter"]
        name = held["Name"]
        told = _described(client, name)
        return {
            "allowedPattern": told.get("AllowedPattern"),
            "arn": held["ARN"],
            "dataType": told["DataType"],
            "description": told.get("Description"),
            "hasValueWo": False,
            "insecureValue": None if held["Type"] == "SecureString" else held["Value"],
            "keyId": told.get("KeyId"),
            "name": name,
            "tags": _tags(client, name),
            "tier": told["Tier"],
            "type": held["Type"],
            "value": held["Value"],
            "valueWo": None,
            "valueWoVersion": None,
            "version": held["Version"],
        }

    def shown(self, inputs: Properties, held: Properties) -> Properties:
        """It says one thing, where the program says it: what stands in plain elsewhere is not told as a secret."""
        hidden = "value" if "insecureValue" in inputs and held["insecureValue"] is not None else "insecureValue"
        return held | {hidden: None}

    def drifted(self, old_inputs: Properties, state: Properties) -> Properties:
        """As of every type. Where AWS is to choose the tier, its choice is no drift."""
        chosen = {"tier": _LEFT_TO_AWS} if old_inputs.get("tier") == _LEFT_TO_AWS else {}
        return super().drifted(old_inputs, state | chosen)

    def update(self, client: Any, resource_id: str, inputs: Properties, changed: frozenset[str]) -> None:
        # What AWS chose, the program does not say; a tier is left to AWS again only with something else.
        same_tier = {"tier"} if inputs.get("tier") == _LEFT_TO_AWS else set()
        if changed & (inputs.keys() | {"allowedPattern", "description"}) - _NOT_PUT - same_tier:
            description = inputs.get("description", "")
            overwrite = inputs.get("overwrite", True)
            client.put_parameter(**_request(inputs) | {"Description": description}, Overwrite=overwrite)
        if "tags" in changed:
            gone, added = tags.changes(_tags(client, inputs["name"]), inputs.get("tags", {}))
            whose = {"ResourceType": "Parameter", "ResourceId": inputs["name"]}
            if gone:
                client.remove_tags_from_resource(**whose, TagKeys=gone)
            if added:
                client.add_tags_to_resource(**whose, Tags=tags.pairs(added))

    def delete(self, client: Any, resource_id: str, state: Properties) -> None:
        client.delete_parameter(Name=state["name"])


def _request(inputs: Properties) -> dict[str, Any]:
    asked: dict[str, Plain] = {
        "AllowedPattern": inputs.get("allowedPattern", ""),
        "Name": inputs["name"],
        "Type": inputs["type"],
        "Value": inputs.get("insecureValue") or inputs["value"],
    }
    names = {"dataType": "DataType", "description": "Description", "tier": "Tier"}
    if inputs["type"] == "SecureString":
        names["keyId"] = "KeyId"
    return asked | {theirs: inputs[ours] for ours, theirs in names.items() if inputs.get(ours)}


def _described(client: Any, name: str) -> Properties:
    only = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
    for page in client.get_paginator("describe_parameters").paginate(ParameterFilters=only):
        for each in page["Parameters"]:
            found: Properties = each
            return found
    raise NotThereError("DescribeParameters", f"parameter {name}")


def _tags(client: Any, name: str) -> dict[str, str]:
    return tags.mapping(client.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"])
