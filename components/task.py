"""What runs an app's image once: a task definition, and all that its tasks need."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, ecs, iam, vpc

from components.network import Network
from components.place import Place
from components.statements import trust_policy
from components.task_permissions import exec_policy, execution_policy, secret_arn
from naming.names import name_for
from naming.tags import tags_for
from workloads import task as workloads
from workloads.definition import container_definitions, volumes

ROLE_LIMIT = 64
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""
FAMILY_LIMIT = 255
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"""


@dataclass(frozen=True, kw_only=True)
class TaskArgs:
    """What tasks are made from."""

    app: str
    environment: str
    place: Place
    network: Network
    repository_name: str
    """The app's own repository, in the same account and region."""
    digest: str
    """Which image of it runs: `sha256:` and 64 hex digits."""
    task: workloads.Task
    disposable: bool = False
    """Whether old task definitions go when new ones come. Default: they stay registered, for ECS to roll back to."""
    retire: bool = False
    """Whether it is to be removed. Default: it is protected, unless disposable."""

    @property
    def protect(self) -> bool:
        """Whether an update that would remove it fails instead."""
        return not (self.disposable or self.retire)

    @property
    def image(self) -> str:
        """The image that runs, by its digest."""
        return f"{self.place.registry}/{self.repository_name}@{self.digest}"

    def name(self, *parts: str, limit: int) -> str:
        """Name this workload, or by `parts` something of its own."""
        return name_for(self.app, self.environment, self.task.name, *parts, limit=limit)

    def role_name(self, part: str) -> str:
        """Name one of its roles."""
        return self.name(part, limit=ROLE_LIMIT)

    @property
    def tags(self) -> dict[str, str]:
        """What everything of it is tagged with."""
        return tags_for(self.app, self.environment, disposable=self.disposable)


class Task(pulumi.ComponentResource):
    """A Fargate task definition with a log group, a security group and two roles of its own.

    ECS starts it by the execution role: that pulls the image, writes the log and reads the secrets. The app itself has
    the task role, which may do nothing until a policy is attached to it.
    """

    definition_arn: pulumi.Output[str]
    """The ARN of the task definition, revision included."""
    role_name: pulumi.Output[str]
    """The role that the app has, for policies of its own."""
    security_group_id: pulumi.Output[str]
    """Where its requests come from."""

    def __init__(self, name: str, args: TaskArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("split-pipelines:index:Task", name, {}, opts)
        mine = pulumi.ResourceOptions(parent=self)
        task, place = args.task, args.place
        log_group = f"/split-pipelines/{args.environment}/{args.app}/{task.name}"

        logs = cloudwatch.LogGroup(
            f"{name}-logs", name=log_group, retention_in_days=task.log_days, tags=args.tags, opts=mine
        )
        trusts = trust_policy("ecs-tasks", place, place.arn("ecs", "*"))
        execution = iam.Role(
            f"{name}-execution",
            name=args.role_name("execution"),
            description=f"What ECS starts {task.name} of {args.app} in {args.environment} by",
            assume_role_policy=trusts,
            tags=args.tags,
            opts=mine,
        )
        allowed = iam.RolePolicy(
            f"{name}-execution-permissions",
            name="execution",
            role=execution.name,
            policy=execution_policy(task, place, repository=args.repository_name, log_group=log_group),
            opts=mine,
        )
        role = iam.Role(
            f"{name}-role",
            name=args.role_name("task"),
            description=f"What {task.name} of {args.app} in {args.environment} runs as",
            assume_role_policy=trusts,
            tags=args.tags,
            opts=mine,
        )
        if shell := exec_policy(task):
            iam.RolePolicy(f"{name}-exec", name="exec", role=role.name, policy=shell, opts=mine)
        group, way_out = self._security_group(name, args)
        definition = ecs.TaskDefinition(
            f"{name}-definition",
            family=args.name(limit=FAMILY_LIMIT),
            container_definitions=json.dumps(
                container_definitions(
                    task,
                    image=args.image,
                    log_group=log_group,
                    region=place.region,
                    secret_arn=lambda reference: secret_arn(reference, place),
                )
            ),
            cpu=str(task.cpu),
            memory=str(task.memory),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            runtime_platform=ecs.TaskDefinitionRuntimePlatformArgs(
                cpu_architecture=task.cpu_architecture, operating_system_family="LINUX"
            ),
            execution_role_arn=execution.arn,
            task_role_arn=role.arn,
            volumes=[ecs.TaskDefinitionVolumeArgs(name=volume) for volume in volumes(task).values()],
            skip_destroy=not args.disposable,
            tags=args.tags,
            # Tasks that start at once must be allowed to pull and to log, and have a way there.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[allowed, logs, way_out]),
        )

        self.definition_arn, self.role_name, self.security_group_id = definition.arn, role.name, group.id
        self.register_outputs(
            {
                "definition_arn": self.definition_arn,
                "role_name": self.role_name,
                "security_group_id": self.security_group_id,
            }
        )

    # In quotes: pulumi_aws loads a service's classes when they are named, and EC2's are slow. Builds do without them.
    def _security_group(self, name: str, args: TaskArgs) -> "tuple[ec2.SecurityGroup, vpc.SecurityGroupEgressRule]":
        mine = pulumi.ResourceOptions(parent=self)
        group = ec2.SecurityGroup(
            f"{name}-security-group",
            name=args.name("tasks", limit=255),
            description=f"{args.task.name} of {args.app} in {args.environment}",
            vpc_id=args.network.vpc_id,
            tags=args.tags,
            opts=mine,
        )
        way_out = vpc.SecurityGroupEgressRule(
            f"{name}-out",
            security_group_id=group.id,
            description="To wherever the app goes, and to ECR for its image",
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
            tags=args.tags,
            opts=mine,
        )
        return group, way_out
