"""Docker Hub's images by way of the account's own registry."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr


@dataclass(frozen=True, kw_only=True)
class PullThroughCacheArgs:
    """What a pull-through cache is made from."""

    prefix: str
    """What the names of the cached repositories begin with."""
    credentials: str
    """ARN of the secret with a Docker Hub `username` and `accessToken`, named `ecr-pullthroughcache/...`."""


class PullThroughCache(pulumi.ComponentResource):
    """Lets builds pull what Docker Hub has, under one account's limits and not those of CodeBuild's shared addresses.

    One per account and region: two stacks that live in the same one share it, and one of them makes it.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
    """

    prefix: pulumi.Output[str]
    """What the names of the cached repositories begin with."""

    def __init__(self, name: str, args: PullThroughCacheArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:PullThroughCache", name, {}, opts)
        rule = ecr.PullThroughCacheRule(
            f"{name}-rule",
            ecr_repository_prefix=args.prefix,
            upstream_registry_url="registry-1.docker.io",
            credential_arn=args.credentials,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.prefix = rule.ecr_repository_prefix
        self.register_outputs({"prefix": self.prefix})
