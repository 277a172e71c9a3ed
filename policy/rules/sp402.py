"""SP402: roles are for those that they are meant for."""

from collections.abc import Iterator, Sequence

from policy.builders import trusts_strangers
from policy.containers import TASK_DEFINITION
from policy.model import ROLE, UNKNOWN, Finding, Resource, Rule

_EXECUTION, _TASK = "executionRoleArn", "taskRoleArn"


def confusable_roles(resources: Sequence[Resource]) -> Iterator[Finding]:
    """Find roles that CodeBuild assumes for whoever asks it to, and tasks that run as the role that starts them.

    What is not known passes: the rule runs again when it is, before anything is made.
    """
    for resource in resources:
        if resource.type == ROLE and trusts_strangers(resource):
            yield Finding(
                resource.urn,
                f"{resource.name}: CodeBuild may assume it for the project of any account. Give the statement of its "
                "trust policy a condition: aws:SourceAccount is this account, or aws:SourceArn the project's ARN.",
            )
        if resource.type == TASK_DEFINITION and _is_one(resource):
            yield Finding(
                resource.urn,
                f"{resource.name}: its app runs as the role that ECS starts it by, and may read all that it is started "
                "with. Give it a task role of its own, or none.",
            )


def _is_one(task: Resource) -> bool:
    """Whether both of a task's roles are the same: by name, or by ARN, which ends in it."""
    roles = [task.props.get(each) for each in (_EXECUTION, _TASK)]
    if not all(roles) or UNKNOWN in roles:
        return False
    execution, own = (str(each).rsplit("/", 1)[-1] for each in roles)
    return execution == own


RULES = (
    Rule(
        name="SP402-roles-not-confused",
        description="A role is taken on by those that it is meant for, and by nobody else.",
        why=(
            "A role that anybody can have CodeBuild assume, or that an app shares with what starts it, gives away "
            "more than it is meant to."
        ),
        fails=(
            "A role that CodeBuild may assume for projects of any account; and a task whose task role is its "
            "execution role."
        ),
        fix=(
            "Give the trust policy's statement a condition on aws:SourceAccount or aws:SourceArn; give a task a "
            "task role of its own, or none."
        ),
        passes="What is not known in a preview: the rule runs again when it is, before anything is made.",
        pages=(
            "https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html",
            "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
        ),
        severity="medium",
        alone=True,
        judge=confusable_roles,
        level="advisory",
    ),
)
