"""The roles that builds run as."""

from collections.abc import Mapping, Sequence

from iam import UNKNOWN, Answer, Document, Policies, Request, evaluate
from policy.holders import Holder, holders
from policy.model import PROJECT, ROLE, Resource

_CODEBUILD = "codebuild.amazonaws.com"
_STRANGER = {
    "aws:SourceAccount": "000000000000",
    "aws:SourceArn": "arn:aws:codebuild:eu-west-1:000000000000:project/of-a-stranger",
}
"""For whom CodeBuild asks: an account that nobody has."""


def builders(resources: Sequence[Resource]) -> list[Holder]:
    """List the roles of a stack that its build projects run as or that CodeBuild may assume, with their policies."""
    projects = [each for each in resources if each.type == PROJECT]
    return [
        each
        for each in holders(resources)
        if each.resource
        and each.resource.type == ROLE
        and (any(runs_as(project, each.resource) for project in projects) or trusts_codebuild(each.resource))
    ]


def runs_as(project: Resource, role: Resource) -> bool:
    """Whether a build project runs as this role."""
    value = project.props.get("serviceRole", UNKNOWN)
    if value is UNKNOWN:
        return role.urn in project.sources.get("serviceRole", ())
    arn, name = role.props.get("arn", UNKNOWN), role.props.get("name")
    # Before it is made a role has no ARN, but its name may be known, and is the ARN's end.
    return value in (arn, name) or (
        isinstance(value, str) and not isinstance(arn, str) and name == value.rsplit("/", 1)[-1]
    )


def trusts_codebuild(role: Resource) -> bool:
    """Whether CodeBuild may assume a role for somebody, under conditions perhaps. What is not known it may not."""
    return _asked(role, {}) in (Answer.ALLOWED, Answer.UNKNOWN)


def trusts_strangers(role: Resource) -> bool:
    """Whether CodeBuild is known to assume a role for the builds of any account."""
    return _asked(role, _STRANGER) is Answer.ALLOWED


def _asked(role: Resource, context: Mapping[str, str]) -> Answer | None:
    """What the trust policy of a role says to CodeBuild. None if that is not known."""
    trust = Document.parse(role.name, role.props.get("assumeRolePolicy", UNKNOWN))
    if trust.resource_flaw is not None:
        return None
    return evaluate(Request("sts:AssumeRole", UNKNOWN, _CODEBUILD, context), Policies(resource=trust)).answer
