"""Who else may pull from a repository."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
"""What a pull needs of a repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_ROLE = re.compile(r"arn:[a-z-]+:iam::(\d{12}):role/[\w+=,.@/-]+", re.ASCII)


def pull_policy(readers: Iterable[str]) -> str:
    """Return the repository policy that lets `readers` pull, and nothing else.

    A reader is an account's id or a role's ARN. Raises ValueError for anything else: a wildcard would let in
    whoever is created later. The same readers give the same text, whatever their order.
    """
    accounts: set[str] = set()
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for reader in readers:
        if _ACCOUNT.fullmatch(reader):
            accounts.add(reader)
        elif role := _ROLE.fullmatch(reader):
            roles[role[1]].add(reader)
        else:
            raise ValueError(f"{reader!r} cannot be a reader; use an account's id or a role's full ARN")
    statements = [_pull(account) for account in sorted(accounts)]
    statements += [_pull(account, sorted(arns)) for account, arns in sorted(roles.items())]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _pull(account: str, roles: list[str] | None = None) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        # IAM reads a bare id as that account's root, in any partition.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        "Principal": {"AWS": account},
        "Action": list(PULL),
    }
    if roles:
        # ECR refuses a policy whose principal does not exist yet, and a role may be made later. A condition
        # may name it all the same: it holds as soon as there is such a role.
        statement["Condition"] = {"ArnEquals": {"aws:PrincipalArn": roles}}
    return statement
