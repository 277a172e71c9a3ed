"""What a function of the sandbox's provider says of itself. The next one is a small class of its own in `lookups/`."""

from abc import ABC, abstractmethod
from typing import ClassVar

from pulumi.provider.experimental.property_value import PropertyValue

from splitctl.sandbox.provider.secrecy import Secrets
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class Lookup(ABC):
    """One function of pulumi_aws, which looks something up and makes nothing."""

    token: ClassVar[str]
    """The function as Pulumi names it, such as `aws:index/getRegion:getRegion`."""
    secret: ClassVar[frozenset[str]] = frozenset()
    """The fields of the answer that are secret."""

    @abstractmethod
    def answer(self, session: Session, asked: Properties) -> Properties:
        """Every field that pulumi_aws's class of the answer has, by Pulumi's names.

        `asked`: the arguments; those left out are not in it.

        May raise botocore's ClientError, which the engine shows as it is, and UserError.
        """

    def sealed(self, answer: Properties) -> dict[str, PropertyValue]:
        """`answer` as it is sent."""
        return Secrets().seal(answer, self.secret)
