"""What EC2's types and functions share: tags, filters, and ARNs.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html.
"""

from collections.abc import Mapping
from typing import Any

from splitctl.errors import UserError
from splitctl.sandbox.provider import tags
from splitctl.sandbox.provider.regions import partition_of
from splitctl.sandbox.provider.values import Plain, Properties


def tagging(kind: str, wanted: Mapping[str, str]) -> dict[str, Any]:
    """The part of a request that tags the new thing, of a kind such as `security-group`; nothing without tags."""
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags.pairs(wanted)}]} if wanted else {}


def put_tags(client: Any, resource_id: str, held: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Bring the tags of a thing from `held` to `wanted`."""
    gone, added = tags.changes(held, wanted)
    if gone:
        client.delete_tags(Resources=[resource_id], Tags=[{"Key": key} for key in gone])
    if added:
        client.create_tags(Resources=[resource_id], Tags=tags.pairs(added))


def filters(asked: Properties, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What a function's arguments ask EC2 for: those in `names` by EC2's names of them, `filters`, and `tags`.

    A false argument asks for nothing: the official provider cannot tell it from one that is left out.
    """
    given = {theirs: asked[ours] for ours, theirs in names.items() if asked.get(ours)}
    plain = [{"Name": name, "Values": [_text(value)]} for name, value in given.items()]
    custom = [{"Name": each["name"], "Values": each["values"]} for each in asked.get("filters", [])]
    tagged = [{"Name": f"tag:{key}", "Values": [value]} for key, value in sorted(asked.get("tags", {}).items())]
    return plain + custom + tagged


def filtering(asked: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of a request that filters; nothing without filters, which EC2 does not take."""
    return {"Filters": asked} if asked else {}


def only_one(what: str, found: list[dict[str, Any]], asked: Properties) -> dict[str, Any]:
    """The one thing that was found. Raises UserError if it is none, or several, as the official provider does."""
    told = ", ".join(f"{key}={asked[key]!r}" for key in sorted(asked)) or "no arguments"
    if not found:
        raise UserError(f"no matching {what} found ({told})")
    if len(found) > 1:
        raise UserError(
            f"multiple {what}s matched ({told}); use additional constraints to reduce matches to a single {what}"
        )
    return found[0]


def arn(client: Any, owner: str, resource: str) -> str:
    """The ARN of something in the client's region, such as `security-group/sg-1`."""
    region = client.meta.region_name
    partition = partition_of(region)
    return f"arn:{partition.name if partition else 'aws'}:ec2:{region}:{owner}:{resource}"


def _text(value: Plain) -> str:
    return "true" if value is True else str(value)
