"""What a task's roles may do, and the role that starts scheduled ones."""

import re
from typing import Any

from builds.secret import Parameter, SecretReference
from components.permissions import PULL
from components.place import Place
from components.statements import allow, document, read_secrets
from workloads.service import Service
from workloads.task import Task

# Account, region and repository; hosts are the same in capitals. For IPv4 or both, and with FIPS:
# https://docs.aws.amazon.com/general/latest/gr/ecr.html
_ECR_IMAGE = re.compile(
    r"(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+/([^:@]+)[:@].*", re.ASCII | re.IGNORECASE
)
_EXEC = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)
"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""


def execution_policy(task: Task, place: Place, *, repository: str, log_group: str) -> str:
    """Return the policy of the role by which ECS starts tasks: pull, write the log, read the secrets.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    """
    images = [found for sidecar in task.sidecars if (found := _ECR_IMAGE.fullmatch(sidecar.image))]
    beside = {f"arn:{place.partition}:ecr:{each[2].lower()}:{each[1]}:repository/{each[3]}" for each in images}
    logs = place.arn("logs", f"log-group:{log_group}")
    secrets = [secret for container in (task, *task.sidecars) for secret in container.secrets.values()]
    return document(
        [
            # The one action that ECR has for no single repository.
            allow("Login", ["ecr:GetAuthorizationToken"], "*"),
            allow("Pull", list(PULL), sorted({place.repository_arn(repository), *beside})),
            allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs, f"{logs}:*"]),
            *read_secrets(secrets, task.secrets_key, place),
        ]
    )


def exec_policy(task: Task) -> str | None:
    """Return the policy that `aws ecs execute-command` needs of the app's own role. None if it is off."""
    if not isinstance(task, Service) or not task.execute_command:
        return None
    # These actions have no resources to name.
    return document([allow("Exec", list(_EXEC), "*")])


def schedule_policy(place: Place, *, family: str, cluster_arn: str, roles: list[str], queue_arn: str) -> str:
    """Return the policy of the role by which EventBridge Scheduler starts tasks of one family, with their `roles`.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
    """
    run: dict[str, Any] = allow("Run", ["ecs:RunTask"], place.arn("ecs", f"task-definition/{family}:*"))
    run["Condition"] = {"ArnEquals": {"ecs:cluster": cluster_arn}}
    # Tasks that have tags from their start need it:
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
    tasks = f"{cluster_arn.replace(':cluster/', ':task/', 1)}/*"
    tag: dict[str, Any] = allow("Tag", ["ecs:TagResource"], tasks)
    tag["Condition"] = {"StringEquals": {"ecs:CreateAction": "RunTask"}}
    pass_on: dict[str, Any] = allow("PassRoles", ["iam:PassRole"], roles)
    pass_on["Condition"] = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    return document([run, tag, pass_on, allow("ReportFailures", ["sqs:SendMessage"], queue_arn)])


def secret_arn(reference: SecretReference, place: Place) -> str:
    """The ARN by which a task definition names a parameter or a secret.

    Without the six characters that Secrets Manager adds to a name it finds the secret all the same.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
    """
    if isinstance(reference, Parameter):
        return place.arn("ssm", f"parameter/{reference.name.lstrip('/')}")
    if reference.identifier.startswith("arn:"):
        return reference.identifier
    return place.arn("secretsmanager", f"secret:{reference.identifier}")
