"""SP401: what builds and deploys may do what it is there for, and no more."""

from collections.abc import Iterator, Sequence

from iam import UNKNOWN, Deciding, Document, Effect, Kind
from iam.statement import Statement
from policy.builders import builders
from policy.holders import Holder
from policy.managed import aws_managed
from policy.model import Finding, Resource, Rule
from policy.powers import on_everything
from policy.pushes import statement_words

_WHY = "whoever can change what is built can use it"
_NAME_IT = "Name the actions that it needs, and by their ARNs the resources that they are for."


def broad_builders(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find roles of CodeBuild's whose policies allow more than they can name.

    Documents of which nothing is known are left to SP101, which refuses them. Boundaries are not looked at: what a
    policy allows should not hang on another's narrowness.
    """
    for role in builders(resources):
        for document in role.documents:
            if document.identity_flaw is None:
                yield from _document(role, document)


def _document(role: Holder, document: Document) -> Iterator[Finding]:
    if document == aws_managed(f"arn:aws:iam::aws:policy/{document.name}"):
        if any(on_everything(each) for each in document.statements):
            yield Finding(
                role.urn,
                f"{role.name}: AWS's own policy {document.name} lets it push to every repository. Attach one that "
                "names the repository that it pushes to.",
            )
        return
    for statement in document.statements:
        if statement.effect is Effect.DENY:
            continue
        if flaw := _flaw(statement):
            words = statement_words(
                Deciding(document.name, statement.index, statement.sid, statement.effect, Kind.IDENTITY)
            )
            yield Finding(role.urn, f"{role.name}: {words}, {flaw}: {_WHY}. {_NAME_IT}")


def _flaw(statement: Statement) -> str | None:
    """Say how a statement that is no Deny allows too much. None if it does not."""
    if statement.not_actions:
        return "allows all actions but some (NotAction), and so each that AWS will ever add"
    if statement.not_resources:
        return "allows something on everything but some resources (NotResource)"
    if UNKNOWN in (statement.effect, *statement.actions, *(statement.resources or ())):
        return "is not known in full before the update, so it may allow anything"
    powers = on_everything(statement)
    if not powers:
        return None
    more = len(powers) - 1
    others = f" and {more} more such action{'' if more == 1 else 's'}" if more else ""
    return f"allows {powers[0]}{others} on everything"


RULES = (
    Rule(
        name="SP401-least-privilege",
        description="The role of a build is allowed what it needs, on the resources that it needs.",
        why=(
            "A build does what its source says. Whoever can change that can do all that the role of the build is "
            "allowed."
        ),
        fails=(
            "A role of CodeBuild's that is allowed what decides what runs, or who may do what, on everything (of "
            "ECR all, ecs:UpdateService, iam:PassRole, ...); or all but what it names (NotAction, NotResource); "
            "or that has a policy of AWS's own that lets it push."
        ),
        fix=_NAME_IT,
        passes=(
            "Actions that know no resources, such as ecr:GetAuthorizationToken; policies of which nothing is "
            "known are left to SP101. Boundaries are not looked at."
        ),
        pages=("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",),
        severity="high",
        alone=False,
        judge=broad_builders,
    ),
)
