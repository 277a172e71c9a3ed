"""AWS's regions, from the tables that botocore brings.

https://docs.aws.amazon.com/general/latest/gr/rande.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Partition:
    """A group of regions with accounts and names of its own."""

    name: str
    dns_suffix: str

    @property
    def reverse_dns_prefix(self) -> str:
        """How the names of its services begin, such as `com.amazonaws`."""
        return ".".join(reversed(self.dns_suffix.split(".")))


@dataclass(frozen=True)
class Region:
    """One place of AWS's."""

    name: str
    description: str
    partition: Partition

    @property
    def ec2_endpoint(self) -> str:
        """Where its EC2 answers, by which AWS tells regions apart."""
        return f"ec2.{self.name}.{self.partition.dns_suffix}"


def known_regions() -> Iterator[Region]:
    """Every region that botocore knows."""
    for table in _tables():
        for name, said in table["regions"].items():
            if re.match(table["regionRegex"], name):  # `aws-global` and the like are no places
                yield Region(name, said["description"], _partition(table))


def partition_of(region: str) -> Partition | None:
    """The partition that a region belongs to, even one newer than botocore; None if its name fits none."""
    return next((_partition(table) for table in _tables() if re.match(table["regionRegex"], region)), None)


@cache
def _tables() -> list[dict[str, Any]]:
    import botocore.session  # noqa: PLC0415 - takes a while, and most previews look no region up

    tables: list[dict[str, Any]] = botocore.session.Session().get_data("partitions")["partitions"]
    return tables


def _partition(table: dict[str, Any]) -> Partition:
    return Partition(table["id"], table["outputs"]["dnsSuffix"])
