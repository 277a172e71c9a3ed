"""Who is let push by repositories' own policies, and by nothing else that a stack knows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from iam import Answer, Document, Policies, Request, evaluate
from policy.model import UNKNOWN, Resource, Unknown
from policy.pushes import PUSH, Reach, Registry, named_principals, statement_words
from policy.repositories import account_of, arn_of, label_of

# Of a principal elsewhere nothing is known, so its own account may let it do anything.
_ANYTHING = Document.parse("", {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
_HERE, _ELSEWHERE = "000000000000", "999999999999"
"""Accounts that differ, whichever they are."""


@dataclass(frozen=True)
class Grant:
    """A principal that repositories' policies name, and where it may push by them."""

    principal: str
    urn: str
    """The first of those repositories."""
    reached: tuple[Reach, ...]


def grants(registry: Registry) -> Iterator[Grant]:
    """List who is let push by policies of repositories, each with all that are open to it."""
    found: defaultdict[str, list[tuple[str, Reach]]] = defaultdict(list)
    names = sorted({name for each in registry.repositories for name in named_principals(registry.policy(each))})
    for name in names:
        for repository in registry.repositories:
            policy = registry.policy(repository)
            if policy is None or policy.resource_flaw is not None or _is_owner(name, repository):
                continue
            principal: str | Unknown = UNKNOWN if name == "*" else name
            request = Request(
                action=PUSH,
                resource=arn_of(repository),
                principal=principal,
                # The accounts below are made up: conditions must not be decided by them.
                context={"aws:PrincipalAccount": UNKNOWN, "aws:ResourceAccount": UNKNOWN},
                principal_account=_ELSEWHERE if name == "*" else None,
                resource_account=_HERE,
            )
            decision = evaluate(request, Policies(identity=(_ANYTHING,), resource=policy))
            through = tuple(statement_words(each) for each in decision.statements if each.policy)
            if decision.answer is not Answer.DENIED:
                reach = Reach(registry.environments.of_repository(repository), label_of(repository), through)
                found[name].append((repository.urn, reach))
    for name, reached in sorted(found.items()):
        yield Grant(
            "anyone" if name == "*" else name,
            min(urn for urn, _ in reached),
            tuple(sorted((reach for _, reach in reached), key=Reach.order)),
        )


def _is_owner(name: str, repository: Resource) -> bool:
    """Whether it is the repository's own account: that leaves it to the policies of its roles and users."""
    account = account_of(repository)
    return account is not None and re.fullmatch(rf"(arn:[^:]*:iam::)?{account}(:root)?", name) is not None
