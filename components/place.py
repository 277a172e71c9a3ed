"""Where things are: account, region and partition, known before anything is made."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """One account in one region.

    Policies name what they are about by ARNs made here, and not by outputs of resources: so the policy pack can
    judge the very first preview.
    """

    account: str
    region: str
    partition: str = "aws"
    """Default: that of AWS's commercial regions."""
    dns_suffix: str = "amazonaws.com"
    """What the addresses of AWS end with in this partition. Default: as in the commercial regions."""

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of a regional service."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    @property
    def registry(self) -> str:
        """The host of the account's ECR registry in this region."""
        return f"{self.account}.dkr.ecr.{self.region}.{self.dns_suffix}"

    def repository_arn(self, name: str) -> str:
        """The ARN of an ECR repository; `name` may end in a wildcard."""
        return self.arn("ecr", f"repository/{name}")

    def cluster_arn(self, name: str) -> str:
        """The ARN of an ECS cluster."""
        return self.arn("ecs", f"cluster/{name}")

    def role_arn(self, name: str) -> str:
        """The ARN of a role of the account."""
        return f"arn:{self.partition}:iam::{self.account}:role/{name}"
