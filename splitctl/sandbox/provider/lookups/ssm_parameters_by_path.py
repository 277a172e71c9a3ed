"""aws:ssm/getParametersByPath:getParametersByPath."""

from splitctl.sandbox.provider.lookup import Lookup
from splitctl.sandbox.provider.session import Session
from splitctl.sandbox.provider.values import Properties


class ParametersByPath(Lookup):
    """The parameters beneath a path. None yet is no error: the lists are empty.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html.
    """

    token = "aws:ssm/getParametersByPath:getParametersByPath"
    secret = frozenset({"values"})

    def answer(self, session: Session, asked: Properties) -> Properties:
        region, path = asked.get("region") or session.region, asked["path"]
        recursive, decrypted = asked.get("recursive", False), asked.get("withDecryption", True)
        pages = session.client("ssm", region).get_paginator("get_parameters_by_path")
        answered = pages.paginate(Path=path, Recursive=recursive, WithDecryption=decrypted)
        held = [each for page in answered for each in page["Parameters"]]
        return {
            "arns": [each["ARN"] for each in held],
            "id": path,
            "names": [each["Name"] for each in held],
            "path": path,
            "recursive": recursive,
            "region": region,
            "types": [each["Type"] for each in held],
            "values": [each["Value"] for each in held],
            "withDecryption": decrypted,
        }
