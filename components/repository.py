"""An app's image repository in one environment."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from components.permissions import pull_policy
from naming.names import repository_name
from naming.tags import RETIRED, tags_for
from retention.build import protecting_policy


@dataclass(frozen=True, kw_only=True)
class RepositoryArgs:
    """What a repository is made from.

    Plain values instead of `pulumi.Input`: pure builders turn them into documents, and they decide which
    resources exist, so that every preview is complete and the policy pack can judge it.
    """

    app: str
    environment: str
    repository_name: str | None = None
    """The name in ECR. Default: `<app>-<environment>`, and a hash if that could be another's, too.

    Another name replaces the repository."""
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
    retire: bool = False
    """Whether it is to be removed, though its images may run still. Default: it stays."""

    @property
    def name(self) -> str:
        """The name in ECR."""
        return self.repository_name or repository_name(self.app, self.environment)


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
            tags=tags_for(args.app, args.environment, disposable=args.disposable) | (RETIRED if args.retire else {}),
            opts=pulumi.ResourceOptions(parent=self, protect=args.protect),
        )
        ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy=lifecycle.text,
            # Other rules are a replacement, and a repository has room for one policy: to delete the old one would leave
            # it without for a moment, or, deleted last, take the new one along. To put the new one overwrites it, and
            # it goes with the repository. https://github.com/pulumi/pulumi-aws/issues/2075
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )
        if pull:
            ecr.RepositoryPolicy(f"{name}-readers", repository=repository.name, policy=pull, opts=mine)

        self.url, self.arn, self.name = repository.repository_url, repository.arn, repository.name
        self.register_outputs({"url": self.url, "arn": self.arn, "name": self.name})
