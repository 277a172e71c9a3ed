"""An app's image repository in one environment."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from components.naming import name_for, tags_for
from components.permissions import pull_policy
from retention.build import protecting_policy

_NAME_LIMIT = 256
"""https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html"""


@dataclass(frozen=True, kw_only=True)
class RepositoryArgs:
    """What a repository is made from.

    Plain values instead of `pulumi.Input`: pure builders turn them into documents, and they decide which
    resources exist, so that every preview is complete and the policy pack can judge it.
    """

    app: str
    environment: str
    repository_name: str | None = None
    """The name in ECR. Default: `<app>-<environment>`. Another name replaces the repository."""
    keep_builds: int = 30
    """How many of the newest builds to keep, besides the images in use. Default: 30. At least 5."""
    untagged_days: int = 7
    """Days that an image without any tag is kept. Default: 7. At least 1."""
    kms_key: str | None = None
    """ARN of the key that encrypts the images. Default: AES-256 with a key of ECR's own."""
    readers: tuple[str, ...] = ()
    """Accounts' ids or roles' ARNs that may pull. Default: only who this account's IAM lets."""
    protect: bool = False
    """Whether an update that would delete the repository fails. Default: only ECR refuses, while it holds images."""
    disposable: bool = False
    """Whether `pulumi destroy` may delete images too. Default: ECR refuses while any is left."""

    @property
    def name(self) -> str:
        """The name in ECR."""
        return self.repository_name or name_for(self.app, self.environment, limit=_NAME_LIMIT)


class Repository(pulumi.ComponentResource):
    """An immutable repository, scanned on push, that never expires an image in use.

    Raises ValueError for retention that could, and for a reader that is neither account nor role.
    """

    url: pulumi.Output[str]
    """Push and pull address, without a tag."""
    arn: pulumi.Output[str]
    """The repository's ARN, for policies."""
    name: pulumi.Output[str]
    """The repository's name in ECR."""

    def __init__(self, name: str, args: RepositoryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # Before anything is made: the builders refuse what is unsafe.
        lifecycle = protecting_policy(keep_builds=args.keep_builds, untagged_days=args.untagged_days)
        pull = pull_policy(args.readers) if args.readers else None

        super().__init__("split-pipelines:index:Repository", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)

        repository = ecr.Repository(
            f"{name}-ecr",
            name=args.name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=ecr.RepositoryImageScanningConfigurationArgs(scan_on_push=True),
            encryption_configurations=[
                ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type="KMS" if args.kms_key else "AES256", kms_key=args.kms_key
                )
            ],
            force_delete=args.disposable,
            tags=tags_for(args.app, args.environment),
            opts=pulumi.ResourceOptions(parent=self, protect=args.protect),
        )
        ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy=lifecycle.text,
            # Other rules are a replacement, and a repository has room for one policy: deleted last, the old one
            # would take the new one along. Newer providers see to it themselves; this holds with every one.
            # https://github.com/pulumi/pulumi-aws/issues/2075
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        if pull:
            ecr.RepositoryPolicy(f"{name}-readers", repository=repository.name, policy=pull, opts=mine)

        self.url, self.arn, self.name = repository.repository_url, repository.arn, repository.name
        self.register_outputs({"url": self.url, "arn": self.arn, "name": self.name})
