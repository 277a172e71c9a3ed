"""aws:index/getPartition:getPartition."""

from splitctl.errors import UserError
from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.regions import partition_of
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class CurrentPartition(Lookup):
    """The partition that the provider's region belongs to.

    https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html.
    """

    token = "aws:index/getPartition:getPartition"

    def answer(self, session: Session, asked: Properties) -> Properties:
        partition = partition_of(session.region)
        if partition is None:
            raise UserError(
                f"{session.region!r} is in no partition of AWS: run `pulumi config set aws:region eu-west-1`"
            )
        return {
            "dnsSuffix": partition.dns_suffix,
            "id": partition.name,
            "partition": partition.name,
            "reverseDnsPrefix": partition.reverse_dns_prefix,
        }
