"""The types that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from splitctl.sandbox.provider.resource import ResourceType
from splitctl.sandbox.provider.types.appautoscaling_policy import AppautoscalingPolicy
from splitctl.sandbox.provider.types.appautoscaling_target import AppautoscalingTarget
from splitctl.sandbox.provider.types.cloudwatch_event_rule import EventRule
from splitctl.sandbox.provider.types.cloudwatch_event_target import EventTarget
from splitctl.sandbox.provider.types.cloudwatch_log_group import LogGroup
from splitctl.sandbox.provider.types.cloudwatch_metric_alarm import MetricAlarm
from splitctl.sandbox.provider.types.codebuild_project import CodebuildProject
from splitctl.sandbox.provider.types.codebuild_webhook import CodebuildWebhook
from splitctl.sandbox.provider.types.ec2_security_group import SecurityGroup
from splitctl.sandbox.provider.types.ecr_lifecycle_policy import EcrLifecyclePolicy
from splitctl.sandbox.provider.types.ecr_pull_through_cache_rule import EcrPullThroughCacheRule
from splitctl.sandbox.provider.types.ecr_repository import EcrRepository
from splitctl.sandbox.provider.types.ecr_repository_policy import EcrRepositoryPolicy
from splitctl.sandbox.provider.types.ecs_cluster import EcsCluster
from splitctl.sandbox.provider.types.ecs_cluster_capacity_providers import EcsClusterCapacityProviders
from splitctl.sandbox.provider.types.ecs_service import EcsService
from splitctl.sandbox.provider.types.ecs_task_definition import EcsTaskDefinition
from splitctl.sandbox.provider.types.iam_policy import IamPolicy
from splitctl.sandbox.provider.types.iam_role import IamRole
from splitctl.sandbox.provider.types.iam_role_policy import IamRolePolicy
from splitctl.sandbox.provider.types.iam_role_policy_attachment import IamRolePolicyAttachment
from splitctl.sandbox.provider.types.lb_listener import Listener
from splitctl.sandbox.provider.types.lb_listener_rule import ListenerRule
from splitctl.sandbox.provider.types.lb_load_balancer import LoadBalancer
from splitctl.sandbox.provider.types.lb_target_group import TargetGroup
from splitctl.sandbox.provider.types.scheduler_schedule import SchedulerSchedule
from splitctl.sandbox.provider.types.sns_topic import SnsTopic
from splitctl.sandbox.provider.types.sns_topic_policy import SnsTopicPolicy
from splitctl.sandbox.provider.types.sns_topic_subscription import SnsTopicSubscription
from splitctl.sandbox.provider.types.sqs_queue import SqsQueue
from splitctl.sandbox.provider.types.sqs_queue_policy import SqsQueuePolicy
from splitctl.sandbox.provider.types.ssm_parameter import SsmParameter
from splitctl.sandbox.provider.types.vpc_security_group_egress_rule import SecurityGroupEgressRule
from splitctl.sandbox.provider.types.vpc_security_group_ingress_rule import SecurityGroupIngressRule

ALL: tuple[ResourceType, ...] = (
    AppautoscalingPolicy(),
    AppautoscalingTarget(),
    CodebuildProject(),
    CodebuildWebhook(),
    EcrLifecyclePolicy(),
    EcrPullThroughCacheRule(),
    EcrRepository(),
    EcrRepositoryPolicy(),
    EcsCluster(),
    EcsClusterCapacityProviders(),
    EcsService(),
    EcsTaskDefinition(),
    EventRule(),
    EventTarget(),
    IamPolicy(),
    IamRole(),
    IamRolePolicy(),
    IamRolePolicyAttachment(),
    Listener(),
    ListenerRule(),
    LoadBalancer(),
    LogGroup(),
    MetricAlarm(),
    SchedulerSchedule(),
    SecurityGroup(),
    SecurityGroupEgressRule(),
    SecurityGroupIngressRule(),
    SnsTopic(),
    SnsTopicPolicy(),
    SnsTopicSubscription(),
    SqsQueue(),
    SqsQueuePolicy(),
    SsmParameter(),
    TargetGroup(),
)
