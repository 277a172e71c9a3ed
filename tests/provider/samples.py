"""One small thing of every type that the provider knows, in an order in which they can be made."""

import json
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/builder"
MAY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]})
TRUST = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
READERS = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "ecr:BatchGetImage"}
CHOSEN = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3}
RULE = {"rulePriority": 1, "selection": CHOSEN, "action": {"type": "expire"}}

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
}
