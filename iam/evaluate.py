"""Whether policies allow a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from iam.findings import Deciding, Finding, Kind, Policies, find
from iam.logic import MAYBE, NO, YES, Truth, agreed, all_of, any_of, opposite
from iam.principals import PrincipalKind
from iam.request import Request


class Answer(Enum):
    """What is known of a request. UNKNOWN may turn out to be either of the others: the caller says what it means."""

    DENIED = "denied"
    UNKNOWN = "unknown"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Decision:
    """An answer and, in one clause, why. Quotes no text of a policy but names and Sids: values may be secret."""

    answer: Answer
    reason: str
    statements: tuple[Deciding, ...] = ()
    """ALLOWED: what allows it. DENIED: what denies it; none if nothing allows it. UNKNOWN: what may do either."""


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide a request by the policies that bear on it.

    A Deny wins. Else, within one account, an identity policy or the resource's policy must allow it, and so must
    boundary and session policies, if there are any; but these do not limit what the resource's policy gives to the
    session, to the user or to everyone. One that names only the account leaves it to the account's identity policies.
    From another account, both sides must allow it. A service has no policies but the resource's.

    UNKNOWN rather than ALLOWED or DENIED is what comes without a Deny for an account's root user, whom policies of the
    account do not bind, and what identity policies allow to sessions of federated users.

    Not looked at: policies of organizations and of VPC endpoints, which take away only; grants of KMS and access
    control lists of S3, which give more.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    """
    findings = find(request, policies)
    sides = _Sides(request, policies, findings)
    denies = any_of(each.denies for each in findings)
    answers = [way(sides) for way in _ways(request)]
    allows = agreed(answers)
    if denies is YES:
        return Decision(Answer.DENIED, "a Deny statement applies", _of(findings, lambda each: each.denies is YES))
    if allows is NO:
        return Decision(Answer.DENIED, _lack(sides))
    if allows is YES and denies is NO:
        allowing = _of(findings, lambda each: sides.weight(each) is YES)
        return Decision(Answer.ALLOWED, "a statement allows it, and none denies it", allowing)
    bearing = _of(findings, lambda each: each.denies is MAYBE or sides.weight(each) is not NO)
    return Decision(Answer.UNKNOWN, _doubt(sides, denies, answers), bearing)


class _Sides:
    """What each side allows."""

    def __init__(self, request: Request, policies: Policies, findings: list[Finding]) -> None:
        self.request = request
        self.findings = findings
        self.identity = self._allowed(Kind.IDENTITY)
        if request.caller.kind is PrincipalKind.ROOT:
            self.identity = MAYBE
        elif request.caller.kind is PrincipalKind.OTHER:
            self.identity = min(self.identity, MAYBE)
        self.boundary = self._allowed(Kind.BOUNDARY) if policies.boundary else YES
        self.session = self._allowed(Kind.SESSION) if policies.session else YES
        by_resource = [each.allows for each in findings if each.deciding.kind is Kind.RESOURCE]
        self.by_account = any_of(each.by_account for each in by_resource)
        self.by_role = any_of(each.by_role for each in by_resource)
        self.directly = any_of(each.directly for each in by_resource)

    @property
    def by_resource(self) -> Truth:
        return any_of((self.by_account, self.by_role, self.directly))

    @property
    def limits(self) -> Truth:
        return all_of((self.boundary, self.session))

    def weight(self, finding: Finding) -> Truth:
        """Whether a statement counts as one that allows the request."""
        delegates = self.request.within_account is not YES or self.request.needs_trust is not NO
        if finding.deciding.kind is not Kind.RESOURCE or delegates:
            return finding.allows.at_all
        return any_of((finding.allows.by_role, finding.allows.directly))

    def _allowed(self, kind: Kind) -> Truth:
        return any_of(each.allows.at_all for each in self.findings if each.deciding.kind is kind)


def _within_account(sides: _Sides) -> Truth:
    trusted = any_of((opposite(sides.request.needs_trust), sides.by_account))
    by_role = any_of((all_of((sides.identity, trusted)), sides.by_role))
    return any_of((sides.directly, all_of((by_role, sides.limits))))


def _across_accounts(sides: _Sides) -> Truth:
    return all_of((sides.identity, sides.limits, sides.by_resource))


def _by_service(sides: _Sides) -> Truth:
    return sides.directly


def _ways(request: Request) -> list[Callable[[_Sides], Truth]]:
    """The ways to decide one of which is the right one."""
    if request.caller.kind is PrincipalKind.SERVICE:
        return [_by_service]
    if request.within_account is not MAYBE:
        return [_within_account if request.within_account is YES else _across_accounts]
    # A principal of which nothing is known may be a service, too; but what both of these say goes for it as well.
    return [_within_account, _across_accounts]


def _of(findings: list[Finding], wanted: Callable[[Finding], bool]) -> tuple[Deciding, ...]:
    return tuple(each.deciding for each in findings if wanted(each))


def _lack(sides: _Sides) -> str:
    """Say what is missing for an Allow."""
    if sides.identity is NO and sides.by_resource is NO:
        return "no statement allows it"
    if sides.boundary is NO:
        return "the permissions boundary does not allow it"
    if sides.session is NO:
        return "no session policy allows it"
    if sides.identity is NO:
        return "the resource's policy leaves it to identity policies, and none allows it"
    return "the resource's policy does not allow it, and must"


def _doubt(sides: _Sides, denies: Truth, answers: list[Truth]) -> str:
    """Say what is not known."""
    for finding in sides.findings:
        if finding.flaw:
            return f"policy {finding.deciding.policy} is not known: {finding.flaw}"
    if denies is not NO:
        return "a Deny statement may apply"
    if len(set(answers)) > 1:
        return "whether principal and resource are of one account is not known"
    if sides.request.caller.kind in (PrincipalKind.ROOT, PrincipalKind.OTHER):
        return "what policies mean to such a principal is not decided here"
    return "an Allow statement may apply, and none is sure to"
