"""Documents and requests at random, from words so few that they often meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from iam import Decision, Document, Policies, Request, evaluate

HERE, THERE = "111111111111", "222222222222"
_ROLE = f"arn:aws:iam::{HERE}:role/ci/build"
_SESSION = f"arn:aws:sts::{HERE}:assumed-role/build/first"
_USER = f"arn:aws:iam::{HERE}:user/ann"
_FAR = f"arn:aws:iam::{THERE}:role/build"
_SERVICE = "ecs.amazonaws.com"
_TEAM = "aws:PrincipalTag/team"
_WEB = f"arn:aws:ecr:eu-west-1:{HERE}:repository/web"


def _one_or_more(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return each | st.lists(each, min_size=1, max_size=2)


_actions = st.sampled_from(["*", "ecr:*", "ECR:putimage", "ecr:?utImage", "ecr:Put*", "s3:*"])
_patterns = st.sampled_from(
    [
        "*",
        "arn:aws:ecr:*",
        f"arn:aws:ecr:*:{HERE}:repository/*",
        _WEB,
        "arn:*:*web",
        f"{_WEB}?prod",
        f"arn:aws:ecr:*:*:repository/${{{_TEAM}}}*",
        f"arn:aws:ecr:eu-west-1:{HERE}:repository/${{{_TEAM}, 'web'}}",
        "arn:aws:ecr:*:*:*${*}",
    ]
)
_PLAIN = "StringEquals StringEqualsIgnoreCase StringLike ArnLike Bool NumericLessThan DateGreaterThan IpAddress"
_NEGATED = "StringNotEquals StringNotEqualsIgnoreCase StringNotLike ArnNotEquals NumericNotEquals NotIpAddress Null"
_operators = st.builds(
    lambda of_set, base, suffix: of_set + base + suffix,
    st.sampled_from(["", "", "", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from([*_PLAIN.split(), *_NEGATED.split(), "BinaryEquals"]),
    st.sampled_from(["", "IfExists"]),
)
_keys = st.sampled_from(
    [_TEAM, "aws:principaltag/TEAM", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:ResourceAccount"]
)
_TEXTS = ["web", "WEB", "w*", "", "true", "5", HERE, _ROLE, "arn:aws:iam::*:role/*", "10.0.0.0/8"]
_texts = st.sampled_from(_TEXTS)
_values = _one_or_more(
    st.sampled_from([*_TEXTS, f"${{{_TEAM}}}", f"${{{_TEAM}, 'web'}}", "${aws:PrincipalAccount}", "${*}"])
)
_conditions = st.dictionaries(_operators, st.dictionaries(_keys, _values, max_size=2), min_size=1, max_size=2)
_identities = _one_or_more(st.sampled_from(["*", HERE, f"arn:aws:iam::{HERE}:root", _ROLE, _SESSION, _USER, _FAR]))
_named = st.just("*") | st.fixed_dictionaries(
    {"AWS": _identities}, optional={"Service": st.just(_SERVICE), "Federated": st.just("accounts.google.com")}
)


def statements(*effects: str, of_resource: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Statements that AWS would take, in the policy of a resource or elsewhere, with one of these effects."""
    inverted = st.sampled_from([False] * 7 + [True])
    parts: dict[str, st.SearchStrategy[Any]] = {
        "Effect": st.sampled_from(effects),
        "Action": _one_or_more(_actions),
        "Resource": _one_or_more(_patterns),
        "Condition": st.just({}) | st.just({}) | _conditions,
    }
    if of_resource:
        parts["Principal"] = _named

    def invert(parts: Mapping[str, Any], which: tuple[bool, ...]) -> dict[str, Any]:
        names = [name for name, yes in zip(("Action", "Resource", "Principal"), which, strict=True) if yes]
        return {f"Not{name}" if name in names else name: part for name, part in parts.items()}

    return st.builds(invert, st.fixed_dictionaries(parts), st.tuples(inverted, inverted, inverted))


def documents(*, of_resource: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Documents that AWS would take."""
    some = statements("Allow", "Allow", "Allow", "Allow", "Deny", of_resource=of_resource)
    versions = st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"])
    return st.fixed_dictionaries({"Version": versions, "Statement": st.lists(some, min_size=1, max_size=3)})


@dataclass(frozen=True)
class Case:
    """A request and the data of the documents that bear on it."""

    request: Request
    identity: tuple[Any, ...] = ()
    resource: tuple[Any, ...] = ()
    """One at most, as the boundary."""
    boundary: tuple[Any, ...] = ()
    session: tuple[Any, ...] = ()

    def decide(self) -> Decision:
        """Evaluate it."""

        def read(kind: str) -> tuple[Document, ...]:
            return tuple(Document.parse(f"{kind}-{at}", each) for at, each in enumerate(getattr(self, kind)))

        identity, resource, boundary, session = map(read, KINDS)
        one, other = next(iter(resource), None), next(iter(boundary), None)
        return evaluate(self.request, Policies(identity, one, other, session))

    def change(self, change: Callable[[Any], Any]) -> "Case":
        """Change the data of every document."""
        changed = {kind: tuple(map(change, getattr(self, kind))) for kind in KINDS}
        return Case(**{**vars(self), **changed})


KINDS = ("identity", "resource", "boundary", "session")

_resources = st.sampled_from(
    [
        _WEB,
        _WEB,
        f"{_WEB}-prod",
        f"arn:aws:ecr:eu-west-1:{THERE}:repository/web",
        f"arn:aws:kms:eu-west-1:{HERE}:key/web",
        "arn:aws:s3:::web",
    ]
)
_requests = st.builds(
    Request,
    action=st.sampled_from(["ecr:PutImage", "ecr:PutImage", "kms:Decrypt"]),
    resource=_resources,
    principal=st.sampled_from([_ROLE, _ROLE, _SESSION, _USER, _FAR, _SERVICE, HERE]),
    context=st.dictionaries(st.just(_TEAM), _texts | st.lists(_texts, max_size=2)),
    complete=st.just(value=True),
    resource_account=st.sampled_from([None, HERE]),
)
cases = st.builds(
    Case,
    _requests,
    st.lists(documents(), min_size=1, max_size=2).map(tuple),
    st.lists(documents(of_resource=True), max_size=1).map(tuple),
    st.just(()) | st.lists(documents(), max_size=1).map(tuple),
    st.just(()) | st.lists(documents(), max_size=1).map(tuple),
)
"""Requests of which all is known."""
