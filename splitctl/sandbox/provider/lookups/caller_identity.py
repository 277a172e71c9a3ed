"""aws:index/getCallerIdentity:getCallerIdentity."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class CallerIdentity(Lookup):
    """Who calls.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html.
    """

    token = "aws:index/getCallerIdentity:getCallerIdentity"

    def answer(self, session: Session, asked: Properties) -> Properties:
        held = session.client("sts").get_caller_identity()
        return {"accountId": held["Account"], "arn": held["Arn"], "id": held["Account"], "userId": held["UserId"]}
