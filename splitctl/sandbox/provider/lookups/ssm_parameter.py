"""aws:ssm/getParameter:getParameter."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class OneParameter(Lookup):
    """What a parameter says, in its newest version. One that does not exist is an error.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html.
    """

    token = "aws:ssm/getParameter:getParameter"
    secret = frozenset({"value"})

    def answer(self, session: Session, asked: Properties) -> Properties:
        region, decrypted = asked.get("region") or session.region, asked.get("withDecryption", True)
        client = session.client("ssm", region)
        held = client.get_parameter(Name=asked["name"], WithDecryption=decrypted)["Parameter"]
        return {
            "arn": held["ARN"],
            "id": held["Name"],
            "insecureValue": "" if held["Type"] == "SecureString" else held["Value"],
            "name": held["Name"],
            "region": region,
            "type": held["Type"],
            "value": held["Value"],
            "version": held["Version"],
            "withDecryption": decrypted,
        }
