"""What starts an app's builds when somebody pushes."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, codebuild, iam

from builds.source import CodeCommit, GitHub
from builds.trigger import BranchPush, Trigger
from components.build_permissions import start_policy
from components.place import Place
from components.statements import trust_policy
from naming.names import name_for
from naming.tags import tags_for

_NAME_LIMIT = 64
"""Of roles and of rules: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"""


@dataclass(frozen=True, kw_only=True)
class BuildTriggerArgs:
    """What a trigger is made from."""

    app: str
    environment: str
    place: Place
    source: GitHub | CodeCommit
    trigger: Trigger
    project: codebuild.Project
    project_arn: str
    """The project's ARN, known before the project is made."""
    disposable: bool = False
    """Whether it is one of a stack that may be lost. Default: it is not."""


def start_on_push(name: str, args: BuildTriggerArgs, parent: pulumi.Resource) -> None:
    """Start a build for each push that `args` names: of GitHub's by a webhook, of CodeCommit's by EventBridge."""
    if isinstance(args.source, CodeCommit):
        _rule(name, args, args.source.repository, parent)
    else:
        _webhook(name, args, parent)


def _webhook(name: str, args: BuildTriggerArgs, parent: pulumi.Resource) -> None:
    filters = {"EVENT": "PUSH", "HEAD_REF": args.trigger.head_ref}
    codebuild.Webhook(
        f"{name}-webhook",
        project_name=args.project.name,
        build_type="BUILD",
        filter_groups=[
            codebuild.WebhookFilterGroupArgs(
                filters=[
                    codebuild.WebhookFilterGroupFilterArgs(type=kind, pattern=pattern)
                    for kind, pattern in filters.items()
                ]
            )
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _rule(name: str, args: BuildTriggerArgs, repository: str, parent: pulumi.Resource) -> None:
    mine = pulumi.ResourceOptions(parent=parent)
    tags = tags_for(args.app, args.environment, disposable=args.disposable)
    physical = name_for(args.app, args.environment, "build", "trigger", limit=_NAME_LIMIT)
    rule = cloudwatch.EventRule(
        f"{name}-pushes",
        name=physical,
        description=f"Pushes that {args.app} is built for, in {args.environment}",
        event_pattern=_event_pattern(args.trigger, args.place.arn("codecommit", repository)),
        tags=tags,
        opts=mine,
    )
    role = iam.Role(
        f"{name}-role",
        name=physical,
        description=f"Starts builds of {args.app} for {args.environment}",
        assume_role_policy=trust_policy("events", args.place, args.place.arn("events", f"rule/{physical}")),
        tags=tags,
        opts=mine,
    )
    policy = iam.RolePolicy(
        f"{name}-permissions", name="start", role=role.name, policy=start_policy(args.project_arn), opts=mine
    )
    cloudwatch.EventTarget(
        f"{name}-build",
        rule=rule.name,
        target_id="build",
        arn=args.project.arn,
        role_arn=role.arn,
        # Not the branch alone: by the time of the build somebody may have pushed again. Not the commit alone: CodeBuild
        # would fetch the whole repository. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-source-version.html
        input_transformer=cloudwatch.EventTargetInputTransformerArgs(
            input_paths={"reference": "$.detail.referenceFullName", "commit": "$.detail.commitId"},
            input_template=json.dumps({"sourceVersion": "<reference>^{<commit>}"}),
        ),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )


def _event_pattern(trigger: Trigger, repository_arn: str) -> str:
    """The pushes that a trigger is about, as EventBridge matches them.

    https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
    """
    kind, name = (
        ("branch", trigger.branch) if isinstance(trigger, BranchPush) else ("tag", {"wildcard": trigger.pattern})
    )
    return json.dumps(
        {
            "source": ["aws.codecommit"],
            "detail-type": ["CodeCommit Repository State Change"],
            "resources": [repository_arn],
            "detail": {
                "event": ["referenceCreated", "referenceUpdated"],
                "referenceType": [kind],
                "referenceName": [name],
            },
        }
    )
