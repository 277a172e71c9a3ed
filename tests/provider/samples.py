"""One small thing of every type that the provider knows, in an order in which they can be made."""

import json
from collections.abc import Mapping
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/builder"
MAY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]})
TRUST = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
READERS = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}
CHOSEN = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3}
RULE = {"rulePriority": 1, "selection": CHOSEN, "action": {"type": "expire"}}

# What a sample cannot know stands in it as such a text: the id of another sample by its type, or of what AWS made.
VPC, SUBNET, ANOTHER_SUBNET = "<vpc>", "<subnet>", "<another subnet>"
SECURITY_GROUP, LOAD_BALANCER, TARGET_GROUP, LISTENER = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/targetGroup:TargetGroup",
    "aws:lb/listener:Listener",
)


def resolved(sample: Any, ids: Mapping[str, str]) -> Any:
    """`sample` with the ids that its texts stand for."""
    if isinstance(sample, dict):
        return {key: resolved(value, ids) for key, value in sample.items()}
    if isinstance(sample, list):
        return [resolved(item, ids) for item in sample]
    return ids.get(sample, sample) if isinstance(sample, str) else sample


SCALED = {
    "resourceId": "service/web/web",
    "scalableDimension": "ecs:service:DesiredCount",
    "serviceNamespace": "ecs",
}

SAMPLES: dict[str, dict[str, Any]] = {
    "aws:ecr/repository:Repository": {"name": "web"},
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": {"repository": "web", "policy": json.dumps({"rules": [RULE]})},
    "aws:ecr/repositoryPolicy:RepositoryPolicy": {
        "repository": "web",
        "policy": json.dumps({"Version": "2012-10-17", "Statement": [READERS]}),
    },
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
        "ecrRepositoryPrefix": "public",
        "upstreamRegistryUrl": "public.ecr.aws",
    },
    "aws:iam/role:Role": {
        "name": "builder",
        "assumeRolePolicy": json.dumps({"Version": "2012-10-17", "Statement": [TRUST]}),
    },
    "aws:iam/rolePolicy:RolePolicy": {"name": "push", "role": "builder", "policy": MAY},
    "aws:iam/policy:Policy": {"name": "pull", "policy": MAY},
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        "role": "builder",
        "policyArn": "arn:aws:iam::123456789012:policy/pull",
    },
    "aws:cloudwatch/logGroup:LogGroup": {"name": "/ci/web"},
    "aws:codebuild/project:Project": {
        "name": "web",
        "serviceRole": ROLE,
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": "docker:latest"},
        "source": {"type": "GITHUB", "location": "https://github.com/o/web.git"},
    },
    "aws:codebuild/webhook:Webhook": {"projectName": "web"},
    "aws:cloudwatch/eventRule:EventRule": {"name": "pushed", "scheduleExpression": "rate(1 day)"},
    "aws:cloudwatch/eventTarget:EventTarget": {
        "rule": "pushed",
        "targetId": "deploy",
        "arn": "arn:aws:codebuild:eu-west-1:123456789012:project/web",
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "name": "busy",
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 2,
        "metricName": "CPUUtilization",
        "namespace": "AWS/ECS",
        "period": 60,
        "statistic": "Average",
        "threshold": 90,
    },
    "aws:ecs/cluster:Cluster": {"name": "web"},
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
        "clusterName": "web",
        "capacityProviders": ["FARGATE"],
    },
    "aws:ecs/taskDefinition:TaskDefinition": {
        "family": "web",
        "containerDefinitions": json.dumps([{"name": "web", "image": "nginx", "memory": 64}]),
    },
    "aws:ecs/service:Service": {"name": "web", "cluster": "web", "taskDefinition": "web"},
    "aws:appautoscaling/target:Target": SCALED | {"minCapacity": 1, "maxCapacity": 2},
    "aws:appautoscaling/policy:Policy": SCALED
    | {
        "name": "busy",
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "targetValue": 50,
            "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
        },
    },
    "aws:scheduler/schedule:Schedule": {
        "name": "nightly",
        "flexibleTimeWindow": {"mode": "OFF"},
        "scheduleExpression": "rate(1 day)",
        "target": {"arn": "arn:aws:ecs:eu-west-1:123456789012:cluster/web", "roleArn": ROLE},
    },
    "aws:sns/topic:Topic": {"name": "alarms"},
    "aws:sns/topicPolicy:TopicPolicy": {"arn": "arn:aws:sns:eu-west-1:123456789012:alarms", "policy": MAY},
    "aws:sqs/queue:Queue": {"name": "late"},
    "aws:sqs/queuePolicy:QueuePolicy": {"queueUrl": "http://127.0.0.1/123456789012/late", "policy": MAY},
    "aws:sns/topicSubscription:TopicSubscription": {
        "topic": "arn:aws:sns:eu-west-1:123456789012:alarms",
        "protocol": "sqs",
        "endpoint": "arn:aws:sqs:eu-west-1:123456789012:late",
    },
    "aws:ssm/parameter:Parameter": {"name": "/web/image", "type": "String", "value": "build-1"},
    SECURITY_GROUP: {"name": "web"},
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        "securityGroupId": SECURITY_GROUP,
        "ipProtocol": "-1",
        "cidrIpv4": "0.0.0.0/0",
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        "securityGroupId": SECURITY_GROUP,
        "ipProtocol": "tcp",
        "fromPort": 80,
        "toPort": 80,
        "cidrIpv4": "0.0.0.0/0",
    },
    LOAD_BALANCER: {"name": "web", "subnets": [SUBNET, ANOTHER_SUBNET]},
    TARGET_GROUP: {"name": "web", "port": 80, "protocol": "HTTP", "targetType": "ip", "vpcId": VPC},
    LISTENER: {
        "loadBalancerArn": LOAD_BALANCER,
        "port": 80,
        "defaultActions": [{"type": "forward", "targetGroupArn": TARGET_GROUP}],
    },
    "aws:lb/listenerRule:ListenerRule": {
        "listenerArn": LISTENER,
        "actions": [{"type": "forward", "targetGroupArn": TARGET_GROUP}],
        "conditions": [{"pathPattern": {"values": ["/web/*"]}}],
    },
}
