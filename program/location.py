"""Where this update happens."""

import pulumi_aws as aws

from components.place import Place


def here() -> Place:
    """The account, region and partition of the credentials and the stack."""
    partition = aws.get_partition()
    return Place(
        account=aws.get_caller_identity().account_id,
        region=aws.get_region().region,
        partition=partition.partition,
        dns_suffix=partition.dns_suffix,
    )
