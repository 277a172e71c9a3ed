"""The types that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.types.cloudwatch_event_rule import EventRule
from splitctl.sandbox.provider.types.cloudwatch_event_target import EventTarget
from splitctl.sandbox.provider.types.cloudwatch_log_group import LogGroup
from splitctl.sandbox.provider.types.codebuild_project import CodebuildProject
from splitctl.sandbox.provider.types.codebuild_webhook import CodebuildWebhook
from splitctl.sandbox.provider.types.ecr_lifecycle_policy import EcrLifecyclePolicy
from splitctl.sandbox.provider.types.ecr_pull_through_cache_rule import EcrPullThroughCacheRule
from splitctl.sandbox.provider.types.ecr_repository import EcrRepository
from splitctl.sandbox.provider.types.ecr_repository_policy import EcrRepositoryPolicy
from splitctl.sandbox.provider.types.iam_policy import IamPolicy
from splitctl.sandbox.provider.types.iam_role import IamRole
from splitctl.sandbox.provider.types.iam_role_policy import IamRolePolicy
from splitctl.sandbox.provider.types.iam_role_policy_attachment import IamRolePolicyAttachment

ALL: tuple[ResourceType, ...] = (
    CodebuildProject(),
    CodebuildWebhook(),
    EcrLifecyclePolicy(),
    EcrPullThroughCacheRule(),
    EcrRepository(),
    EcrRepositoryPolicy(),
    EventRule(),
    EventTarget(),
    IamPolicy(),
    IamRole(),
    IamRolePolicy(),
    IamRolePolicyAttachment(),
    LogGroup(),
)
