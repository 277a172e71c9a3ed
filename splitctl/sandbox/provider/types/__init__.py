"""The types that the sandbox's provider knows: add a class in a file of its own, and name it here."""

from collections.abc import Mapping

from splitctl.sandbox.provider.on_demand import OnDemand
from splitctl.sandbox.provider.resource import ResourceType

TYPES: Mapping[str, ResourceType] = OnDemand(
    __name__,
    {
        "aws:appautoscaling/policy:Policy": "appautoscaling_policy:AppautoscalingPolicy",
        "aws:appautoscaling/target:Target": "appautoscaling_target:AppautoscalingTarget",
        "aws:cloudwatch/eventRule:EventRule": "cloudwatch_event_rule:EventRule",
        "aws:cloudwatch/eventTarget:EventTarget": "cloudwatch_event_target:EventTarget",
        "aws:cloudwatch/logGroup:LogGroup": "cloudwatch_log_group:LogGroup",
        "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch_metric_alarm:MetricAlarm",
        "aws:codebuild/project:Project": "codebuild_project:CodebuildProject",
        "aws:codebuild/webhook:Webhook": "codebuild_webhook:CodebuildWebhook",
        "aws:ec2/securityGroup:SecurityGroup": "ec2_security_group:SecurityGroup",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy": "ecr_lifecycle_policy:EcrLifecyclePolicy",
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": "ecr_pull_through_cache_rule:EcrPullThroughCacheRule",
        "aws:ecr/repository:Repository": "ecr_repository:EcrRepository",
        "aws:ecr/repositoryPolicy:RepositoryPolicy": "ecr_repository_policy:EcrRepositoryPolicy",
        "aws:ecs/cluster:Cluster": "ecs_cluster:EcsCluster",
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": (
            "ecs_cluster_capacity_providers:EcsClusterCapacityProviders"
        ),
        "aws:ecs/service:Service": "ecs_service:EcsService",
        "aws:ecs/taskDefinition:TaskDefinition": "ecs_task_definition:EcsTaskDefinition",
        "aws:iam/policy:Policy": "iam_policy:IamPolicy",
        "aws:iam/role:Role": "iam_role:IamRole",
        "aws:iam/rolePolicy:RolePolicy": "iam_role_policy:IamRolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "iam_role_policy_attachment:IamRolePolicyAttachment",
        "aws:lb/listener:Listener": "lb_listener:Listener",
        "aws:lb/listenerRule:ListenerRule": "lb_listener_rule:ListenerRule",
        "aws:lb/loadBalancer:LoadBalancer": "lb_load_balancer:LoadBalancer",
        "aws:lb/targetGroup:TargetGroup": "lb_target_group:TargetGroup",
        "aws:scheduler/schedule:Schedule": "scheduler_schedule:SchedulerSchedule",
        "aws:sns/topic:Topic": "sns_topic:SnsTopic",
        "aws:sns/topicPolicy:TopicPolicy": "sns_topic_policy:SnsTopicPolicy",
        "aws:sns/topicSubscription:TopicSubscription": "sns_topic_subscription:SnsTopicSubscription",
        "aws:sqs/queue:Queue": "sqs_queue:SqsQueue",
        "aws:sqs/queuePolicy:QueuePolicy": "sqs_queue_policy:SqsQueuePolicy",
        "aws:ssm/parameter:Parameter": "ssm_parameter:SsmParameter",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (
            "vpc_security_group_egress_rule:SecurityGroupEgressRule"
        ),
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
            "vpc_security_group_ingress_rule:SecurityGroupIngressRule"
        ),
    },
)
"""By token; each is loaded when it is first asked for."""
